import { data, Load, useAction, useApi, useLoad } from "@gatehouse/shared";
import { ActionGroup, Button, Form } from "@patternfly/react-core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router-dom";
import { keepDraft, useDraft } from "../frame/drafts";
import { LinkButton } from "../frame/LinkButton";
import { Refusal } from "../frame/Refusal";
import { Room } from "../frame/Room";
import { usePath, useSession } from "../frame/session";
import { AgentFields, SHOWN } from "./AgentFields";
import { patchBody, valuesOf, type Agent, type AgentValues } from "./agentForm";

export default function AgentEditPage() {
  const { t } = useTranslation();
  const { id = "" } = useParams();
  const api = useApi();
  const agent = useLoad(() => data(api.GET("/agents/{id}", { params: { path: { id } } })), [id]);
  return (
    <Room
      title={t("ghEditNamed", { name: agent.value?.name ?? "" })}
      description={t("ghAgentEditHelp")}
      parent={{ label: t("ghMyAgents"), path: "agents" }}
    >
      <Load of={agent}>{(value) => <AgentForm key={value.id} of={value} />}</Load>
    </Room>
  );
}

function AgentForm({ of: before }: { of: Agent }) {
  const { t } = useTranslation();
  const api = useApi();
  const path = usePath();
  const navigate = useNavigate();
  const { userId } = useSession();
  const draft = `agent.${before.id}`;
  const kept = useDraft<AgentValues>(draft, userId);
  const [values, setValues] = useState(kept ?? valuesOf(before));
  const save = useAction(async () => {
    await api.PATCH("/agents/{id}", { params: { path: { id: before.id } }, body: patchBody(values, before) });
    void navigate(path(`agents/${before.id}`), { state: { done: t("ghSaved") } });
  });
  return (
    <Form
      className="gh-form"
      data-testid="gh-agent-form"
      onSubmit={(event) => {
        event.preventDefault();
        void save.run();
      }}
    >
      <AgentFields values={values} problem={save.problem} onChange={setValues} />
      <Refusal problem={save.problem} shown={SHOWN} keep={() => keepDraft(draft, userId, values)} />
      <ActionGroup>
        <Button type="submit" data-testid="gh-save" isLoading={save.busy} isDisabled={save.busy || !values.name.trim()}>
          {t("ghSave")}
        </Button>
        <LinkButton variant="link" to={`agents/${before.id}`}>
          {t("ghCancel")}
        </LinkButton>
      </ActionGroup>
    </Form>
  );
}
