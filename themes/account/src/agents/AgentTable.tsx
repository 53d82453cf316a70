import { Time, useAction, useApi } from "@gatehouse/shared";
import { Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import { useTranslation } from "react-i18next";
import { Link } from "react-router-dom";
import { Refusal } from "../frame/Refusal";
import { RowMenu } from "../frame/RowMenu";
import { Scopes } from "../frame/Scopes";
import { usePath } from "../frame/session";
import type { Agent } from "./agentForm";
import { AgentStatus } from "./AgentStatus";

type Props = { agents: readonly Agent[]; onRevoke: (agent: Agent) => void; onChange: () => void };

/** Agents one below the other; on a phone each is a card. */
export function AgentTable({ agents, onRevoke, onChange }: Props) {
  const { t } = useTranslation();
  const api = useApi();
  const move = useAction(async (agent: Agent, to: "pause" | "resume") => {
    await api.POST(`/agents/{id}/${to}`, { params: { path: { id: agent.id } } });
    onChange();
  });
  return (
    <>
      <Refusal problem={move.problem} />
      <Table aria-label={t("ghMyAgents")} variant="compact" gridBreakPoint="grid-lg" data-testid="gh-agent-list">
        <Thead>
          <Tr>
            <Th>{t("ghName")}</Th>
            <Th>{t("ghScopes")}</Th>
            <Th>{t("ghMode")}</Th>
            <Th>{t("ghStatus")}</Th>
            <Th>{t("ghCreated")}</Th>
            <Th screenReaderText={t("ghActions")} />
          </Tr>
        </Thead>
        <Tbody>
          {agents.map((agent) => (
            <AgentRow key={agent.id} of={agent} onRevoke={() => onRevoke(agent)} onMove={(to) => void move.run(agent, to)} />
          ))}
        </Tbody>
      </Table>
    </>
  );
}

function AgentRow(props: { of: Agent; onRevoke: () => void; onMove: (to: "pause" | "resume") => void }) {
  const { t } = useTranslation();
  const path = usePath();
  const { of: agent } = props;
  const isOver = agent.status === "revoked" || agent.status === "expired";
  return (
    <Tr data-testid="gh-agent-row">
      <Td dataLabel={t("ghName")} modifier="breakWord">
        <Link to={path(`agents/${agent.id}`)}>{agent.name}</Link>
      </Td>
      <Td dataLabel={t("ghScopes")}>
        <Scopes of={agent.scopes} />
      </Td>
      <Td dataLabel={t("ghMode")}>{t(`ghMode_${agent.mode}`)}</Td>
      <Td dataLabel={t("ghStatus")}>
        <AgentStatus of={agent.status} />
      </Td>
      <Td dataLabel={t("ghCreated")} modifier="nowrap">
        <Time iso={agent.created_at} />
      </Td>
      <Td isActionCell>
        <RowMenu
          name={agent.name}
          actions={[
            agent.status !== "revoked" && { label: t("ghEdit"), to: `agents/${agent.id}/edit` },
            !isOver && agent.credential === "secret" && { label: t("ghNewSecret"), to: `agents/${agent.id}/rotate` },
            agent.status === "active" && { label: t("ghPause"), onClick: () => props.onMove("pause") },
            agent.status === "paused" && { label: t("ghResume"), onClick: () => props.onMove("resume") },
            agent.status !== "revoked" && { label: t("ghRevoke"), onClick: props.onRevoke, isDanger: true },
          ]}
        />
      </Td>
    </Tr>
  );
}
