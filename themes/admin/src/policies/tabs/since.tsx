import { FormSelect, FormSelectOption } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";

/** How far back: in days. */
export const SPANS = [1, 7, 30, 90] as const;
const DAY_MS = 86_400_000;

export const sinceOf = (days: number, now = Date.now()) => new Date(now - days * DAY_MS).toISOString().replace(/\.\d+Z$/, "Z");

export function SinceSelect({ id, days, onChange }: { id: string; days: number; onChange: (days: number) => void }) {
  const { t } = useTranslation();
  return (
    <FormSelect id={id} className="gh-narrow" aria-label={t("ghSince")} value={days} onChange={(_event, value) => onChange(Number(value))}>
      {SPANS.map((span) => (
        <FormSelectOption key={span} value={span} label={t("ghSinceDays", { count: span })} />
      ))}
    </FormSelect>
  );
}
