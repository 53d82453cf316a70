import { data, useAction, useApi } from "@gatehouse/shared";
import { ViewHeader } from "@keycloak/keycloak-admin-ui";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router-dom";
import { Crumbs, FormPage } from "../fields/FormPage";
import { usePaths } from "../paths";
import { bodyOf, formOf, PlanFields, shown } from "./PlanFields";

export default function PlanNewPage() {
  const { t } = useTranslation();
  const api = useApi();
  const { to } = usePaths();
  const navigate = useNavigate();
  const [form, setForm] = useState(formOf());
  const create = useAction(async () => {
    const plan = await data(api.POST("/plans", { body: { name: form.name.trim(), ...bodyOf(form) } }));
    navigate(to("plans"), { state: { done: t("ghPlanCreated", { plan: plan.name }) } });
  });
  return (
    <>
      <Crumbs crumbs={[{ text: t("ghPlans"), to: to("plans") }, { text: t("ghPlanNew") }]} />
      <ViewHeader titleKey="ghPlanNew" subKey="ghPlanNewHelp" divider />
      <FormPage action={create} submit={t("ghPlanNew")} back={to("plans")} shown={shown} isDisabled={!form.name.trim()}>
        <PlanFields isNew form={form} set={(change) => setForm((before) => ({ ...before, ...change }))} problem={create.problem} />
      </FormPage>
    </>
  );
}
