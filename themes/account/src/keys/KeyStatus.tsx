import { Label, type LabelProps } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";
import type { Key } from "./keyForm";

export const KEY_STATUSES = ["active", "inactive", "expired", "revoked"] as const;

const COLORS: Record<Key["status"], LabelProps["color"]> = { active: "green", inactive: "orange", expired: "grey", revoked: "red" };

export function KeyStatus({ of: status }: { of: Key["status"] }) {
  const { t } = useTranslation();
  return (
    <Label color={COLORS[status]} isCompact>
      {t(`ghKeyStatus_${status}`)}
    </Label>
  );
}
