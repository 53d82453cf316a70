import { data, SecretDialog, useAction, useApi } from "@gatehouse/shared";
import { ActionGroup, Alert, Button, Form } from "@patternfly/react-core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router-dom";
import { keepDraft, useDraft } from "../frame/drafts";
import { LinkButton } from "../frame/LinkButton";
import { Refusal } from "../frame/Refusal";
import { Room } from "../frame/Room";
import { usePath, useSession } from "../frame/session";
import { AgentFields, SHOWN } from "./AgentFields";
import { createBody, NEW_AGENT, type Agent, type AgentValues } from "./agentForm";

const DRAFT = "agent";

export default function AgentCreatePage() {
  const { t } = useTranslation();
  const api = useApi();
  const path = usePath();
  const navigate = useNavigate();
  const { userId } = useSession();
  const kept = useDraft<AgentValues>(DRAFT, userId);
  const [values, setValues] = useState(kept ?? NEW_AGENT);
  const [made, setMade] = useState<Agent>();
  const leave = (agent: Agent) => {
    const done = t(agent.status === "pending" ? "ghAgentCreatedPending" : "ghAgentCreated", { name: agent.name });
    setMade(undefined);
    void navigate(path(`agents/${agent.id}`), { state: { done } });
  };
  const create = useAction(async () => {
    const agent = await data(api.POST("/agents", { body: createBody(values, userId, t("ghNotJson")) }));
    if (agent.secret_key) setMade(agent);
    else leave(agent);
  });
  return (
    <Room title={t("ghAgentCreate")} description={t("ghAgentCreateHelp")} parent={{ label: t("ghMyAgents"), path: "agents" }}>
      <Form
        className="gh-form"
        data-testid="gh-agent-form"
        onSubmit={(event) => {
          event.preventDefault();
          void create.run();
        }}
      >
        <Alert component="p" isInline isPlain variant="info" title={t("ghAgentWaitsForAdmin")} />
        <AgentFields isNew values={values} problem={create.problem} onChange={setValues} />
        <Refusal problem={create.problem} shown={SHOWN} keep={() => keepDraft(DRAFT, userId, values)} />
        <ActionGroup>
          <Button type="submit" data-testid="gh-save" isLoading={create.busy} isDisabled={create.busy || !values.name.trim()}>
            {t("ghCreate")}
          </Button>
          <LinkButton variant="link" to="agents">
            {t("ghCancel")}
          </LinkButton>
        </ActionGroup>
      </Form>
      {made && (
        <SecretDialog
          title={t("ghAgentMade")}
          intro={t("ghAgentSecretIntro")}
          secrets={[
            { label: t("ghAgentId"), value: made.id },
            { label: t("ghSecret"), value: made.secret_key ?? "" },
          ]}
          fileName={`${made.id}.txt`}
          onClose={() => leave(made)}
        />
      )}
    </Room>
  );
}
