import { Confirm, useApi } from "@gatehouse/shared";
import { useTranslation } from "react-i18next";
import type { Agent } from "./agentForm";

/** Asks before an agent ends for good, and says what stops with it. */
export function RevokeAgent({ of: agent, onDone, onClose }: { of: Agent; onDone: () => void; onClose: () => void }) {
  const { t } = useTranslation();
  const api = useApi();
  return (
    <Confirm
      title={t("ghAgentRevokeTitle", { name: agent.name })}
      action={t("ghRevoke")}
      typed={agent.name}
      body={<p className="pf-v5-u-mb-md">{t("ghAgentRevokeBody", { id: agent.id })}</p>}
      onConfirm={async () => {
        await api.POST("/agents/{id}/revoke", { params: { path: { id: agent.id } } });
        onDone();
      }}
      onClose={onClose}
    />
  );
}
