import { useRealm, ViewHeader } from "@keycloak/keycloak-admin-ui";
import { data, Load, useAction, useApi, useLoad } from "@gatehouse/shared";
import { Alert, PageSection } from "@patternfly/react-core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router-dom";
import { Crumbs, FormPage } from "../fields/FormPage";
import { path } from "../fields/parts";
import { formOf, toPatch, type ApiKey } from "./apiKey";
import { KeyFields, shownFields } from "./KeyFields";

export default function ApiKeyEditPage() {
  const { id } = useParams() as { id: string };
  const api = useApi();
  const key = useLoad(() => data(api.GET("/api-keys/{id}", { params: { path: { id } } })), [id]);
  if (!key.value) {
    return (
      <PageSection variant="light">
        <Load of={key}>{() => null}</Load>
      </PageSection>
    );
  }
  return <Edit key={key.value.updated_at} apiKey={key.value} />;
}

function Edit({ apiKey }: { apiKey: ApiKey }) {
  const { t } = useTranslation();
  const { realm } = useRealm();
  const api = useApi();
  const navigate = useNavigate();
  const [form, setForm] = useState(() => formOf(apiKey));
  const back = path(realm, "api-keys", apiKey.id);
  const save = useAction(async () => {
    const body = toPatch(apiKey, form, { invalidJson: t("ghInvalidJson") });
    if (Object.keys(body).length === 0) return navigate(back, { state: { done: t("ghNothingChanged") } });
    await data(api.PATCH("/api-keys/{id}", { params: { path: { id: apiKey.id } }, body }));
    return navigate(back, { state: { done: t("ghKeySaved", { name: form.name }) } });
  });
  const lost = apiKey.scopes.filter((scope) => !form.scopes.includes(scope));
  return (
    <>
      <Crumbs
        crumbs={[{ text: t("ghApiKeys"), to: path(realm, "api-keys") }, { text: apiKey.name, to: back }, { text: t("ghEdit") }]}
      />
      <ViewHeader titleKey={t("ghKeyEditNamed", { name: apiKey.name })} noTranslate subKey="ghKeyEditHelp" divider />
      <FormPage action={save} submit={t("ghSave")} back={back} shown={shownFields} isDisabled={!form.name.trim()}>
        <KeyFields editing form={form} set={(change) => setForm((before) => ({ ...before, ...change }))} problem={save.problem} />
        {lost.length > 0 && <Alert component="p" isInline variant="warning" title={t("ghKeyNarrowed", { scopes: lost.join(", ") })} />}
      </FormPage>
    </>
  );
}
