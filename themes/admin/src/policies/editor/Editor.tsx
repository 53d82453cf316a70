import { Field, ProblemAlert, type Action, type Problem } from "@gatehouse/shared";
import { Alert, Button, Grid, GridItem, TextInput } from "@patternfly/react-core";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { DraftState } from "../useDraft";
import { JsonPane } from "./JsonPane";
import { PolicyForm } from "./PolicyForm";

const SHOWN = ["name", "priority", "description", "reason"];

type Props = {
  draft: DraftState;
  isNew: boolean;
  isReadOnly: boolean;
  save: Pick<Action<never[]>, "busy" | "problem" | "clear">;
  submit: (reason: string) => Promise<boolean>;
  cancel?: ReactNode;
};

/** Form and JSON side by side, and what saves them. */
export function Editor({ draft, isNew, isReadOnly, save, submit, cancel }: Props) {
  const { t } = useTranslation();
  return (
    <>
      {isReadOnly && <Alert isInline component="p" variant="info" className="pf-v5-u-mb-md" title={t("ghPolicyReadOnly")} />}
      <Grid hasGutter>
        <GridItem xl={7}>
          {draft.fault && !isReadOnly && (
            <Alert isInline component="p" variant="warning" className="pf-v5-u-mb-md" title={t("ghPolicyFormWaits")} />
          )}
          <PolicyForm draft={draft.draft} problem={save.problem} isNew={isNew} isDisabled={isReadOnly || draft.fault !== undefined} edit={draft.edit} forget={save.clear} />
        </GridItem>
        <GridItem xl={5}>
          <JsonPane draft={draft} isReadOnly={isReadOnly} />
        </GridItem>
      </Grid>
      {!isReadOnly && <SaveBar draft={draft} isNew={isNew} save={save} submit={submit} cancel={cancel} />}
    </>
  );
}

function SaveBar({ draft, isNew, save, submit, cancel }: Omit<Props, "isReadOnly">) {
  const { t } = useTranslation();
  const [reason, setReason] = useState("");
  const isSaveable = (isNew || draft.isChanged) && draft.fault === undefined;
  const send = async () => {
    if (await submit(reason.trim())) setReason("");
    else setTimeout(showFirstFault);
  };
  return (
    <div className="keycloak__form_actions pf-v5-u-mt-lg" data-testid="gh-policy-save-bar">
      <ProblemAlert problem={save.problem} shown={shownIn(draft, save.problem)} />
      {save.problem?.code === "validation_failed" && <p className="pf-v5-u-danger-color-100" role="alert" data-testid="gh-policy-not-saved">{t("ghPolicyNotSaved")}</p>}
      <Field name="reason" label={t("ghPolicyReason")} help={t("ghPolicyReasonHelp")} problem={save.problem}>
        {(input) => <TextInput {...input} name="reason" maxLength={500} value={reason} onChange={(_event, text) => setReason(text)} />}
      </Field>
      <div className="gh-row pf-v5-u-mt-sm">
        <Button data-testid="gh-policy-save" isDisabled={!isSaveable || save.busy} isLoading={save.busy} onClick={() => void send()}>
          {t(isNew ? "ghPolicyCreate" : "ghPolicySave")}
        </Button>
        {!isNew && (
          <Button variant="secondary" data-testid="gh-policy-revert" isDisabled={!draft.isChanged} onClick={() => { save.clear(); draft.reset(); }}>
            {t("ghPolicyRevert")}
          </Button>
        )}
        {cancel}
        {draft.isChanged && !isNew && <span className="pf-v5-u-color-200">{t("ghPolicyUnsaved")}</span>}
      </div>
    </div>
  );
}

/** Long policies: what is wrong may be far from the button. */
function showFirstFault() {
  const first = document.querySelector<HTMLElement>('[data-testid="gh-rules-faults"], [data-testid="gh-policy-form"] [aria-invalid="true"]');
  first?.scrollIntoView({ block: "center" });
  first?.focus({ preventScroll: true });
}

/** The places of the form that say their faults themselves: those of fields that are there. */
function shownIn(draft: DraftState, problem?: Problem): string[] {
  const shown = [...SHOWN];
  if ((problem?.all("rules").length ?? 0) > 0) shown.push("rules");
  for (const [index, rule] of draft.draft.rules.entries()) {
    const at = `rules/${index}`;
    shown.push(`${at}/effect`, `${at}/id`, `${at}/message`, `${at}/when`);
    if (rule.throttle) shown.push(`${at}/throttle`);
    if (rule.approval) shown.push(`${at}/approval`);
  }
  return shown;
}
