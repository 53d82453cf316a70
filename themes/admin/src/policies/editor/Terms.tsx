import { Field, type Problem } from "@gatehouse/shared";
import { Checkbox, FormSelect, FormSelectOption, Grid, GridItem, TextInput } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";
import { linesOf, type Json } from "../draft";
import { ListInput } from "./ListInput";

type Props = { value: Json; pointer: string; problem?: Problem; onChange: (value: Json) => void };

/** Without a member whose field was emptied: then what the server takes as default holds. */
function withMember(value: Json, member: string, part: unknown): Json {
  const { [member]: _before, ...others } = value;
  void _before;
  return part === undefined ? others : { ...others, [member]: part };
}

function NumberField({ member, value, pointer, problem, onChange, optional }: Props & { member: string; optional?: boolean }) {
  const { t } = useTranslation();
  return (
    <Field name={`${pointer}/${member}`} label={t(`ghPolicyTerm_${member}`)} help={t(`ghPolicyTermHelp_${member}`)} problem={problem} required={!optional}>
      {(input) => (
        <TextInput
          {...input}
          name={`${pointer}/${member}`}
          type="number"
          min={1}
          value={value[member] === undefined ? "" : String(value[member])}
          onChange={(_event, text) => onChange(withMember(value, member, text === "" ? undefined : Number(text)))}
        />
      )}
    </Field>
  );
}

/** How often a rule with the effect throttle lets something happen. */
export function ThrottleTerms(props: Props) {
  const { t } = useTranslation();
  const { value, pointer, problem, onChange } = props;
  return (
    <Grid hasGutter md={4}>
      <GridItem><NumberField {...props} member="limit" /></GridItem>
      <GridItem><NumberField {...props} member="window_seconds" /></GridItem>
      <GridItem>
        <Field name={`${pointer}/per`} label={t("ghPolicyTerm_per")} help={t("ghPolicyTermHelp_per")} problem={problem} required>
          {(input) => (
            <FormSelect {...input} name={`${pointer}/per`} value={String(value.per ?? "")} onChange={(_event, per) => onChange({ ...value, per })}>
              {["agent", "owner", "scope", "target", "key"].map((per) => (
                <FormSelectOption key={per} value={per} label={t(`ghPolicyPer_${per}`)} />
              ))}
            </FormSelect>
          )}
        </Field>
      </GridItem>
    </Grid>
  );
}

const list = (lines: string[]) => (lines.length === 0 ? undefined : lines);

/** Who decides what a rule with the effect require_approval matches, and within which limits. */
export function ApprovalTerms(props: Props) {
  const { t } = useTranslation();
  const { value, pointer, problem, onChange } = props;
  return (
    <Grid hasGutter md={6}>
      {(["approvers", "max_scope"] as const).map((member) => (
        <GridItem key={member}>
          <Field name={`${pointer}/${member}`} label={t(`ghPolicyTerm_${member}`)} help={t(`ghPolicyTermHelp_${member}`)} problem={problem}>
            {(input) => (
              <ListInput {...input} name={`${pointer}/${member}`} lines={linesOf(value[member])} onChange={(lines) => onChange(withMember(value, member, list(lines)))} />
            )}
          </Field>
        </GridItem>
      ))}
      <GridItem><NumberField {...props} member="expires_seconds" optional /></GridItem>
      <GridItem><NumberField {...props} member="approved_for_seconds" optional /></GridItem>
      <GridItem span={12}>
        <Checkbox
          id={`gh-${pointer.replaceAll("/", "-")}-step-up`}
          name={`${pointer}/step_up`}
          label={t("ghPolicyTerm_step_up")}
          description={t("ghPolicyTermHelp_step_up")}
          isChecked={value.step_up === true}
          onChange={(_event, isOn) => onChange(withMember(value, "step_up", isOn || undefined))}
        />
      </GridItem>
    </Grid>
  );
}
