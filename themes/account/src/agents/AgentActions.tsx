import { useAction, useApi } from "@gatehouse/shared";
import { Alert, Button, Flex } from "@patternfly/react-core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { LinkButton } from "../frame/LinkButton";
import { Refusal } from "../frame/Refusal";
import type { Agent } from "./agentForm";
import { RevokeAgent } from "./RevokeAgent";

/** What can be done with one agent, by its state. */
export function AgentActions({ of: agent, onChange }: { of: Agent; onChange: () => void }) {
  const { t } = useTranslation();
  const api = useApi();
  const [isEnding, setEnding] = useState(false);
  const move = useAction(async (to: "pause" | "resume") => {
    await api.POST(`/agents/{id}/${to}`, { params: { path: { id: agent.id } } });
    onChange();
  });
  if (agent.status === "revoked") return null;
  const actsForPeople = agent.mode !== "autonomous" && agent.status === "active";
  return (
    <>
      <Flex className="pf-v5-u-mb-lg" gap={{ default: "gapSm" }}>
        <LinkButton variant="secondary" to={`agents/${agent.id}/edit`} data-testid="gh-agent-edit">
          {t("ghEdit")}
        </LinkButton>
        {agent.credential === "secret" && agent.status !== "expired" && (
          <LinkButton variant="secondary" to={`agents/${agent.id}/rotate`} data-testid="gh-agent-rotate">
            {t("ghNewSecret")}
          </LinkButton>
        )}
        {actsForPeople && (
          <LinkButton variant="secondary" to={`agents/${agent.id}/allow`} data-testid="gh-agent-allow">
            {t("ghAllow")}
          </LinkButton>
        )}
        {(agent.status === "active" || agent.status === "paused") && (
          <Button
            variant="secondary"
            data-testid="gh-agent-move"
            isLoading={move.busy}
            isDisabled={move.busy}
            onClick={() => void move.run(agent.status === "active" ? "pause" : "resume")}
          >
            {t(agent.status === "active" ? "ghPause" : "ghResume")}
          </Button>
        )}
        <Button variant="danger" data-testid="gh-agent-revoke" onClick={() => setEnding(true)}>
          {t("ghRevoke")}
        </Button>
      </Flex>
      {(agent.status === "pending" || agent.status === "paused") && (
        <Alert component="p" isInline isPlain variant="info" title={t(`ghAgentNow_${agent.status}`)} className="pf-v5-u-mb-md" />
      )}
      <Refusal problem={move.problem} />
      {isEnding && <RevokeAgent of={agent} onDone={onChange} onClose={() => setEnding(false)} />}
    </>
  );
}
