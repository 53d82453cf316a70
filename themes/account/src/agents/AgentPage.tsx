import { data, Load, Time, useApi, useLoad } from "@gatehouse/shared";
import { Title } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router-dom";
import { Facts } from "../frame/Facts";
import { Room } from "../frame/Room";
import { Saved } from "../frame/Saved";
import { Scopes } from "../frame/Scopes";
import { useSession } from "../frame/session";
import { AgentActions } from "./AgentActions";
import { AgentActivity } from "./AgentActivity";
import type { Agent } from "./agentForm";
import { AgentStatus } from "./AgentStatus";

export default function AgentPage() {
  const { t } = useTranslation();
  const { id = "" } = useParams();
  const api = useApi();
  const agent = useLoad(() => data(api.GET("/agents/{id}", { params: { path: { id } } })), [id]);
  return (
    <Room
      title={agent.value?.name ?? t("ghAgent")}
      description={agent.value?.description}
      parent={{ label: t("ghMyAgents"), path: "agents" }}
    >
      <Saved />
      <Load of={agent}>
        {(value) => (
          <>
            <AgentActions of={value} onChange={agent.reload} />
            <AgentFacts of={value} />
            <Title headingLevel="h2" className="pf-v5-u-mt-lg pf-v5-u-mb-md">
              {t("ghActivity")}
            </Title>
            <AgentActivity id={value.id} version={value.updated_at} />
          </>
        )}
      </Load>
    </Room>
  );
}

function AgentFacts({ of: agent }: { of: Agent }) {
  const { t } = useTranslation();
  const { userId } = useSession();
  const model = [agent.model_provider, agent.model_name, agent.framework].filter(Boolean).join(" · ");
  return (
    <Facts
      of={[
        [t("ghStatus"), <AgentStatus of={agent.status} />],
        [t("ghAgentId"), <code>{agent.id}</code>],
        [t("ghOwner"), ownerOf(agent, userId, t)],
        [t("ghScopes"), <Scopes of={agent.scopes} />],
        [t("ghAudiences"), agent.audiences.length ? agent.audiences.join(", ") : t("ghAnyAudience")],
        [t("ghMode"), t(`ghMode_${agent.mode}`)],
        [t("ghCredential"), t(`ghCredential_${agent.credential}`)],
        [t("ghBound"), agent.dpop_bound_access_tokens && t("ghBoundYes")],
        [t("ghModel"), model],
        [t("ghCreated"), <Time iso={agent.created_at} />],
        [t("ghExpires"), <Time iso={agent.expires_at} none={t("ghNever")} />],
        [t("ghOldSecretUntil"), agent.previous_secret_expires_at && <Time iso={agent.previous_secret_expires_at} />],
      ]}
    />
  );
}

function ownerOf(agent: Agent, userId: string, t: (key: string) => string): string {
  if (typeof agent.owner === "string") return agent.owner;
  if (agent.owner.type === "user") return agent.owner.id === userId ? t("ghYou") : agent.owner.id;
  return `${t(`ghOwner_${agent.owner.type}`)} ${agent.owner.id}`;
}
