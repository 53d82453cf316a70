import { asProblem, data, Load, ProblemAlert, useApi, useLoad, type Problem } from "@gatehouse/shared";
import { ViewHeader } from "@keycloak/keycloak-admin-ui";
import { ActionGroup, Alert, AlertActionCloseButton, Button, Form, PageSection } from "@patternfly/react-core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useShownFault } from "../faults";
import { ChangesDialog } from "./ChangesDialog";
import { changesOf, patchOf, type Settings } from "./changes";
import { LeakKeys } from "./LeakKeys";
import { BoolSetting, EffectSetting, NumberSetting, ScopesSetting, Section, TextSetting } from "./inputs";

export default function SettingsPage() {
  const api = useApi();
  const settings = useLoad(() => data(api.GET("/settings")), []);
  return (
    <>
      <ViewHeader titleKey="ghSettings" subKey="ghSettingsHelp" />
      <PageSection variant="light">
        <Load of={settings}>{(value) => <SettingsForm stored={value} />}</Load>
      </PageSection>
    </>
  );
}

function SettingsForm({ stored }: { stored: Settings }) {
  const { t } = useTranslation();
  const api = useApi();
  const [before, setBefore] = useState(stored);
  const [draft, setDraft] = useState(stored);
  const [isAsking, setAsking] = useState(false);
  const [isSaved, setSaved] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  useShownFault(problem);
  const changes = changesOf(before, draft);
  const isIncomplete = Object.values(draft).some((value) => Number.isNaN(value));
  const set = (change: Partial<Settings>) => {
    setSaved(false);
    setDraft((now) => ({ ...now, ...change }));
  };
  const save = async () => {
    try {
      const after = await data(api.PATCH("/settings", { body: patchOf(draft, changes) }));
      setBefore(after);
      setDraft(after);
      setSaved(true);
      setProblem(undefined);
    } catch (reason) {
      setProblem(asProblem(reason));
    }
    setAsking(false);
  };
  const shared = { draft, set, problem };
  return (
    <Form
      isWidthLimited
      className="keycloak__form"
      data-testid="gh-settings"
      onSubmit={(event) => {
        event.preventDefault();
        setAsking(true);
      }}
    >
      <ProblemAlert problem={problem} shown={Object.keys(draft)} />
      <Section title={t("ghSettingsKeys")}>
        <TextSetting name="key_prefix" maxLength={16} {...shared} />
        <NumberSetting name="key_default_lifetime_days" unit={t("ghSettingsDays")} min={1} max={draft.key_max_lifetime_days} {...shared} />
        <NumberSetting name="key_max_lifetime_days" unit={t("ghSettingsDays")} min={1} max={3650} {...shared} />
        <ScopesSetting {...shared} />
      </Section>
      <Section title={t("ghSettingsAgents")}>
        <NumberSetting name="token_max_ttl_seconds" unit={t("ghSettingsSeconds")} min={1} max={86400} {...shared} />
        <NumberSetting name="agent_max_lifetime_days" unit={t("ghSettingsDays")} min={0} max={3650} {...shared} />
        <BoolSetting name="target_required" {...shared} />
      </Section>
      <Section title={t("ghSettingsPolicies")}>
        <EffectSetting {...shared} />
        <BoolSetting name="policy_confirmation_required" {...shared} />
      </Section>
      <Section title={t("ghSettingsLogins")}>
        <BoolSetting name="email_code_enabled" {...shared} />
        <BoolSetting name="magic_link_enabled" {...shared} />
        <BoolSetting name="magic_link_same_browser" {...shared} />
        <BoolSetting name="login_creates_accounts" {...shared} />
        <BoolSetting name="one_tap_enabled" {...shared} />
        <BoolSetting name="guests_enabled" {...shared} />
        <NumberSetting name="guest_max_count" min={1} max={100_000} {...shared} />
        <NumberSetting name="guest_max_idle_days" unit={t("ghSettingsDays")} min={1} max={3650} {...shared} />
        <TextSetting name="login_client_id" maxLength={255} {...shared} />
      </Section>
      <Section title={t("ghSettingsPlans")}>
        <NumberSetting name="api_requests_per_second" min={0} max={100_000} {...shared} />
        <TextSetting name="time_zone" maxLength={64} {...shared} />
        <TextSetting name="upgrade_url" maxLength={500} {...shared} />
      </Section>
      <Section title={t("ghSettingsLeaks")}>
        <LeakKeys {...shared} />
      </Section>
      <div className="keycloak__form_actions">
        {isSaved && (
          <Alert
            isInline
            variant="success"
            role="status"
            className="pf-v5-u-mb-md"
          title={t("ghSettingsSaved")}
            data-testid="gh-done"
            actionClose={<AlertActionCloseButton onClose={() => setSaved(false)} />}
          />
        )}
        <ActionGroup className="pf-v5-u-mt-0">
          <Button type="submit" data-testid="gh-settings-save" isDisabled={changes.length === 0 || isIncomplete}>
            {t("ghSettingsSave")}
          </Button>
          <Button
            variant="link"
            isDisabled={changes.length === 0}
            onClick={() => {
              setDraft(before);
              setProblem(undefined);
            }}
          >
            {t("ghSettingsRevert")}
          </Button>
        </ActionGroup>
      </div>
      {isAsking && <ChangesDialog changes={changes} onSave={save} onClose={() => setAsking(false)} />}
    </Form>
  );
}
