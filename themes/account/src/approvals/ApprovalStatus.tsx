import type { Schemas } from "@gatehouse/shared";
import { Label, type LabelProps } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";

export type Approval = Schemas["Approval"];

export const APPROVAL_STATUSES = ["pending", "approved", "denied", "expired"] as const;

const COLORS: Record<Approval["status"], LabelProps["color"]> = {
  pending: "blue",
  approved: "green",
  denied: "red",
  expired: "grey",
};

export function ApprovalStatus({ of: status }: { of: Approval["status"] }) {
  const { t } = useTranslation();
  return (
    <Label color={COLORS[status]} isCompact>
      {t(`ghApprovalStatus_${status}`)}
    </Label>
  );
}
