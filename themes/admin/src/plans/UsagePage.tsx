import { data, Load, ProblemAlert, Time, useAction, useApi, useLoad, type Schemas } from "@gatehouse/shared";
import { useRealm, ViewHeader } from "@keycloak/keycloak-admin-ui";
import { Button, Card, CardBody, CardFooter, CardTitle, PageSection, Progress, ProgressVariant, Toolbar, ToolbarContent, ToolbarItem } from "@patternfly/react-core";
import { Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router-dom";
import { useRoles } from "../access";
import { COLOURS, TimeChart } from "../charts/TimeChart";
import { save } from "../download";
import { useDirectory, useName } from "../fields/names";
import { Facts, useDone } from "../fields/parts";
import { SearchSelect } from "../fields/SearchSelect";
import { AssignDialog } from "./AssignDialog";

type Usage = Schemas["Usage"];

/** From this share of a limit on it is shown as a warning, as the event tells it. */
const WARN_PERCENT = 80;

export default function UsagePage() {
  const { t } = useTranslation();
  const { realm } = useRealm();
  const api = useApi();
  const [query, setQuery] = useSearchParams();
  const organization = query.get("organization") ?? "";
  const { organizations, seesOrganizations } = useDirectory();
  const name = useName(organization ? { type: "organization", id: organization } : undefined);
  const { alert, say } = useDone();
  const usage = useLoad(
    () =>
      organization
        ? data(api.GET("/organizations/{id}/usage", { params: { path: { id: organization } } }))
        : data(api.GET("/usage")),
    [realm, organization],
  );
  return (
    <>
      <ViewHeader titleKey="ghUsage" subKey="ghUsageHelp" divider />
      <PageSection variant="light">
        {alert}
        {seesOrganizations && (
          <Toolbar>
            <ToolbarContent>
              <ToolbarItem style={{ width: "20rem" }}>
                <SearchSelect
                  id="gh-usage-organization"
                  label={t("ghUsageOf")}
                  placeholder={t("ghUsageOf")}
                  value={organization ? { id: organization, label: name ?? organization } : undefined}
                  onChange={(choice) => setQuery(choice ? { organization: choice.id } : {}, { replace: true })}
                  search={organizations}
                />
              </ToolbarItem>
            </ToolbarContent>
          </Toolbar>
        )}
        <Load of={usage}>
          {(value) => (
            <>
              <PlanCard usage={value} onAssigned={(text) => (say(text), usage.reload())} />
              <Limits usage={value} />
            </>
          )}
        </Load>
        {!organization && <History />}
      </PageSection>
    </>
  );
}

function PlanCard({ usage, onAssigned }: { usage: Usage; onAssigned: (text: string) => void }) {
  const { t } = useTranslation();
  const manages = useRoles().has("manage-gatehouse", "manage-plans");
  const [assigning, setAssigning] = useState(false);
  return (
    <Card isFlat className="pf-v5-u-mb-md" data-testid="gh-usage-plan">
      <CardTitle component="h2">{t("ghPlan")}</CardTitle>
      <CardBody>
        <Facts
          facts={[
            { term: t("ghPlan"), value: usage.plan ?? t("ghPlanNoneAssigned") },
            { term: t("ghUsageMonth"), value: `${usage.month} (${usage.time_zone})` },
            { term: t("ghUsageResets"), value: <Time iso={usage.resets_at} /> },
          ]}
        />
      </CardBody>
      {manages && (
        <CardFooter>
          <Button variant="secondary" data-testid="gh-plan-assign" onClick={() => setAssigning(true)}>
            {t("ghPlanAssign")}
          </Button>
        </CardFooter>
      )}
      {assigning && <AssignDialog usage={usage} onClose={() => setAssigning(false)} onDone={onAssigned} />}
    </Card>
  );
}

function Limits({ usage }: { usage: Usage }) {
  const { t } = useTranslation();
  return (
    <Table aria-label={t("ghUsage")} variant="compact" data-testid="gh-usage">
      <Thead>
        <Tr>
          <Th>{t("ghPlanLimits")}</Th>
          <Th>{t("ghUsageUsed")}</Th>
          <Th width={50} screenReaderText={t("ghUsageShare")} />
        </Tr>
      </Thead>
      <Tbody>
        {usage.limits.map((limit) => (
          <Tr key={limit.name} data-testid={`gh-usage-${limit.name}`}>
            <Td dataLabel={t("ghPlanLimits")}>{t(`ghLimit_${limit.name}`)}</Td>
            <Td dataLabel={t("ghUsageUsed")}>
              <Used used={limit.used} limit={limit.limit ?? undefined} />
            </Td>
            <Td>{limit.limit != null && <Share name={t(`ghLimit_${limit.name}`)} used={limit.used} limit={limit.limit} />}</Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

function Used({ used, limit }: { used: number; limit?: number }) {
  const { t, i18n } = useTranslation();
  const shown = (count: number) => count.toLocaleString(i18n.language);
  return <>{limit === undefined ? shown(used) : t("ghUsageUsedOf", { used: shown(used), limit: shown(limit) })}</>;
}

function Share({ name, used, limit }: { name: string; used: number; limit: number }) {
  const percent = limit === 0 ? 100 : Math.min(100, Math.floor((used / limit) * 100));
  const variant = percent >= 100 ? ProgressVariant.danger : percent >= WARN_PERCENT ? ProgressVariant.warning : undefined;
  return <Progress aria-label={name} value={percent} variant={variant} size="sm" />;
}

/** Tokens and verifications of the last 30 days. */
function History() {
  const { t, i18n } = useTranslation();
  const { realm } = useRealm();
  const api = useApi();
  const history = useLoad(async () => (await data(api.GET("/usage/history"))) as Schemas["UsageHistory"], [realm]);
  const download = useAction(async () => {
    const text = await data(api.GET("/usage/history", { params: { query: { format: "csv" } }, parseAs: "text" }));
    save(new Blob([text as unknown as string], { type: "text/csv" }), "gatehouse-usage.csv");
  });
  // A day is a day of the realm's zone: it is not moved into the browser's.
  const shown = new Intl.DateTimeFormat(i18n.language, { month: "short", day: "numeric", timeZone: "UTC" });
  return (
    <Card isFlat className="pf-v5-u-mt-md" data-testid="gh-usage-history">
      <CardTitle component="h2">{t("ghUsageHistory")}</CardTitle>
      <CardBody>
        <Load of={history}>
          {({ items }) => {
            const labels = items.map(({ day }) => shown.format(new Date(`${day}T00:00:00Z`)));
            return (
              <TimeChart
                title={t("ghUsageHistory")}
                labels={labels}
                ticks={labels}
                series={[
                  { name: t("ghUsageTokens"), colour: COLOURS.good, counts: items.map((day) => day.tokens) },
                  { name: t("ghUsageVerifications"), colour: COLOURS.neutral, counts: items.map((day) => day.verifications) },
                ]}
              />
            );
          }}
        </Load>
        <ProblemAlert problem={download.problem} />
      </CardBody>
      <CardFooter>
        <Button variant="secondary" data-testid="gh-usage-csv" isLoading={download.busy} isDisabled={download.busy} onClick={() => void download.run()}>
          {t("ghUsageCsv")}
        </Button>
      </CardFooter>
    </Card>
  );
}
