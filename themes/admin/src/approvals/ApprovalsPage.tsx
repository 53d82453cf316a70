import { ViewHeader } from "@keycloak/keycloak-admin-ui";
import { data, Empty, Load, useApi, usePaged, type Schemas } from "@gatehouse/shared";
import { Button, Chip, PageSection, Switch, ToggleGroup, ToggleGroupItem, Toolbar, ToolbarContent, ToolbarItem } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router-dom";
import { useMayWrite, useTo } from "../policies/words";
import { ApprovalTable } from "./ApprovalTable";
import { useRefresh } from "./useRefresh";
import { STATUSES } from "./words";

type Status = (typeof STATUSES)[number];
const REFRESH_MS = 10_000;

/** What agents wait for; those that wait come first, all others by their status. */
export default function ApprovalsPage() {
  const { t } = useTranslation();
  const api = useApi();
  const [query, setQuery] = useSearchParams();
  const status = query.get("status") ?? "pending";
  const agentId = query.get("agent_id") ?? undefined;
  const isMine = query.get("mine") === "true";
  const page = usePaged<Schemas["Approval"]>(
    (at) =>
      data(
        api.GET("/approvals", {
          params: { query: { ...at, status: status === "all" ? undefined : (status as Status), agent_id: agentId, mine: isMine || undefined } },
        }),
      ),
    [status, agentId, isMine],
  );
  useRefresh(page.reload, REFRESH_MS);
  const filter = (name: string, value?: string) => {
    const next = new URLSearchParams(query);
    if (value) next.set(name, value);
    else next.delete(name);
    setQuery(next, { replace: true });
  };
  return (
    <>
      <ViewHeader titleKey="ghApprovals" subKey="ghApprovalsHelp" />
      <PageSection variant="light" className="pf-v5-u-p-0">
        <Toolbar usePageInsets>
          <ToolbarContent>
            <ToolbarItem>
              <ToggleGroup aria-label={t("ghApprovalStatus")}>
                {[...STATUSES, "all"].map((one) => (
                  <ToggleGroupItem key={one} buttonId={`gh-approvals-${one}`} text={t(`ghApprovalFilter_${one}`)} isSelected={status === one} onChange={() => filter("status", one === "pending" ? undefined : one)} />
                ))}
              </ToggleGroup>
            </ToolbarItem>
            <ToolbarItem alignSelf="center">
              <Switch id="gh-approvals-mine" label={t("ghApprovalsMine")} isChecked={isMine} onChange={(_event, isOn) => filter("mine", isOn ? "true" : undefined)} />
            </ToolbarItem>
            {agentId && (
              <ToolbarItem alignSelf="center">
                <Chip closeBtnAriaLabel={t("ghApprovalsAllAgents")} onClick={() => filter("agent_id")}>{agentId}</Chip>
              </ToolbarItem>
            )}
            <ToolbarItem variant="pagination">{page.bar}</ToolbarItem>
          </ToolbarContent>
        </Toolbar>
        <Load of={page}>
          {() => (page.items.length > 0 ? <ApprovalTable approvals={page.items} /> : <Nothing isFirst={status === "pending" && !agentId && !isMine} all={() => setQuery({ status: "all" }, { replace: true })} />)}
        </Load>
      </PageSection>
    </>
  );
}

function Nothing({ isFirst, all }: { isFirst: boolean; all: () => void }) {
  const { t } = useTranslation();
  const to = useTo();
  const mayWrite = useMayWrite();
  const showAll = <Button variant="link" onClick={all}>{t("ghApprovalsShowAll")}</Button>;
  if (!isFirst) return <Empty title={t("ghApprovalsNoneFound")} body={t("ghApprovalsNoneFoundBody")} action={showAll} />;
  return (
    <Empty
      title={t("ghApprovalsEmpty")}
      body={t("ghApprovalsEmptyBody")}
      action={
        <>
          {mayWrite && <Button data-testid="gh-approvals-first-policy" component={(props) => <Link {...props} to={`${to("policies", "new")}?example=writing`} />}>{t("ghApprovalsFirstPolicy")}</Button>}
          {showAll}
        </>
      }
    />
  );
}
