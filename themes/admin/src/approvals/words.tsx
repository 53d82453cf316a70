import { Label, LabelGroup } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";

export const STATUSES = ["pending", "approved", "denied", "expired"] as const;

const COLORS = { pending: "orange", approved: "green", denied: "red", expired: "grey" } as const;

export function ApprovalStatus({ status }: { status: (typeof STATUSES)[number] }) {
  const { t } = useTranslation();
  return (
    <Label isCompact color={COLORS[status]} data-testid="gh-approval-status">
      {t(`ghApprovalStatus_${status}`)}
    </Label>
  );
}

export function Scopes({ scopes, label }: { scopes: readonly string[]; label: string }) {
  if (scopes.length === 0) return <>–</>;
  return (
    <LabelGroup aria-label={label} numLabels={5}>
      {scopes.map((scope) => (
        <Label key={scope} isCompact variant="outline">{scope}</Label>
      ))}
    </LabelGroup>
  );
}

const UNITS = [["day", 86_400], ["hour", 3_600], ["minute", 60], ["second", 1]] as const;

/** "10 minutes", in the console's language: the largest unit in which it is a whole number. */
export function duration(seconds: number, language: string): string {
  const [unit, size] = UNITS.find(([, length]) => seconds >= length && seconds % length === 0) ?? (["second", 1] as const);
  return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(seconds / size);
}
