import { Confirm, data, Time, useApi, usePaged, type Schemas } from "@gatehouse/shared";
import { Load } from "@gatehouse/shared";
import { Button, Flex, FlexItem, Title } from "@patternfly/react-core";
import { Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { PartyName, useName } from "../fields/names";
import { Words } from "../fields/parts";
import type { TabProps } from "./AgentPage";
import { GrantDelegation } from "./GrantDelegation";

type Delegation = Schemas["Delegation"];

/** For whom the agent may act: what administrators and people allowed, and what people consented to. */
export function Delegations({ agent, manages, say }: TabProps) {
  const { t } = useTranslation();
  const api = useApi();
  const list = usePaged(
    (page) => data(api.GET("/agents/{id}/delegations", { params: { path: { id: agent.id }, query: page } })),
    [agent.id],
  );
  const [granting, setGranting] = useState(false);
  const [ending, setEnding] = useState<Delegation>();
  const canGrant = manages && agent.mode !== "autonomous" && agent.status !== "revoked";
  return (
    <>
      <Flex className="pf-v5-u-mt-xl">
        <FlexItem>
          <Title headingLevel="h2" size="lg">
            {t("ghDelegations")}
          </Title>
        </FlexItem>
        {canGrant && (
          <FlexItem>
            <Button variant="secondary" size="sm" onClick={() => setGranting(true)} data-testid="gh-delegation-grant">
              {t("ghDelegationGrant")}
            </Button>
          </FlexItem>
        )}
        <FlexItem align={{ default: "alignRight" }}>{list.bar}</FlexItem>
      </Flex>
      <p className="pf-v5-u-my-sm">{t(agent.mode === "autonomous" ? "ghDelegationsAutonomous" : "ghDelegationsHelp")}</p>
      <Load of={list}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="pf-v5-u-color-200">{t("ghDelegationsNone")}</p>
          ) : (
            <Table variant="compact" aria-label={t("ghDelegations")} data-testid="gh-delegations">
              <Thead>
                <Tr>
                  <Th>{t("ghPerson")}</Th>
                  <Th>{t("ghScopes")}</Th>
                  <Th>{t("ghAllowedBy")}</Th>
                  <Th>{t("ghExpires")}</Th>
                  <Th>{t("ghCreated")}</Th>
                  {manages && <Th screenReaderText={t("ghActions")} />}
                </Tr>
              </Thead>
              <Tbody>
                {items.map((delegation) => (
                  <Row key={delegation.id} delegation={delegation} onEnd={manages ? () => setEnding(delegation) : undefined} />
                ))}
              </Tbody>
            </Table>
          )
        }
      </Load>
      {granting && (
        <GrantDelegation
          agent={agent}
          onClose={() => setGranting(false)}
          onDone={(text) => {
            say(text);
            list.reload();
          }}
        />
      )}
      {ending && (
        <Confirm
          title={t("ghDelegationEndTitle")}
          action={t("ghDelegationEnd")}
          body={<p>{t(ending.source === "consent" ? "ghDelegationEndConsent" : "ghDelegationEndHelp")}</p>}
          onConfirm={async () => {
            await api.DELETE("/agents/{id}/delegations/{delegation}", {
              params: { path: { id: agent.id, delegation: ending.id } },
            });
            say(t("ghDelegationEnded"));
            list.reload();
          }}
          onClose={() => setEnding(undefined)}
        />
      )}
    </>
  );
}

function Row({ delegation, onEnd }: { delegation: Delegation; onEnd?: () => void }) {
  const { t } = useTranslation();
  const name = useName({ type: "user", id: delegation.user_id }) ?? delegation.user_id;
  return (
    <Tr>
      <Td dataLabel={t("ghPerson")}>
        <PartyName type="user" id={delegation.user_id} />
      </Td>
      <Td dataLabel={t("ghScopes")}>
        <Words words={delegation.scopes} none={t("ghNoScopes")} label={t("ghScopes")} />
      </Td>
      <Td dataLabel={t("ghAllowedBy")}>{t(`ghDelegationSource_${delegation.source}`)}</Td>
      <Td dataLabel={t("ghExpires")}>
        <Time iso={delegation.expires_at} none={t("ghNever")} />
      </Td>
      <Td dataLabel={t("ghCreated")}>
        <Time iso={delegation.created_at} />
      </Td>
      {onEnd && (
        <Td isActionCell>
          <Button variant="link" isDanger isInline onClick={onEnd} aria-label={t("ghDelegationEndOf", { name })}>
            {t("ghDelegationEnd")}
          </Button>
        </Td>
      )}
    </Tr>
  );
}
