import { Confirm, data, Load, useApi, useLoad, type Schemas } from "@gatehouse/shared";
import { FormGroup, FormSelect, FormSelectOption } from "@patternfly/react-core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

/** Gives the realm or an organization another plan, or none. */
export function AssignDialog({ usage, onClose, onDone }: { usage: Schemas["Usage"]; onClose: () => void; onDone: (text: string) => void }) {
  const { t } = useTranslation();
  const api = useApi();
  const [plan, setPlan] = useState(usage.plan ?? "");
  const plans = useLoad(() => data(api.GET("/plans")), []);
  const assign = async () => {
    const body = { plan: plan || null };
    if (usage.organization_id) await api.PUT("/organizations/{id}/plan", { params: { path: { id: usage.organization_id } }, body });
    else await api.PUT("/realm-plan", { body });
    onDone(plan ? t("ghPlanAssigned", { plan }) : t("ghPlanTaken"));
  };
  return (
    <Confirm
      title={t("ghPlanAssign")}
      variant="primary"
      action={t("ghPlanAssignDo")}
      onConfirm={assign}
      onClose={onClose}
      body={
        <>
          <p className="pf-v5-u-mb-md">{t(usage.organization_id ? "ghPlanAssignHelpOrganization" : "ghPlanAssignHelp")}</p>
          <Load of={plans}>
            {({ items }) => (
              <FormGroup label={t("ghPlan")} fieldId="gh-plan-choice" className="pf-v5-u-mb-md">
                <FormSelect id="gh-plan-choice" name="plan" value={plan} onChange={(_event, value) => setPlan(value)}>
                  <FormSelectOption value="" label={t("ghPlanNoneAssigned")} />
                  {items.map(({ name }) => (
                    <FormSelectOption key={name} value={name} label={name} />
                  ))}
                </FormSelect>
              </FormGroup>
            )}
          </Load>
        </>
      }
    />
  );
}
