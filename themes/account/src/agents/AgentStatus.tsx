import { Label, type LabelProps } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";
import type { Agent } from "./agentForm";

export const AGENT_STATUSES = ["active", "pending", "paused", "expired", "revoked"] as const;

const COLORS: Record<Agent["status"], LabelProps["color"]> = {
  active: "green",
  pending: "blue",
  paused: "orange",
  expired: "grey",
  revoked: "red",
};

export function AgentStatus({ of: status }: { of: Agent["status"] }) {
  const { t } = useTranslation();
  return (
    <Label color={COLORS[status]} isCompact>
      {t(`ghAgentStatus_${status}`)}
    </Label>
  );
}
