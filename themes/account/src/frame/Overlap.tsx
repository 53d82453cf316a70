import { duration, Field, type Problem } from "@gatehouse/shared";
import { FormSelect, FormSelectOption } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";

const OVERLAPS = [0, 3_600, 86_400, 604_800, 2_592_000];

/** For how long an old secret goes on beside the new one. */
export function Overlap(props: { value: number; problem?: Problem; onChange: (seconds: number) => void }) {
  const { t, i18n } = useTranslation();
  const label = (seconds: number) => (seconds === 0 ? t("ghOverlapNone") : duration(seconds, i18n.language));
  return (
    <Field name="overlap_seconds" label={t("ghOverlap")} help={t("ghOverlapHelp")} problem={props.problem}>
      {(input) => (
        <FormSelect
          {...input}
          name="overlap_seconds"
          value={props.value}
          onChange={(_event, value) => props.onChange(Number(value))}
        >
          {OVERLAPS.map((seconds) => (
            <FormSelectOption key={seconds} value={seconds} label={label(seconds)} />
          ))}
        </FormSelect>
      )}
    </Field>
  );
}
