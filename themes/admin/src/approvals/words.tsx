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
