import { duration, Field, ProblemAlert, useAction, useApi, type Problem, type Schemas } from "@gatehouse/shared";
import {
  ActionGroup,
  Alert,
  Button,
  Checkbox,
  Form,
  FormSelect,
  FormSelectOption,
  TextArea,
  Title,
} from "@patternfly/react-core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router-dom";
import { keepDraft, useDraft } from "../frame/drafts";
import { Refusal } from "../frame/Refusal";
import { usePath, useSession } from "../frame/session";
import type { Approval } from "./ApprovalStatus";

const SHOWN = ["scope", "approved_for_seconds", "reason"];
const SHORTER = [60, 300, 900, 3_600, 14_400, 28_800];

type Wish = { scopes: string[]; seconds: number; reason: string; steppedUp?: boolean };

/** Yes to all, yes to less, or no; with a reason. What was written survives the login that a decision may need. */
export function DecisionForm({ of: approval, onStale }: { of: Approval; onStale: () => void }) {
  const { t } = useTranslation();
  const path = usePath();
  const navigate = useNavigate();
  const { userId } = useSession();
  const draft = `approval.${approval.id}`;
  const kept = useDraft<Wish>(draft, userId);
  const [wish, setWish] = useState<Wish>(kept ?? { scopes: approval.max_scope, seconds: approval.approved_for_seconds, reason: "" });
  const decide = useDecision(approval, wish);
  const run = async (verdict: "approve" | "deny") => {
    if (await decide.run(verdict)) {
      const done = t(verdict === "approve" ? "ghYouDecided_approved" : "ghYouDecided_denied");
      void navigate(path("approvals"), { state: { done } });
    }
  };
  const isNothing = approval.max_scope.length > 0 && wish.scopes.length === 0;
  return (
    <Form className="gh-form pf-v5-u-mt-lg" data-testid="gh-decision" onSubmit={(event) => event.preventDefault()}>
      <Title headingLevel="h2">{t("ghYourDecision")}</Title>
      {approval.step_up && <Alert component="p" isInline isPlain variant="info" title={t("ghStepUpNeeded")} />}
      <DecisionFields of={approval} wish={wish} problem={decide.problem} onChange={setWish} />
      <Refused
        problem={decide.problem}
        steppedUp={wish.steppedUp}
        keep={() => keepDraft(draft, userId, { ...wish, steppedUp: true })}
        onStale={onStale}
      />
      <ActionGroup>
        <Button data-testid="gh-approve" isDisabled={decide.busy || isNothing} onClick={() => void run("approve")}>
          {t(wish.scopes.length < approval.max_scope.length ? "ghApproveLess" : "ghApprove")}
        </Button>
        <Button variant="danger" data-testid="gh-deny" isDisabled={decide.busy} onClick={() => void run("deny")}>
          {t("ghDeny")}
        </Button>
        <Link className="pf-v5-c-button pf-m-link" to={path("approvals")}>
          {t("ghDecideLater")}
        </Link>
      </ActionGroup>
    </Form>
  );
}

function useDecision(approval: Approval, wish: Wish) {
  const api = useApi();
  const params = { path: { id: approval.id } };
  const reason = wish.reason.trim() || undefined;
  return useAction(async (verdict: "approve" | "deny") => {
    if (verdict === "deny") return api.POST("/approvals/{id}/deny", { params, body: { reason } });
    const body: Schemas["ApproveRequest"] = { reason };
    if (wish.scopes.length < approval.max_scope.length) body.scope = wish.scopes;
    if (wish.seconds < approval.approved_for_seconds) body.approved_for_seconds = wish.seconds;
    return api.POST("/approvals/{id}/approve", { params, body });
  });
}

function Refused(props: { problem?: Problem; steppedUp?: boolean; keep: () => void; onStale: () => void }) {
  const { t } = useTranslation();
  const path = usePath();
  const { problem } = props;
  if (problem?.stepUp && props.steppedUp) {
    return (
      <Alert component="p" isInline variant="warning" role="alert" title={t("ghNoSecondFactorTitle")} data-testid="gh-no-second-factor">
        {t("ghNoSecondFactorBody")} <Link className="gh-link-in-text" to={path("account-security/signing-in")}>
          {t("signingIn")}
        </Link>
      </Alert>
    );
  }
  if (problem?.status === 409) {
    return (
      <>
        <ProblemAlert problem={problem} />
        <Button variant="link" isInline onClick={props.onStale}>
          {t("ghShowWhatBecame")}
        </Button>
      </>
    );
  }
  return <Refusal problem={problem} shown={SHOWN} keep={props.keep} />;
}

function DecisionFields(props: { of: Approval; wish: Wish; problem?: Problem; onChange: (wish: Wish) => void }) {
  const { t, i18n } = useTranslation();
  const { of: approval, wish, problem } = props;
  const set = (some: Partial<Wish>) => props.onChange({ ...wish, ...some });
  const toggle = (scope: string, isOn: boolean) =>
    set({ scopes: approval.max_scope.filter((one) => (one === scope ? isOn : wish.scopes.includes(one))) });
  const most = approval.approved_for_seconds;
  return (
    <>
      {approval.max_scope.length > 0 && (
        <Field name="scope" label={t("ghAllowWhat")} help={t("ghAllowLessHelp")} problem={problem}>
          {({ id }) => (
            <div role="group" aria-label={t("ghAllowWhat")} id={id}>
              {approval.max_scope.map((scope) => (
                <Checkbox
                  key={scope}
                  id={`${id}-${scope}`}
                  name={`scope-${scope}`}
                  label={scope}
                  isChecked={wish.scopes.includes(scope)}
                  onChange={(_event, isOn) => toggle(scope, isOn)}
                />
              ))}
            </div>
          )}
        </Field>
      )}
      <Field name="approved_for_seconds" label={t("ghApproveFor")} help={t("ghApproveForHelp")} problem={problem}>
        {(input) => (
          <FormSelect
            {...input}
            name="approved_for_seconds"
            value={wish.seconds}
            onChange={(_event, seconds) => set({ seconds: Number(seconds) })}
          >
            {[...SHORTER.filter((seconds) => seconds < most), most].map((seconds) => (
              <FormSelectOption key={seconds} value={seconds} label={duration(seconds, i18n.language)} />
            ))}
          </FormSelect>
        )}
      </Field>
      <Field name="reason" label={t("ghReason")} help={t("ghReasonHelp")} problem={problem}>
        {(input) => (
          <TextArea
            {...input}
            name="reason"
            rows={2}
            maxLength={500}
            resizeOrientation="vertical"
            value={wish.reason}
            onChange={(_event, reason) => set({ reason })}
          />
        )}
      </Field>
    </>
  );
}
