import { useRealm, ViewHeader } from "@keycloak/keycloak-admin-ui";
import { data, Load, useAction, useApi, useLoad, type Schemas } from "@gatehouse/shared";
import { Alert, PageSection } from "@patternfly/react-core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router-dom";
import { useRoles } from "../access";
import { Crumbs, FormPage } from "../fields/FormPage";
import { path } from "../fields/parts";
import { BlueprintFields, bodyOf, emptyBlueprint, formOf, patchOf, shownFields } from "./BlueprintFields";

type Blueprint = Schemas["AgentBlueprint"];

/** One blueprint: a new one, one to change, or one to look at for who may not change it. */
export default function BlueprintFormPage() {
  const { id } = useParams();
  const api = useApi();
  const blueprint = useLoad(
    async () => (id ? data(api.GET("/agent-blueprints/{id}", { params: { path: { id } } })) : undefined),
    [id],
  );
  if (blueprint.loading || blueprint.problem) {
    return (
      <PageSection variant="light">
        <Load of={blueprint}>{() => null}</Load>
      </PageSection>
    );
  }
  return <BlueprintForm key={id ?? ""} blueprint={blueprint.value} />;
}

function BlueprintForm({ blueprint }: { blueprint?: Blueprint }) {
  const { t } = useTranslation();
  const { realm } = useRealm();
  const api = useApi();
  const navigate = useNavigate();
  const manages = useRoles().has("manage-gatehouse", "manage-agents");
  const [form, setForm] = useState(() => (blueprint ? formOf(blueprint) : emptyBlueprint));
  const back = path(realm, "agents", "blueprints");
  const save = useAction(async () => {
    const words = { invalidJson: t("ghInvalidJson") };
    if (blueprint) {
      const body = patchOf(blueprint, form, words);
      if (Object.keys(body).length) await data(api.PATCH("/agent-blueprints/{id}", { params: { path: { id: blueprint.id } }, body }));
    } else await data(api.POST("/agent-blueprints", { body: bodyOf(form, words) }));
    navigate(back, { state: { done: t("ghBlueprintSaved", { name: form.name.trim() }) } });
  });
  const lost = blueprint?.scopes.filter((scope) => !form.scopes.includes(scope)) ?? [];
  return (
    <>
      <Crumbs
        crumbs={[
          { text: t("ghAgents"), to: path(realm, "agents") },
          { text: t("ghBlueprints"), to: back },
          { text: blueprint?.name ?? t("ghBlueprintCreate") },
        ]}
      />
      <ViewHeader titleKey={blueprint?.name ?? t("ghBlueprintCreate")} noTranslate subKey="ghBlueprintHelp" divider />
      <FormPage
        action={save}
        submit={t(blueprint ? "ghSave" : "ghBlueprintCreate")}
        back={back}
        shown={shownFields}
        isReadOnly={!manages}
        isDisabled={!form.name.trim()}
      >
        {/* A disabled fieldset disables all that is in it. */}
        <fieldset disabled={!manages} style={{ border: 0, padding: 0, margin: 0, display: "contents" }}>
          <BlueprintFields form={form} set={(change) => setForm((before) => ({ ...before, ...change }))} problem={save.problem} />
        </fieldset>
        {lost.length > 0 && <Alert component="p" isInline variant="warning" title={t("ghBlueprintNarrowed", { scopes: lost.join(", ") })} />}
      </FormPage>
    </>
  );
}
