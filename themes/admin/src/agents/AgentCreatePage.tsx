import { useRealm, ViewHeader } from "@keycloak/keycloak-admin-ui";
import { data, SecretDialog, useAction, useApi } from "@gatehouse/shared";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router-dom";
import { Crumbs, FormPage } from "../fields/FormPage";
import { path } from "../fields/parts";
import { fault } from "../fields/values";
import { AgentFields, shownFields } from "./AgentFields";
import { emptyForm, toCreate, type Agent } from "./agent";

export default function AgentCreatePage() {
  const { t } = useTranslation();
  const { realm } = useRealm();
  const api = useApi();
  const navigate = useNavigate();
  const [form, setForm] = useState(emptyForm);
  const [created, setCreated] = useState<Agent>();
  const open = (agent: Agent) =>
    navigate(path(realm, "agents", agent.id), { state: { done: t("ghAgentCreated", { name: agent.name }) } });
  const create = useAction(async () => {
    if (!form.owner.choice) throw fault("owner", t("ghOwnerMissing"));
    const agent = await data(api.POST("/agents", { body: toCreate(form, { invalidJson: t("ghInvalidJson") }) }));
    if (agent.secret_key) setCreated(agent);
    else open(agent);
  });
  return (
    <>
      <Crumbs crumbs={[{ text: t("ghAgents"), to: path(realm, "agents") }, { text: t("ghAgentCreate") }]} />
      <ViewHeader titleKey="ghAgentCreate" subKey="ghAgentCreateHelp" divider />
      <FormPage
        action={create}
        submit={t("ghAgentCreate")}
        back={path(realm, "agents")}
        shown={shownFields}
        isDisabled={!form.name.trim()}
      >
        <AgentFields form={form} set={(change) => setForm((before) => ({ ...before, ...change }))} problem={create.problem} />
      </FormPage>
      {created?.secret_key && (
        <SecretDialog
          title={t("ghAgentSecretTitle", { name: created.name })}
          intro={t("ghAgentSecretIntro")}
          secrets={[
            { label: t("ghClientId"), value: created.id },
            { label: t("ghClientSecret"), value: created.secret_key },
          ]}
          fileName={`${created.id}.txt`}
          onClose={() => {
            const agent = { ...created, secret_key: null };
            setCreated(undefined);
            open(agent);
          }}
        />
      )}
    </>
  );
}
