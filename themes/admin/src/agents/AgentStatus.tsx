import { Label } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";
import type { Agent } from "./agent";

const colors = { pending: "blue", active: "green", paused: "gold", expired: "grey", revoked: "red" } as const;

export function AgentStatus({ status, isCompact }: { status: Agent["status"]; isCompact?: boolean }) {
  const { t } = useTranslation();
  return (
    <Label color={colors[status]} isCompact={isCompact} data-testid="gh-agent-status">
      {t(`ghAgentStatus_${status}`)}
    </Label>
  );
}
