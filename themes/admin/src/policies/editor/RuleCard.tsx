import { Field, type Problem } from "@gatehouse/shared";
import { Button, Card, CardBody, CardHeader, CardTitle, FormSelect, FormSelectOption, Grid, GridItem, TextArea, TextInput } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";
import { EFFECTS, type Rule } from "../draft";
import { Effect } from "../words";
import { Conditions } from "./Conditions";
import { ApprovalTerms, ThrottleTerms } from "./Terms";

type Props = { rule: Rule; index: number; count: number; problem?: Problem; onChange: (rule: Rule) => void; onRemove: () => void; onMove: (by: number) => void };

/** Terms belong to one effect each; those of another one would be refused. */
export function withEffect(rule: Rule, effect: string): Rule {
  const { throttle, approval, ...others } = rule;
  if (effect === "throttle") return { ...others, effect, throttle: throttle ?? { limit: 10, window_seconds: 60, per: "agent" } };
  if (effect === "require_approval") return { ...others, effect, approval: approval ?? { expires_seconds: 3600, approved_for_seconds: 3600 } };
  return { ...others, effect };
}

/** One rule: what it does, when, within which limits, and what it says. */
export function RuleCard({ rule, index, count, problem, onChange, onRemove, onMove }: Props) {
  const { t } = useTranslation();
  const pointer = `rules/${index}`;
  const name = rule.id || t("ghPolicyRuleNumber", { number: index + 1 });
  const known = EFFECTS.some((effect) => effect === rule.effect) ? EFFECTS : [rule.effect ?? "", ...EFFECTS];
  return (
    <Card isFlat isCompact className="pf-v5-u-mb-md" data-testid={`gh-rule-${index}`}>
      <CardHeader
        actions={{
          actions: (
            <span className="gh-write gh-row">
              <Button variant="link" isInline isDisabled={index === 0} aria-label={t("ghPolicyRuleUpOf", { name })} onClick={() => onMove(-1)}>{t("ghPolicyRuleUp")}</Button>
              <Button variant="link" isInline isDisabled={index === count - 1} aria-label={t("ghPolicyRuleDownOf", { name })} onClick={() => onMove(1)}>{t("ghPolicyRuleDown")}</Button>
              <Button variant="link" isInline isDanger aria-label={t("ghPolicyRuleRemoveOf", { name })} onClick={onRemove}>{t("ghPolicyRemove")}</Button>
            </span>
          ),
          hasNoOffset: true,
        }}
      >
        <CardTitle component="h3">{name} <Effect effect={rule.effect} /></CardTitle>
      </CardHeader>
      <CardBody>
        <Grid hasGutter md={6}>
          <GridItem>
            <Field name={`${pointer}/effect`} label={t("ghPolicyEffect")} help={t(`ghPolicyEffectHelp_${rule.effect}`, "")} problem={problem} required>
              {(input) => (
                <FormSelect {...input} name={`${pointer}/effect`} value={rule.effect ?? ""} onChange={(_event, effect) => onChange(withEffect(rule, effect))}>
                  {known.map((effect) => (
                    <FormSelectOption key={effect} value={effect} label={t(`ghPolicyEffect_${effect}`, effect)} />
                  ))}
                </FormSelect>
              )}
            </Field>
          </GridItem>
          <GridItem>
            <Field name={`${pointer}/id`} label={t("ghPolicyRuleId")} help={t("ghPolicyRuleIdHelp")} problem={problem}>
              {(input) => (
                <TextInput {...input} name={`${pointer}/id`} value={rule.id ?? ""} onChange={(_event, id) => onChange(withText(rule, "id", id))} />
              )}
            </Field>
          </GridItem>
        </Grid>
        <Group title={t("ghPolicyWhen")} help={problem?.all(`${pointer}/when`)[0] ?? t("ghPolicyWhenHelp")} isWrong={problem?.all(`${pointer}/when`)[0] !== undefined}>
          <Conditions when={rule.when ?? {}} pointer={`${pointer}/when`} problem={problem} onChange={(when) => onChange({ ...rule, when })} />
        </Group>
        {(rule.effect === "throttle" || rule.throttle) && (
          <Group title={t("ghPolicyThrottle")} help={problem?.all(`${pointer}/throttle`)[0] ?? t("ghPolicyThrottleHelp")} isWrong={problem?.all(`${pointer}/throttle`)[0] !== undefined}>
            <ThrottleTerms value={rule.throttle ?? {}} pointer={`${pointer}/throttle`} problem={problem} onChange={(throttle) => onChange({ ...rule, throttle })} />
          </Group>
        )}
        {(rule.effect === "require_approval" || rule.approval) && (
          <Group title={t("ghPolicyApproval")} help={problem?.all(`${pointer}/approval`)[0] ?? t("ghPolicyApprovalHelp")} isWrong={problem?.all(`${pointer}/approval`)[0] !== undefined}>
            <ApprovalTerms value={rule.approval ?? {}} pointer={`${pointer}/approval`} problem={problem} onChange={(approval) => onChange({ ...rule, approval })} />
          </Group>
        )}
        <Field name={`${pointer}/message`} label={t("ghPolicyMessage")} help={t("ghPolicyMessageHelp")} problem={problem}>
          {(input) => (
            <TextArea {...input} name={`${pointer}/message`} rows={2} resizeOrientation="vertical" value={rule.message ?? ""} onChange={(_event, text) => onChange(withText(rule, "message", text))} />
          )}
        </Field>
      </CardBody>
    </Card>
  );
}

function withText(rule: Rule, member: "id" | "message", text: string): Rule {
  const { [member]: _before, ...others } = rule;
  void _before;
  return text === "" ? others : { ...rule, [member]: text };
}

function Group({ title, help, isWrong, children }: { title: string; help: string; isWrong?: boolean; children: JSX.Element }) {
  return (
    <div className="gh-group">
      <h4 className="pf-v5-c-title pf-m-md">{title}</h4>
      <p className={isWrong ? "pf-v5-u-danger-color-100" : "pf-v5-u-color-200"} role={isWrong ? "alert" : undefined}>{help}</p>
      {children}
    </div>
  );
}
