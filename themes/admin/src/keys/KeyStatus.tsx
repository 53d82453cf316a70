import { Label } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";
import type { ApiKey } from "./apiKey";

const colors = { active: "green", inactive: "gold", expired: "grey", revoked: "red" } as const;

export function KeyStatus({ status, isCompact }: { status: ApiKey["status"]; isCompact?: boolean }) {
  const { t } = useTranslation();
  return (
    <Label color={colors[status]} isCompact={isCompact} data-testid="gh-key-status">
      {t(`ghKeyStatus_${status}`)}
    </Label>
  );
}

export function Environment({ value }: { value: ApiKey["environment"] }) {
  const { t } = useTranslation();
  return (
    <Label isCompact variant="outline" color={value === "live" ? "blue" : "grey"}>
      {t(`ghEnvironment_${value}`)}
    </Label>
  );
}
