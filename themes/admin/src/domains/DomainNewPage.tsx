import { data, Field, useAction, useApi } from "@gatehouse/shared";
import { ViewHeader } from "@keycloak/keycloak-admin-ui";
import { TextInput } from "@patternfly/react-core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router-dom";
import { Crumbs, FormPage } from "../fields/FormPage";
import { OwnerPicker, type OwnerChoice } from "../fields/OwnerPicker";
import { fault } from "../fields/values";
import { usePaths } from "../paths";

export default function DomainNewPage() {
  const { t } = useTranslation();
  const api = useApi();
  const { to } = usePaths();
  const navigate = useNavigate();
  const [name, setName] = useState("");
  const [holder, setHolder] = useState<OwnerChoice>({ kind: "" });
  const create = useAction(async () => {
    if (holder.kind && !holder.choice) throw fault("organization_id", t("ghOwnerMissing"));
    const body = { domain: name.trim(), organization_id: holder.choice?.id ?? null };
    const domain = await data(api.POST("/domains", { body }));
    navigate(to("domains", domain.id));
  });
  return (
    <>
      <Crumbs crumbs={[{ text: t("ghDomains"), to: to("domains") }, { text: t("ghDomainNew") }]} />
      <ViewHeader titleKey="ghDomainNew" subKey="ghDomainNewHelp" divider />
      <FormPage action={create} submit={t("ghDomainNew")} back={to("domains")} shown={["domain", "organization_id"]} isDisabled={!name.trim()}>
        <Field name="domain" label={t("ghDomain")} help={t("ghDomainNameHelp")} required problem={create.problem}>
          {(input) => (
            <TextInput
              {...input}
              name="domain"
              isRequired
              maxLength={232}
              autoComplete="off"
              placeholder="acme.example"
              value={name}
              onChange={(_event, value) => setName(value)}
            />
          )}
        </Field>
        <Field name="organization_id" label={t("ghDomainHolder")} help={t("ghDomainHolderHelp")} problem={create.problem}>
          {(input) => <OwnerPicker input={input} kinds={["", "organization"]} value={holder} onChange={setHolder} name="organization_id" />}
        </Field>
      </FormPage>
    </>
  );
}
