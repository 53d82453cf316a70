import { Confirm, data, Field, Time, useApi } from "@gatehouse/shared";
import { Alert, Button, Form, List, ListItem, Title } from "@patternfly/react-core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { OwnerName, PartyName } from "../fields/names";
import { OwnerPicker, type OwnerChoice } from "../fields/OwnerPicker";
import { Facts } from "../fields/parts";
import { ownerKinds, ownerOf } from "./agent";
import type { TabProps } from "./AgentPage";

/** Who answers for the agent, and how to hand it over. */
export function OwnerTab(props: TabProps) {
  const { agent, manages } = props;
  const { t } = useTranslation();
  return (
    <>
      {agent.orphaned_at && (
        <Alert component="p" isInline variant="warning" title={t("ghOrphanTitle")} className="pf-v5-u-mb-md">
          {t("ghOrphanHelp")}
        </Alert>
      )}
      <Facts
        label={t("ghAgentTab_owner")}
        facts={[
          { term: t("ghOwner"), value: <OwnerName owner={agent.owner} /> },
          { term: t("ghOwnerKind"), value: t(`ghOwnerKind_${typeof agent.owner === "string" ? "team" : agent.owner.type}`) },
          agent.orphaned_at && { term: t("ghOrphanedSince"), value: <Time iso={agent.orphaned_at} /> },
          { term: t("ghOrganization"), value: agent.organization_id && <PartyName type="organization" id={agent.organization_id} /> },
          { term: t("ghSponsor"), value: agent.sponsor && <PartyName type="user" id={agent.sponsor} /> },
          { term: t("ghSponsorReview"), value: <Time iso={agent.sponsor_review_at} /> },
        ]}
      />
      {manages && agent.status !== "revoked" && <Transfer {...props} />}
    </>
  );
}

function Transfer({ agent, reload, say }: TabProps) {
  const { t } = useTranslation();
  const api = useApi();
  const [owner, setOwner] = useState<OwnerChoice>({ kind: "user" });
  const [asks, setAsks] = useState(false);
  return (
    <>
      <Title headingLevel="h2" size="lg" className="pf-v5-u-mt-xl pf-v5-u-mb-sm">
        {t("ghTransfer")}
      </Title>
      <p className="pf-v5-u-mb-md">{t("ghTransferHelp")}</p>
      <Form
        className="keycloak__form pf-v5-u-pb-0"
        onSubmit={(event) => {
          event.preventDefault();
          if (owner.choice) setAsks(true);
        }}
      >
        <Field name="owner" label={t("ghNewOwner")} required>
          {(input) => <OwnerPicker input={input} kinds={ownerKinds} value={owner} onChange={setOwner} />}
        </Field>
        <div>
          <Button type="submit" variant="secondary" isDisabled={!owner.choice} data-testid="gh-agent-transfer">
            {t("ghTransfer")}
          </Button>
        </div>
      </Form>
      {asks && owner.choice && (
        <Confirm
          title={t("ghTransferTitle", { name: agent.name, owner: owner.choice.label })}
          action={t("ghTransfer")}
          body={
            <>
              <p>{t("ghTransferDies")}</p>
              <List className="pf-v5-u-my-sm">
                <ListItem>{t("ghTransferSecret")}</ListItem>
                <ListItem>{t("ghTransferTokens")}</ListItem>
                <ListItem>{t("ghTransferKeys")}</ListItem>
                <ListItem>{t("ghTransferDelegations")}</ListItem>
              </List>
            </>
          }
          onConfirm={async () => {
            await data(api.POST("/agents/{id}/transfer", { params: { path: { id: agent.id } }, body: { owner: ownerOf(owner) } }));
            say(t("ghTransferred", { name: agent.name, owner: owner.choice!.label }));
            setOwner({ kind: "user" });
            reload();
          }}
          onClose={() => setAsks(false)}
        />
      )}
    </>
  );
}
