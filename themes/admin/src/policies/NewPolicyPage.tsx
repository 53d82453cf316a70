import { ViewHeader } from "@keycloak/keycloak-admin-ui";
import { data, useAction, useApi, type Schemas } from "@gatehouse/shared";
import { Alert, Button, Checkbox, PageSection, Tab, Tabs, TabTitleText } from "@patternfly/react-core";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useSearchParams } from "react-router-dom";
import { newDraft } from "./draft";
import { Editor } from "./editor/Editor";
import { LeaveGuard } from "./editor/LeaveGuard";
import { exampleOf } from "./examples";
import { SimulatePanel } from "./simulate/SimulatePanel";
import { ReplayTab } from "./tabs/ReplayTab";
import { useDraft } from "./useDraft";
import { useTo } from "./words";

type Policy = Schemas["Policy"];

/** A policy that is not saved yet: written, tried and then made. */
export default function NewPolicyPage() {
  const { t } = useTranslation();
  const to = useTo();
  const navigate = useNavigate();
  const [query] = useSearchParams();
  const [example] = useState(() => exampleOf(query.get("example")));
  const [withTests, setWithTests] = useState(true);
  const [tab, setTab] = useState("edit");
  const draft = useDraft(example?.draft ?? newDraft());
  const isMade = useRef(false);
  const save = useCreate(withTests && example ? example.tests : []);
  const submit = (reason: string) =>
    save.run({ ...draft.draft, reason: reason || undefined } as Schemas["PolicyCreateRequest"], (policy, untested) => {
      isMade.current = true;
      navigate(`${to("policies", policy.id)}?said=${untested ? "untested" : "created"}`, { replace: true });
    });
  return (
    <>
      <ViewHeader titleKey="ghPolicyNew" subKey="ghPolicyNewHelp" divider={false} />
      <LeaveGuard when={() => draft.isChanged && !isMade.current} />
      <PageSection variant="light" className="pf-v5-u-p-0">
        <Tabs activeKey={tab} onSelect={(_event, key) => setTab(String(key))} usePageInsets mountOnEnter aria-label={t("ghPolicyNew")}>
          <Tab eventKey="edit" title={<TabTitleText>{t("ghPolicyTab_edit")}</TabTitleText>} data-testid="gh-policy-tab-edit">
            <PageSection variant="light">
              {example && (
                <Alert isInline component="p" variant="info" className="pf-v5-u-mb-md" title={t("ghPolicyExampleDraft")}>
                  <p>{t("ghPolicyExampleDraftBody")}</p>
                  <Checkbox id="gh-example-tests" label={t("ghPolicyExampleWithTests", { count: example.tests.length })} isChecked={withTests} onChange={(_event, isOn) => setWithTests(isOn)} />
                </Alert>
              )}
              <Editor
                draft={draft}
                isNew
                isReadOnly={false}
                save={save}
                submit={submit}
                cancel={<Button variant="link" component={(props) => <Link {...props} to={to("policies")} />}>{t("ghCancel")}</Button>}
              />
            </PageSection>
          </Tab>
          <Tab eventKey="simulate" title={<TabTitleText>{t("ghPolicyTab_simulate")}</TabTitleText>} data-testid="gh-policy-tab-simulate">
            <PageSection variant="light"><SimulatePanel draft={draft.draft} /></PageSection>
          </Tab>
          <Tab eventKey="replay" title={<TabTitleText>{t("ghPolicyTab_replay")}</TabTitleText>} data-testid="gh-policy-tab-replay">
            <PageSection variant="light"><ReplayTab draft={draft.draft} /></PageSection>
          </Tab>
        </Tabs>
      </PageSection>
    </>
  );
}

/** Makes the policy, then its tests; a policy whose tests did not all come in is told of and stays. */
function useCreate(tests: Schemas["PolicyTestCreateRequest"][]) {
  const api = useApi();
  return useAction(async (body: Schemas["PolicyCreateRequest"], made: (policy: Policy, untested: boolean) => void) => {
    const policy = await data(api.POST("/policies", { body }));
    let untested = false;
    for (const test of tests) {
      await api.POST("/policies/{id}/tests", { params: { path: { id: policy.id } }, body: test }).catch(() => (untested = true));
    }
    made(policy, untested);
  });
}
