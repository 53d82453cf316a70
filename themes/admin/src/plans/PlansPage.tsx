import { Confirm, data, Empty, Load, useApi, useLoad } from "@gatehouse/shared";
import { useRealm, ViewHeader } from "@keycloak/keycloak-admin-ui";
import { Label, LabelGroup, PageSection, Toolbar, ToolbarContent, ToolbarItem } from "@patternfly/react-core";
import { ActionsColumn, Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router-dom";
import { useRoles } from "../access";
import { LinkButton, useDone } from "../fields/parts";
import { usePaths } from "../paths";
import { LIMITS, type Plan } from "./limits";

export default function PlansPage() {
  const { t } = useTranslation();
  const { realm } = useRealm();
  const api = useApi();
  const { to } = usePaths();
  const manages = useRoles().has("manage-gatehouse", "manage-plans");
  const { alert, say } = useDone();
  const plans = useLoad(() => data(api.GET("/plans")), [realm]);
  const create = manages && (
    <LinkButton to={to("plans", "new")} data-testid="gh-plan-new">
      {t("ghPlanNew")}
    </LinkButton>
  );
  return (
    <>
      <ViewHeader titleKey="ghPlans" subKey="ghPlansHelp" divider />
      <PageSection variant="light">
        {alert}
        <Toolbar>
          <ToolbarContent>
            {create && <ToolbarItem>{create}</ToolbarItem>}
            <ToolbarItem>
              <LinkButton variant="link" to={to("usage")}>
                {t("ghPlansToUsage")}
              </LinkButton>
            </ToolbarItem>
          </ToolbarContent>
        </Toolbar>
        <Load of={plans}>
          {({ items }) =>
            items.length > 0 ? (
              <Rows items={items} manages={manages} onDeleted={(text) => (say(text), plans.reload())} />
            ) : (
              <Empty title={t("ghPlansNone")} body={t("ghPlansNoneHelp")} action={create} />
            )
          }
        </Load>
      </PageSection>
    </>
  );
}

function Rows({ items, manages, onDeleted }: { items: Plan[]; manages: boolean; onDeleted: (text: string) => void }) {
  const { t } = useTranslation();
  const { to } = usePaths();
  const api = useApi();
  const [deleting, setDeleting] = useState<Plan>();
  return (
    <>
      <Table aria-label={t("ghPlans")} variant="compact" data-testid="gh-plans">
        <Thead>
          <Tr>
            <Th>{t("ghPlan")}</Th>
            <Th width={50}>{t("ghPlanLimits")}</Th>
            <Th>{t("ghPlanRank")}</Th>
            <Th>{t("ghPlanHolders")}</Th>
            {manages && <Th screenReaderText={t("ghActions")} />}
          </Tr>
        </Thead>
        <Tbody>
          {items.map((plan) => (
            <Tr key={plan.name} data-testid={`gh-plan-${plan.name}`}>
              <Td dataLabel={t("ghPlan")} modifier="breakWord">
                <Link to={to("plans", plan.name)}>{plan.name}</Link>
                {plan.description && <div className="pf-v5-u-color-200">{plan.description}</div>}
              </Td>
              <Td dataLabel={t("ghPlanLimits")}>
                <Limits plan={plan} />
              </Td>
              <Td dataLabel={t("ghPlanRank")}>{plan.rank}</Td>
              <Td dataLabel={t("ghPlanHolders")}>{plan.holders}</Td>
              {manages && (
                <Td isActionCell>
                  <ActionsColumn
                    items={[{ title: t("ghPlanDelete"), isDisabled: plan.holders > 0, onClick: () => setDeleting(plan) }]}
                    aria-label={t("ghActions")}
                  />
                </Td>
              )}
            </Tr>
          ))}
        </Tbody>
      </Table>
      {deleting && (
        <Confirm
          title={t("ghPlanDeleteAsk", { plan: deleting.name })}
          body={<p className="pf-v5-u-mb-md">{t("ghPlanDeleteHelp")}</p>}
          action={t("ghPlanDelete")}
          variant="danger"
          onConfirm={async () => {
            await api.DELETE("/plans/{id}", { params: { path: { id: deleting.name } } });
            onDeleted(t("ghPlanDeleted", { plan: deleting.name }));
          }}
          onClose={() => setDeleting(undefined)}
        />
      )}
    </>
  );
}

function Limits({ plan }: { plan: Plan }) {
  const { t, i18n } = useTranslation();
  const limited = LIMITS.filter((limit) => plan.limits[limit] != null);
  if (limited.length === 0) return <span className="pf-v5-u-color-200">{t("ghPlanUnlimited")}</span>;
  return (
    <LabelGroup numLabels={LIMITS.length} aria-label={t("ghPlanLimits")}>
      {limited.map((limit) => (
        <Label key={limit} isCompact>
          {t(`ghLimit_${limit}`)}: {plan.limits[limit]?.toLocaleString(i18n.language)}
        </Label>
      ))}
    </LabelGroup>
  );
}
