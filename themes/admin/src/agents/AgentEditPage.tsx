import { useRealm, ViewHeader } from "@keycloak/keycloak-admin-ui";
import { data, Load, useAction, useApi, useLoad } from "@gatehouse/shared";
import { Alert, PageSection } from "@patternfly/react-core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router-dom";
import { useName } from "../fields/names";
import { Crumbs, FormPage } from "../fields/FormPage";
import { path } from "../fields/parts";
import { AgentFields, shownFields } from "./AgentFields";
import { formOf, toPatch, type Agent } from "./agent";

export default function AgentEditPage() {
  const { id } = useParams() as { id: string };
  const api = useApi();
  const agent = useLoad(() => data(api.GET("/agents/{id}", { params: { path: { id } } })), [id]);
  if (!agent.value) {
    return (
      <PageSection variant="light">
        <Load of={agent}>{() => null}</Load>
      </PageSection>
    );
  }
  return <Edit key={agent.value.updated_at} agent={agent.value} />;
}

function Edit({ agent }: { agent: Agent }) {
  const { t } = useTranslation();
  const { realm } = useRealm();
  const api = useApi();
  const navigate = useNavigate();
  const [form, setForm] = useState(() => formOf(agent));
  const sponsor = useName(agent.sponsor ? { type: "user", id: agent.sponsor } : undefined);
  const back = path(realm, "agents", agent.id);
  const words = { invalidJson: t("ghInvalidJson") };
  const save = useAction(async () => {
    const body = toPatch(agent, form, words);
    if (Object.keys(body).length === 0) return navigate(back, { state: { done: t("ghNothingChanged") } });
    await data(api.PATCH("/agents/{id}", { params: { path: { id: agent.id } }, body }));
    return navigate(back, { state: { done: t("ghAgentSaved", { name: form.name }) } });
  });
  const shown = form.sponsor?.id === agent.sponsor && sponsor ? { ...form, sponsor: { id: agent.sponsor!, label: sponsor } } : form;
  const loses = agent.scopes.some((scope) => !form.scopes.includes(scope)) || agent.audiences.some((name) => !form.audiences.includes(name));
  return (
    <>
      <Crumbs
        crumbs={[
          { text: t("ghAgents"), to: path(realm, "agents") },
          { text: agent.name, to: back },
          { text: t("ghEdit") },
        ]}
      />
      <ViewHeader titleKey={t("ghAgentEditNamed", { name: agent.name })} noTranslate subKey="ghAgentEditHelp" divider />
      <FormPage action={save} submit={t("ghSave")} back={back} shown={shownFields} isDisabled={!form.name.trim()}>
        <AgentFields editing form={shown} set={(change) => setForm((before) => ({ ...before, ...change }))} problem={save.problem} />
        {loses && <Alert component="p" isInline variant="warning" title={t("ghAgentNarrowed")} />}
      </FormPage>
    </>
  );
}
