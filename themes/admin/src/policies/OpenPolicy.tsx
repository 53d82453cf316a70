import { ViewHeader } from "@keycloak/keycloak-admin-ui";
import { useAction, useApi, type Schemas } from "@gatehouse/shared";
import { Alert, AlertActionCloseButton, Button, PageSection, Tab, Tabs, TabTitleText } from "@patternfly/react-core";
import { useEffect, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useSearchParams } from "react-router-dom";
import { useRoles } from "../access";
import { DeletePolicy, SwitchPolicy } from "./acts";
import { changedMembers, draftOf } from "./draft";
import { Editor } from "./editor/Editor";
import { LeaveGuard } from "./editor/LeaveGuard";
import { PendingChange } from "./PendingChange";
import { SimulatePanel } from "./simulate/SimulatePanel";
import { AffectedTab } from "./tabs/AffectedTab";
import { ReplayTab } from "./tabs/ReplayTab";
import { ShadowTab } from "./tabs/ShadowTab";
import { TestsTab } from "./tabs/TestsTab";
import { VersionsTab } from "./tabs/VersionsTab";
import { useDraft, type DraftState } from "./useDraft";
import { useMayWrite, useTo } from "./words";

type Policy = Schemas["Policy"];
type Props = { policy: Policy; reload: () => void };

/** The page of a policy that is loaded. The draft lives above the tabs, so that it can be tried before it is saved. */
export function OpenPolicy({ policy, reload }: Props) {
  const { t } = useTranslation();
  const [query, setQuery] = useSearchParams();
  const [said, setSaid] = useState(() => greeting(query.get("said")));
  const [round, setRound] = useState(0);
  const draft = useDraft(draftOf(policy));
  const mayReplay = useRoles().has("view-audit");
  const changed = (text: string) => {
    setSaid(text);
    setRound((n) => n + 1);
    reload();
  };
  useRebase(draft, policy);
  const tabs: ReadonlyArray<readonly [string, ReactNode]> = [
    ["edit", <EditTab key="edit" policy={policy} draft={draft} changed={changed} />],
    ["simulate", <SimulatePanel key="simulate" policyId={policy.id} draft={draft.draft} isChanged={draft.isChanged} />],
    ["tests", <TestsTab key="tests" policy={policy} />],
    ["versions", <VersionsTab key={`versions-${policy.version}-${round}`} policy={policy} changed={changed} />],
    ["affected", <AffectedTab key="affected" policy={policy} />],
    ...(mayReplay
      ? ([
          ["shadow", <ShadowTab key="shadow" policy={policy} />],
          ["replay", <ReplayTab key="replay" policyId={policy.id} draft={draft.draft} isChanged={draft.isChanged} />],
        ] as const)
      : []),
  ];
  const asked = query.get("tab") ?? "edit";
  const tab = tabs.some(([key]) => key === asked) ? asked : "edit";
  return (
    <>
      <Header policy={policy} changed={changed} />
      <LeaveGuard when={() => draft.isChanged} />
      <PageSection variant="light" className="pf-v5-u-p-0">
        {said && (
          <Alert isInline component="p" variant="success" className="pf-v5-u-mx-md pf-v5-u-mb-md" data-testid="gh-policy-said" title={t(said, said)} actionClose={<AlertActionCloseButton onClose={() => setSaid(undefined)} />} />
        )}
        <PendingChange key={`${policy.version}-${round}`} policy={policy} changed={changed} />
        <Tabs
          activeKey={tab}
          usePageInsets
          mountOnEnter
          unmountOnExit
          aria-label={t("ghPolicyTabs")}
          onSelect={(_event, key) => setQuery(key === "edit" ? {} : { tab: String(key) }, { replace: true })}
        >
          {tabs.map(([key, content]) => (
            <Tab key={key} eventKey={key} data-testid={`gh-policy-tab-${key}`} title={<TabTitleText>{t(`ghPolicyTab_${key}`)}</TabTitleText>}>
              <PageSection variant="light">{content}</PageSection>
            </Tab>
          ))}
        </Tabs>
      </PageSection>
    </>
  );
}

const greeting = (said: string | null) =>
  said === "created" ? "ghPolicyMade" : said === "untested" ? "ghPolicyMadeUntested" : undefined;

/** After each change the server's policy is the ground; a draft that somebody is still writing stays as it is. */
function useRebase(draft: DraftState, policy: Policy) {
  const stamp = JSON.stringify(draftOf(policy));
  useEffect(() => {
    if (JSON.stringify(draft.stored) !== stamp && !draft.isChanged) draft.rebase(draftOf(policy));
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only a change of the stored policy counts
  }, [stamp]);
}

function EditTab({ policy, draft, changed }: { policy: Policy; draft: DraftState; changed: (said: string) => void }) {
  const { t } = useTranslation();
  const api = useApi();
  const mayWrite = useMayWrite();
  const save = useAction(async (reason: string) => {
    const body = { ...changedMembers(draft.draft, draft.stored), reason: reason || undefined } as Schemas["PolicyPatchRequest"];
    const { data: answer, response } = await api.PATCH("/policies/{id}", { params: { path: { id: policy.id } }, body });
    if (response.status === 202) {
      draft.reset();
      changed(t("ghPolicyWaits", { name: policy.name }));
    } else {
      draft.rebase(draftOf(answer as Policy));
      changed(t("ghPolicySaved", { version: (answer as Policy).version }));
    }
  });
  return <Editor draft={draft} isNew={false} isReadOnly={!mayWrite} save={save} submit={(reason) => save.run(reason)} />;
}

function Header({ policy, changed }: { policy: Policy; changed: (said: string) => void }) {
  const { t } = useTranslation();
  const to = useTo();
  const navigate = useNavigate();
  const mayWrite = useMayWrite();
  const [act, setAct] = useState<"switch" | "delete">();
  const badges = [
    { id: "gh-policy-state", text: t(`ghPolicyIsActive_${policy.is_active}`) },
    ...(policy.mode === "shadow" ? [{ id: "gh-policy-mode", text: t("ghPolicyMode_shadow") }] : []),
    { id: "gh-policy-version", text: t("ghPolicyVersionNumber", { version: policy.version }) },
  ];
  return (
    <>
      <ViewHeader titleKey={policy.name} noTranslate badges={badges} subKey={<>{policy.description ?? ""}</>} divider={false} />
      {mayWrite && (
        <PageSection variant="light" className="gh-row pf-v5-u-pt-0 pf-v5-u-pb-md">
          <Button variant="secondary" data-testid="gh-policy-switch" onClick={() => setAct("switch")}>{t(policy.is_active ? "ghPolicySwitchOff" : "ghPolicySwitchOn")}</Button>
          <Button variant="link" isDanger data-testid="gh-policy-delete" onClick={() => setAct("delete")}>{t("ghPolicyDelete")}</Button>
        </PageSection>
      )}
      {act === "switch" && <SwitchPolicy policy={policy} onClose={() => setAct(undefined)} onDone={changed} />}
      {act === "delete" && (
        <DeletePolicy
          policy={policy}
          onClose={() => setAct(undefined)}
          onDone={(said, isGone) => (isGone ? navigate(to("policies")) : changed(said))}
        />
      )}
    </>
  );
}
