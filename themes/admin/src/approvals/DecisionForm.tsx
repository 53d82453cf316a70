import { asProblem, duration, Field, useAction, useApi, type Schemas } from "@gatehouse/shared";
import { ActionGroup, Alert, Button, Card, CardBody, CardTitle, Checkbox, Form, FormGroup, FormHelperText, FormSelect, FormSelectOption, HelperText, HelperTextItem, TextArea } from "@patternfly/react-core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { DecisionProblem } from "./DecisionProblem";

type Approval = Schemas["Approval"];
/** What the page says after a decision, also when somebody else was faster. */
export type Said = { text: string; variant: "success" | "warning" };

type Props = { approval: Approval; done: (said: Said) => void };

/** Yes to all of it or to less, or no. */
export function DecisionForm({ approval, done }: Props) {
  const { t } = useTranslation();
  if (!approval.may_decide) {
    return (
      <Alert isInline component="p" variant="info" title={t("ghApprovalNotYou")} data-testid="gh-approval-not-you">
        {t("ghApprovalNotYouBody")}
      </Alert>
    );
  }
  return (
    <Card isFlat>
      <CardTitle component="h2">{t("ghApprovalDecision")}</CardTitle>
      <CardBody><Decision approval={approval} done={done} /></CardBody>
    </Card>
  );
}

function Decision({ approval, done }: Props) {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const [scope, setScope] = useState(approval.max_scope);
  const [seconds, setSeconds] = useState(approval.approved_for_seconds);
  const [reason, setReason] = useState("");
  const path = { id: approval.id };
  const words = reason.trim() || undefined;
  const decide = useAction(async (isYes: boolean) => {
    try {
      await send(isYes);
      done({ text: t(isYes ? "ghApprovalApprovedNow" : "ghApprovalDeniedNow"), variant: "success" });
    } catch (reason) {
      if (asProblem(reason).code !== "approval_closed") throw reason;
      done({ text: t("ghApprovalClosed"), variant: "warning" });
    }
  });
  const send = async (isYes: boolean) => {
    if (isYes) {
      const isAll = scope.length === approval.max_scope.length;
      const body = { reason: words, ...(!isAll && { scope }), ...(seconds !== approval.approved_for_seconds && { approved_for_seconds: seconds }) };
      await api.POST("/approvals/{id}/approve", { params: { path }, body });
    } else {
      await api.POST("/approvals/{id}/deny", { params: { path }, body: { reason: words } });
    }
  };
  return (
    <Form data-testid="gh-decision-form" onSubmit={(event) => event.preventDefault()}>
      <ScopeChoice approval={approval} scope={scope} setScope={setScope} fault={decide.problem?.field("scope")} />
      <Field name="approved_for_seconds" label={t("ghApprovalForSeconds")} help={t("ghApprovalForSecondsHelp")} problem={decide.problem}>
        {(input) => (
          <FormSelect {...input} name="approved_for_seconds" value={seconds} onChange={(_event, value) => setSeconds(Number(value))}>
            {spans(approval.approved_for_seconds).map((span) => (
              <FormSelectOption key={span} value={span} label={duration(span, i18n.language)} />
            ))}
          </FormSelect>
        )}
      </Field>
      <Field name="reason" label={t("ghApprovalReason")} help={t("ghApprovalReasonHelp")} problem={decide.problem}>
        {(input) => <TextArea {...input} name="reason" rows={2} maxLength={500} resizeOrientation="vertical" value={reason} onChange={(_event, text) => setReason(text)} />}
      </Field>
      {approval.step_up && <Alert isInline component="p" isPlain variant="info" title={t("ghApprovalStepUpBefore")} />}
      <DecisionProblem problem={decide.problem} approval={approval} />
      <ActionGroup>
        <Button data-testid="gh-approve" isDisabled={scope.length === 0 || decide.busy} isLoading={decide.busy} onClick={() => void decide.run(true)}>
          {t(scope.length === approval.max_scope.length ? "ghApprove" : "ghApproveSome", { count: scope.length })}
        </Button>
        <Button variant="danger" data-testid="gh-deny" isDisabled={decide.busy} onClick={() => void decide.run(false)}>{t("ghDeny")}</Button>
      </ActionGroup>
    </Form>
  );
}

/** Shorter times than the rule lets it, and the longest one. */
function spans(most: number): number[] {
  return [60, 300, 600, 1_800, 3_600, 14_400, 28_800, 86_400].filter((span) => span < most).concat(most);
}

type ScopeProps = { approval: Approval; scope: string[]; setScope: (scope: string[]) => void; fault?: string };

function ScopeChoice({ approval, scope, setScope, fault }: ScopeProps) {
  const { t } = useTranslation();
  const most = approval.max_scope;
  const never = approval.scope.filter((one) => !most.includes(one));
  return (
    <FormGroup role="group" label={t("ghApprovalGrant")} fieldId="gh-approval-scope">
      {most.map((one) => (
        <Checkbox
          key={one}
          id={`gh-approval-scope-${one}`}
          name="scope"
          label={one}
          isChecked={scope.includes(one)}
          onChange={(_event, isOn) => setScope(most.filter((other) => (other === one ? isOn : scope.includes(other))))}
        />
      ))}
      {never.map((one) => (
        <Checkbox key={one} id={`gh-approval-scope-${one}`} label={one} description={t("ghApprovalBeyondRule")} isChecked={false} isDisabled />
      ))}
      <FormHelperText>
        <HelperText isLiveRegion>
          <HelperTextItem variant={fault || scope.length === 0 ? "error" : "default"}>{fault ?? t(scope.length === 0 ? "ghApprovalGrantNone" : "ghApprovalGrantHelp")}</HelperTextItem>
        </HelperText>
      </FormHelperText>
    </FormGroup>
  );
}
