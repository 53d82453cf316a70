import { useAdminClient, useRealm } from "@keycloak/keycloak-admin-ui";
import { data, Load, Time, useApi, useLoad } from "@gatehouse/shared";
import { Button, ClipboardCopy, CodeBlock, CodeBlockCode, Modal, ModalVariant } from "@patternfly/react-core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router-dom";
import { OwnerName } from "../fields/names";
import { Facts, path } from "../fields/parts";
import type { TabProps } from "./AgentPage";

/** Which agent is it? */
export function FactsTab({ agent }: TabProps) {
  const { t } = useTranslation();
  const { realm } = useRealm();
  const { adminClient } = useAdminClient();
  const [card, setCard] = useState(false);
  const model = [agent.model_provider, agent.model_name].filter(Boolean).join(" / ");
  return (
    <>
      <Facts
        label={t("ghAgentTab_facts")}
        facts={[
          { term: t("ghDescription"), value: agent.description },
          { term: t("ghClientId"), value: <Copy text={agent.id} label={t("ghClientId")} /> },
          {
            term: t("ghTokenEndpoint"),
            value: (
              <Copy
                text={`${adminClient.baseUrl}/realms/${encodeURIComponent(realm)}/protocol/openid-connect/token`}
                label={t("ghTokenEndpoint")}
              />
            ),
          },
          { term: t("ghOwner"), value: <OwnerName owner={agent.owner} /> },
          { term: t("ghModel"), value: model || null },
          { term: t("ghFramework"), value: agent.framework },
          agent.blueprint_id && { term: t("ghBlueprint"), value: <BlueprintLink id={agent.blueprint_id} /> },
          { term: t("ghCreated"), value: <Time iso={agent.created_at} /> },
          { term: t("ghUpdated"), value: <Time iso={agent.updated_at} /> },
          { term: t("ghExpires"), value: <Time iso={agent.expires_at} none={t("ghNever")} /> },
          { term: t("ghIdle"), value: agent.idle_expires_after_days ? t("ghDaysCount", { count: agent.idle_expires_after_days }) : null },
          Object.keys(agent.metadata).length > 0 && {
            term: t("ghMetadata"),
            value: (
              <CodeBlock>
                <CodeBlockCode>{JSON.stringify(agent.metadata, null, 2)}</CodeBlockCode>
              </CodeBlock>
            ),
          },
          agent.status !== "revoked" && {
            term: t("ghCard"),
            value: (
              <Button variant="link" isInline onClick={() => setCard(true)} data-testid="gh-agent-card">
                {t("ghCardShow")}
              </Button>
            ),
          },
        ]}
      />
      {card && <Card id={agent.id} onClose={() => setCard(false)} />}
    </>
  );
}

export function Copy({ text, label }: { text: string; label: string }) {
  const { t } = useTranslation();
  return (
    <ClipboardCopy isReadOnly hoverTip={t("ghCopy")} clickTip={t("ghCopied")} textAriaLabel={label} variant="inline-compact" isCode>
      {text}
    </ClipboardCopy>
  );
}

function BlueprintLink({ id }: { id: string }) {
  const { realm } = useRealm();
  const api = useApi();
  const blueprint = useLoad(() => data(api.GET("/agent-blueprints/{id}", { params: { path: { id } } })), [id]);
  return <Link to={path(realm, "agents", "blueprints", id)}>{blueprint.value?.name ?? id}</Link>;
}

function Card({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation();
  const api = useApi();
  const card = useLoad(() => data(api.GET("/agents/{id}/card", { params: { path: { id } } })), [id]);
  return (
    <Modal isOpen variant={ModalVariant.medium} title={t("ghCard")} description={t("ghCardHelp")} onClose={onClose}>
      <Load of={card}>
        {(value) => (
          <ClipboardCopy isCode isReadOnly isExpanded variant="expansion" hoverTip={t("ghCopy")} clickTip={t("ghCopied")} textAriaLabel={t("ghCard")}>
            {JSON.stringify(value, null, 2)}
          </ClipboardCopy>
        )}
      </Load>
    </Modal>
  );
}
