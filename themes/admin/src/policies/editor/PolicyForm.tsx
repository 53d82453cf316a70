import { Field, type Problem } from "@gatehouse/shared";
import { Alert, Button, Checkbox, Form, Grid, GridItem, Radio, TextArea, TextInput } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";
import { freeRuleId, type Draft, type Rule } from "../draft";
import { RuleCard } from "./RuleCard";

type Props = { draft: Draft; problem?: Problem; isNew: boolean; isDisabled: boolean; edit: (change: Partial<Draft>) => void; forget: () => void };

/** The policy as a form. While it is disabled, its fields still show what is there. */
export function PolicyForm({ draft, problem, isNew, isDisabled, edit, forget }: Props) {
  const { t } = useTranslation();
  // Pointers of faults name rules by their place: when rules move, what was said about them is not true any more.
  const setRules = (rules: Rule[], isMoved = false) => {
    if (isMoved) forget();
    edit({ rules });
  };
  return (
    <Form onSubmit={(event) => event.preventDefault()} data-testid="gh-policy-form">
      <fieldset disabled={isDisabled} className="gh-fieldset">
        <BasicFields draft={draft} problem={problem} isNew={isNew} edit={edit} />
        <h2 className="pf-v5-c-title pf-m-lg pf-v5-u-mt-lg pf-v5-u-mb-sm">{t("ghPolicyRules")}</h2>
        <p className="pf-v5-u-color-200 pf-v5-u-mb-md">{t("ghPolicyRulesHelp")}</p>
        <RulesFaults problem={problem} />
        {draft.rules.map((rule, index) => (
          <RuleCard
            key={index}
            rule={rule}
            index={index}
            count={draft.rules.length}
            problem={problem}
            onChange={(changed) => setRules(draft.rules.map((other, at) => (at === index ? changed : other)))}
            onRemove={() => setRules(draft.rules.filter((_other, at) => at !== index), true)}
            onMove={(by) => setRules(moved(draft.rules, index, by), true)}
          />
        ))}
        <Button
          variant="secondary"
          className="gh-write"
          data-testid="gh-rule-add"
          onClick={() => setRules([...draft.rules, { id: freeRuleId(draft.rules), effect: "deny", when: {} }])}
        >
          {t("ghPolicyAddRule")}
        </Button>
      </fieldset>
    </Form>
  );
}

function moved(rules: Rule[], from: number, by: number): Rule[] {
  const next = [...rules];
  const [rule] = next.splice(from, 1);
  if (rule) next.splice(from + by, 0, rule);
  return next;
}

/** What is wrong with the rules as a whole: above all tests that the policy would not pass. */
function RulesFaults({ problem }: { problem?: Problem }) {
  const { t } = useTranslation();
  const faults = problem?.all("rules") ?? [];
  if (faults.length === 0) return null;
  return (
    <Alert isInline component="p" variant="danger" className="pf-v5-u-mb-md" title={t("ghPolicyRulesRefused")} data-testid="gh-rules-faults">
      <ul>
        {faults.map((fault) => (
          <li key={fault}>{fault}</li>
        ))}
      </ul>
    </Alert>
  );
}

function BasicFields({ draft, problem, isNew, edit }: Pick<Props, "draft" | "problem" | "isNew" | "edit">) {
  const { t } = useTranslation();
  return (
    <Grid hasGutter md={6}>
      <GridItem span={12} md={8}>
        <Field name="name" label={t("ghPolicyName")} required problem={problem}>
          {(input) => <TextInput {...input} name="name" data-testid="gh-policy-name" value={draft.name} onChange={(_event, name) => edit({ name })} />}
        </Field>
      </GridItem>
      <GridItem span={12} md={4}>
        <Field name="priority" label={t("ghPolicyPriority")} help={t("ghPolicyPriorityHelp")} problem={problem}>
          {(input) => (
            <TextInput {...input} name="priority" type="number" min={0} max={10000} value={draft.priority ?? ""} onChange={(_event, text) => edit({ priority: text === "" ? undefined : Number(text) })} />
          )}
        </Field>
      </GridItem>
      <GridItem span={12}>
        <Field name="description" label={t("ghPolicyDescription")} problem={problem}>
          {(input) => (
            <TextArea {...input} name="description" rows={2} resizeOrientation="vertical" value={draft.description ?? ""} onChange={(_event, text) => edit({ description: text || null })} />
          )}
        </Field>
      </GridItem>
      <GridItem span={12}>
        <div role="radiogroup" aria-label={t("ghPolicyMode")} className="gh-stack">
          {["enforce", "shadow"].map((mode) => (
            <Radio key={mode} id={`gh-policy-mode-${mode}`} name="mode" label={t(`ghPolicyMode_${mode}`)} description={t(`ghPolicyModeHelp_${mode}`)} isChecked={(draft.mode ?? "enforce") === mode} onChange={() => edit({ mode })} />
          ))}
        </div>
      </GridItem>
      <GridItem span={12} className="gh-stack">
        {isNew && (
          <Checkbox id="gh-policy-active" name="is_active" label={t("ghPolicyActiveAtOnce")} description={t("ghPolicyActiveAtOnceHelp")} isChecked={draft.is_active !== false} onChange={(_event, is_active) => edit({ is_active })} />
        )}
        <Checkbox id="gh-policy-stock" name="applies_to_stock_grants" label={t("ghPolicyStock")} description={t("ghPolicyStockHelp")} isChecked={draft.applies_to_stock_grants === true} onChange={(_event, applies_to_stock_grants) => edit({ applies_to_stock_grants })} />
      </GridItem>
    </Grid>
  );
}
