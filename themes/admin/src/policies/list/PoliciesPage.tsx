import { ViewHeader } from "@keycloak/keycloak-admin-ui";
import { data, Empty, ProblemAlert, Load, useAction, useApi, usePaged, type Schemas } from "@gatehouse/shared";
import { Alert, AlertActionCloseButton, Button, PageSection, SearchInput, ToggleGroup, ToggleGroupItem, Toolbar, ToolbarContent, ToolbarItem } from "@patternfly/react-core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router-dom";
import { download, useMayWrite, useTo } from "../words";
import { ExamplesDialog } from "./ExamplesDialog";
import { PolicyTable } from "./PolicyTable";

/** All policies of the realm, those that decide and those that are switched off. */
export default function PoliciesPage() {
  const { t } = useTranslation();
  const api = useApi();
  const mayWrite = useMayWrite();
  const [query, setQuery] = useSearchParams();
  const [isChoosing, setChoosing] = useState(false);
  const [said, setSaid] = useState<string>();
  const search = query.get("search") ?? "";
  const active = query.get("is_active") ?? "";
  const page = usePaged<Schemas["Policy"]>(
    (at) =>
      data(
        api.GET("/policies", {
          params: { query: { ...at, search: search || undefined, is_active: active ? active === "true" : undefined } },
        }),
      ),
    [search, active],
  );
  const isFiltered = search !== "" || active !== "";
  const filter = (name: string, value: string) => {
    const next = new URLSearchParams(query);
    if (value) next.set(name, value);
    else next.delete(name);
    setQuery(next, { replace: true });
  };
  return (
    <>
      <ViewHeader titleKey="ghPolicies" subKey="ghPoliciesHelp" />
      <PageSection variant="light" className="pf-v5-u-p-0">
        <PolicyToolbar search={search} active={active} filter={filter} choose={() => setChoosing(true)} bar={page.bar} />
        {said && (
          <Alert isInline component="p" variant="success" title={said} className="pf-v5-u-mx-md" actionClose={<AlertActionCloseButton onClose={() => setSaid(undefined)} />} />
        )}
        <Load of={page}>
          {() =>
            page.items.length > 0 ? (
              <PolicyTable policies={page.items} changed={(text) => { setSaid(text); page.reload(); }} />
            ) : isFiltered ? (
              <Empty title={t("ghPolicyNoneFound")} body={t("ghPolicyNoneFoundBody")} action={<Button variant="link" onClick={() => setQuery({}, { replace: true })}>{t("ghPolicyClearFilters")}</Button>} />
            ) : (
              <Empty title={t("ghPolicyEmpty")} body={t("ghPolicyEmptyBody")} action={mayWrite && <FirstSteps choose={() => setChoosing(true)} />} />
            )
          }
        </Load>
      </PageSection>
      {isChoosing && <ExamplesDialog onClose={() => setChoosing(false)} />}
    </>
  );
}

function FirstSteps({ choose }: { choose: () => void }) {
  const { t } = useTranslation();
  const to = useTo();
  return (
    <>
      <Button data-testid="gh-policy-examples-empty" onClick={choose}>{t("ghPolicyFromExample")}</Button>
      <Button variant="link" component={(props) => <Link {...props} to={to("policies", "new")} />}>{t("ghPolicyFromScratch")}</Button>
    </>
  );
}

type ToolbarProps = { search: string; active: string; filter: (name: string, value: string) => void; choose: () => void; bar: JSX.Element | null };

function PolicyToolbar({ search, active, filter, choose, bar }: ToolbarProps) {
  const { t } = useTranslation();
  const to = useTo();
  const mayWrite = useMayWrite();
  const [typed, setTyped] = useState(search);
  return (
    <Toolbar usePageInsets>
      <ToolbarContent>
        <ToolbarItem>
          <SearchInput
            aria-label={t("ghPolicySearch")}
            placeholder={t("ghPolicySearch")}
            data-testid="gh-policy-search"
            value={typed}
            onChange={(_event, value) => setTyped(value)}
            onSearch={(_event, value) => filter("search", value.trim())}
            onClear={() => { setTyped(""); filter("search", ""); }}
          />
        </ToolbarItem>
        <ToolbarItem>
          <ToggleGroup aria-label={t("ghPolicyState")}>
            {["", "true", "false"].map((value) => (
              <ToggleGroupItem key={value} buttonId={`gh-policy-active-${value || "all"}`} text={t(`ghPolicyStateFilter_${value || "all"}`)} isSelected={active === value} onChange={() => filter("is_active", value)} />
            ))}
          </ToggleGroup>
        </ToolbarItem>
        {mayWrite && (
          <>
            <ToolbarItem>
              <Button data-testid="gh-policy-create" component={(props) => <Link {...props} to={to("policies", "new")} />}>{t("ghPolicyCreate")}</Button>
            </ToolbarItem>
            <ToolbarItem>
              <Button variant="secondary" data-testid="gh-policy-examples" onClick={choose}>{t("ghPolicyFromExample")}</Button>
            </ToolbarItem>
          </>
        )}
        <ToolbarItem>
          <Button variant="link" isInline data-testid="gh-policy-simulate" component={(props) => <Link {...props} to={to("policies", "simulate")} />}>{t("ghPolicySimulate")}</Button>
        </ToolbarItem>
        {mayWrite && (
          <ToolbarItem>
            <Button variant="link" isInline data-testid="gh-policy-import" component={(props) => <Link {...props} to={to("policies", "import")} />}>{t("ghPolicyImport")}</Button>
          </ToolbarItem>
        )}
        <ToolbarItem><ExportButton /></ToolbarItem>
        <ToolbarItem variant="pagination">{bar}</ToolbarItem>
      </ToolbarContent>
    </Toolbar>
  );
}

function ExportButton() {
  const { t } = useTranslation();
  const api = useApi();
  const run = useAction(async () => download("gatehouse-policies.json", `${JSON.stringify(await data(api.GET("/policies/export")), null, 2)}\n`));
  return (
    <>
      <Button variant="link" isInline data-testid="gh-policy-export" isLoading={run.busy} onClick={() => void run.run()}>{t("ghPolicyExport")}</Button>
      <ProblemAlert problem={run.problem} />
    </>
  );
}
