import { useRealm, ViewHeader } from "@keycloak/keycloak-admin-ui";
import { data, SecretDialog, useAction, useApi } from "@gatehouse/shared";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router-dom";
import { Crumbs, FormPage } from "../fields/FormPage";
import { path } from "../fields/parts";
import { fault } from "../fields/values";
import { emptyForm, toCreate } from "./apiKey";
import { KeyFields, shownFields } from "./KeyFields";

export default function ApiKeyCreatePage() {
  const { t } = useTranslation();
  const { realm } = useRealm();
  const api = useApi();
  const navigate = useNavigate();
  const [form, setForm] = useState(emptyForm);
  const [created, setCreated] = useState<{ id: string; name: string; secret: string }>();
  const open = (id: string, name: string) =>
    navigate(path(realm, "api-keys", id), { state: { done: t("ghKeyCreated", { name }) } });
  const create = useAction(async () => {
    if (form.owner.kind && !form.owner.choice) throw fault("owner", t("ghOwnerMissing"));
    const body = toCreate(form, { invalidJson: t("ghInvalidJson") });
    const { id, name, key } = await data(api.POST("/api-keys", { body }));
    if (key) setCreated({ id, name, secret: key });
    else open(id, name);
  });
  return (
    <>
      <Crumbs crumbs={[{ text: t("ghApiKeys"), to: path(realm, "api-keys") }, { text: t("ghKeyCreate") }]} />
      <ViewHeader titleKey="ghKeyCreate" subKey="ghKeyCreateHelp" divider />
      <FormPage action={create} submit={t("ghKeyCreate")} back={path(realm, "api-keys")} shown={shownFields} isDisabled={!form.name.trim()}>
        <KeyFields form={form} set={(change) => setForm((before) => ({ ...before, ...change }))} problem={create.problem} />
      </FormPage>
      {created && (
        <SecretDialog
          title={t("ghKeySecretTitle", { name: created.name })}
          intro={t("ghKeySecretIntro")}
          secrets={[{ label: t("ghKey"), value: created.secret }]}
          fileName={`${created.name.replaceAll(/[^\w-]+/g, "-")}.txt`}
          onClose={() => {
            const { id, name } = created;
            setCreated(undefined);
            open(id, name);
          }}
        />
      )}
    </>
  );
}
