import { useRealm } from "@keycloak/keycloak-admin-ui";
import { Time } from "@gatehouse/shared";
import { Label } from "@patternfly/react-core";
import { ActionsColumn, Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router-dom";
import { OwnerName } from "../fields/names";
import { path, Words } from "../fields/parts";
import type { Agent } from "./agent";
import { actsFor, StopDialog, type StopAct } from "./StopDialog";
import { AgentStatus } from "./AgentStatus";

type Props = { agents: Agent[]; manages: boolean; onChange: () => void; say: (text: string) => void };

export function AgentTable({ agents, manages, onChange, say }: Props) {
  const { t } = useTranslation();
  const [stop, setStop] = useState<{ agent: Agent; act: StopAct }>();
  return (
    <>
      <Table variant="compact" aria-label={t("ghAgents")} data-testid="gh-agents">
        <Thead>
          <Tr>
            <Th>{t("ghName")}</Th>
            <Th>{t("ghStatus")}</Th>
            <Th>{t("ghOwner")}</Th>
            <Th>{t("ghScopes")}</Th>
            <Th>{t("ghExpires")}</Th>
            <Th>{t("ghCreated")}</Th>
            {manages && <Th screenReaderText={t("ghActions")} />}
          </Tr>
        </Thead>
        <Tbody>
          {agents.map((agent) => (
            <AgentRow key={agent.id} agent={agent} manages={manages} onAct={(act) => setStop({ agent, act })} />
          ))}
        </Tbody>
      </Table>
      {stop && (
        <StopDialog
          agent={stop.agent}
          act={stop.act}
          onClose={() => setStop(undefined)}
          onDone={(text) => {
            say(text);
            onChange();
          }}
        />
      )}
    </>
  );
}

function AgentRow({ agent, manages, onAct }: { agent: Agent; manages: boolean; onAct: (act: StopAct) => void }) {
  const { t } = useTranslation();
  const { realm } = useRealm();
  const navigate = useNavigate();
  return (
    <Tr data-testid={`gh-agent-${agent.id}`}>
      <Td dataLabel={t("ghName")}>
        <Link to={path(realm, "agents", agent.id)}>{agent.name}</Link>
        <br />
        <small className="pf-v5-u-color-200">{agent.id}</small>
      </Td>
      <Td dataLabel={t("ghStatus")}>
        <AgentStatus status={agent.status} isCompact />{" "}
        {agent.orphaned_at && (
          <Label color="orange" isCompact>
            {t("ghOrphaned")}
          </Label>
        )}
      </Td>
      <Td dataLabel={t("ghOwner")}>
        <OwnerName owner={agent.owner} />
      </Td>
      <Td dataLabel={t("ghScopes")}>
        <Words words={agent.scopes} none={t("ghNoScopes")} label={t("ghScopes")} />
      </Td>
      <Td dataLabel={t("ghExpires")}>
        <Time iso={agent.expires_at} none={t("ghNever")} />
      </Td>
      <Td dataLabel={t("ghCreated")}>
        <Time iso={agent.created_at} />
      </Td>
      {manages && (
        <Td isActionCell>
          <ActionsColumn
            popperProps={{ position: "right" }}
            actionsToggle={undefined}
            rowData={undefined}
            extraData={undefined}
            aria-label={t("ghActionsOf", { name: agent.name })}
            items={[
              ...(agent.status === "revoked"
                ? []
                : [{ title: t("ghEdit"), onClick: () => navigate(path(realm, "agents", agent.id, "edit")) }]),
              { title: t("ghAgentTab_activity"), onClick: () => navigate(path(realm, "agents", agent.id, "activity")) },
              ...actsFor(agent).map((act) => ({
                title: t(`ghAgentAct_${act}`),
                isDanger: act === "revoke",
                onClick: () => onAct(act),
              })),
            ]}
          />
        </Td>
      )}
    </Tr>
  );
}
