import { data, Load, useAction, useApi, useLoad } from "@gatehouse/shared";
import { useRealm, ViewHeader } from "@keycloak/keycloak-admin-ui";
import { Alert, PageSection } from "@patternfly/react-core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router-dom";
import { useRoles } from "../access";
import { Crumbs, FormPage } from "../fields/FormPage";
import { usePaths } from "../paths";
import { type Plan } from "./limits";
import { bodyOf, formOf, PlanFields, shown } from "./PlanFields";

export default function PlanEditPage() {
  const { id = "" } = useParams();
  const { realm } = useRealm();
  const api = useApi();
  const plan = useLoad(() => data(api.GET("/plans/{id}", { params: { path: { id } } })), [realm, id]);
  return <Load of={plan}>{(value) => <Edit key={value.name} plan={value} />}</Load>;
}

function Edit({ plan }: { plan: Plan }) {
  const { t } = useTranslation();
  const api = useApi();
  const { to } = usePaths();
  const navigate = useNavigate();
  const manages = useRoles().has("manage-gatehouse", "manage-plans");
  const [form, setForm] = useState(formOf(plan));
  const save = useAction(async () => {
    await api.PATCH("/plans/{id}", { params: { path: { id: plan.name } }, body: bodyOf(form) });
    navigate(to("plans"), { state: { done: t("ghPlanSaved", { plan: plan.name }) } });
  });
  return (
    <>
      <Crumbs crumbs={[{ text: t("ghPlans"), to: to("plans") }, { text: plan.name }]} />
      <ViewHeader titleKey={plan.name} noTranslate divider />
      {plan.holders > 0 && (
        <PageSection variant="light" className="pf-v5-u-pb-0">
          <Alert isInline component="p" variant="info" title={t("ghPlanHeld", { count: plan.holders })} />
        </PageSection>
      )}
      <FormPage action={save} submit={t("ghPlanSave")} back={to("plans")} shown={shown} isReadOnly={!manages}>
        <PlanFields
          isNew={false}
          isReadOnly={!manages}
          form={form}
          set={(change) => setForm((before) => ({ ...before, ...change }))}
          problem={save.problem}
        />
      </FormPage>
    </>
  );
}
