import { Confirm, data, Empty, Load, Time, useApi, usePaged, type Schemas } from "@gatehouse/shared";
import { Alert, Button, Text } from "@patternfly/react-core";
import { Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router-dom";
import { Room } from "../frame/Room";
import { Saved } from "../frame/Saved";
import { Scopes } from "../frame/Scopes";
import { usePath } from "../frame/session";
import { AgentTabs } from "./AgentTabs";
import { useAgentNames } from "./useAgentNames";

type Delegation = Schemas["Delegation"];

/** Which agents may act for the person, and how to stop them. */
export default function DelegationsPage() {
  const { t } = useTranslation();
  const api = useApi();
  const path = usePath();
  const nameOf = useAgentNames();
  const [ending, setEnding] = useState<Delegation>();
  const [ended, setEnded] = useState<string>();
  const delegations = usePaged((query) => data(api.GET("/me/delegations", { params: { query } })), []);
  return (
    <Room title={t("ghMyAgents")} description={t("ghMyAgentsHelp")}>
      <AgentTabs active="agents/delegations" />
      <Saved />
      {ended && <Alert component="p" isInline variant="success" role="status" title={ended} className="pf-v5-u-mb-md" />}
      <Text className="pf-v5-u-mb-md">
        {t("ghDelegationsHelp")} <Link className="gh-link-in-text" to={path("applications")}>
          {t("ghDelegationsApplications")}
        </Link>
      </Text>
      {delegations.bar}
      <Load of={delegations}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t("ghDelegationsEmpty")} body={t("ghDelegationsEmptyBody")} />
          ) : (
            <DelegationTable of={items} nameOf={nameOf} onWithdraw={setEnding} />
          )
        }
      </Load>
      {ending && (
        <Confirm
          title={t("ghWithdrawTitle", { name: nameOf(ending.agent_id) })}
          action={t("ghWithdraw")}
          body={
            <>
              <p className="pf-v5-u-mb-sm">{t("ghWithdrawBody")}</p>
              <Scopes of={ending.scopes} />
            </>
          }
          onConfirm={async () => {
            await api.DELETE("/me/delegations/{id}", { params: { path: { id: ending.id } } });
            setEnded(t("ghWithdrawn", { name: nameOf(ending.agent_id) }));
            delegations.reload();
          }}
          onClose={() => setEnding(undefined)}
        />
      )}
    </Room>
  );
}

function DelegationTable(props: {
  of: readonly Delegation[];
  nameOf: (id: string) => string;
  onWithdraw: (delegation: Delegation) => void;
}) {
  const { t } = useTranslation();
  return (
    <Table aria-label={t("ghDelegations")} variant="compact" gridBreakPoint="grid-lg" data-testid="gh-delegation-list">
      <Thead>
        <Tr>
          <Th>{t("ghAgent")}</Th>
          <Th>{t("ghMayDo")}</Th>
          <Th>{t("ghAllowedBy")}</Th>
          <Th>{t("ghSince")}</Th>
          <Th>{t("ghUntil")}</Th>
          <Th screenReaderText={t("ghActions")} />
        </Tr>
      </Thead>
      <Tbody>
        {props.of.map((delegation) => {
          const name = props.nameOf(delegation.agent_id);
          return (
            <Tr key={delegation.id} data-testid="gh-delegation-row">
              <Td dataLabel={t("ghAgent")} modifier="breakWord">
                {name}
                {name !== delegation.agent_id && (
                  <div>
                    <small>{delegation.agent_id}</small>
                  </div>
                )}
              </Td>
              <Td dataLabel={t("ghMayDo")}>
                <Scopes of={delegation.scopes} />
              </Td>
              <Td dataLabel={t("ghAllowedBy")}>{t(`ghSource_${delegation.source}`)}</Td>
              <Td dataLabel={t("ghSince")} modifier="nowrap">
                <Time iso={delegation.created_at} />
              </Td>
              <Td dataLabel={t("ghUntil")} modifier="nowrap">
                <Time iso={delegation.expires_at} none={t("ghUntilWithdrawn")} />
              </Td>
              <Td isActionCell>
                <Button
                  variant="secondary"
                  size="sm"
                  data-testid="gh-withdraw"
                  aria-label={t("ghWithdrawNamed", { name })}
                  onClick={() => props.onWithdraw(delegation)}
                >
                  {t("ghWithdraw")}
                </Button>
              </Td>
            </Tr>
          );
        })}
      </Tbody>
    </Table>
  );
}
