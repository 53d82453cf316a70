import { data, Empty, Load, useApi, usePaged } from "@gatehouse/shared";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Choice, FilterBar, Search, useFilter } from "../frame/filters";
import { LinkButton } from "../frame/LinkButton";
import { Room } from "../frame/Room";
import { Saved } from "../frame/Saved";
import { useSession } from "../frame/session";
import type { Agent } from "./agentForm";
import { AGENT_STATUSES } from "./AgentStatus";
import { AgentTable } from "./AgentTable";
import { AgentTabs } from "./AgentTabs";
import { RevokeAgent } from "./RevokeAgent";

export default function AgentsPage() {
  const { t } = useTranslation();
  const api = useApi();
  const { userId } = useSession();
  const [search, setSearch] = useFilter("search");
  const [status, setStatus] = useFilter("status", AGENT_STATUSES);
  const [reach, setReach] = useFilter("reach", ["managed"]);
  const [ending, setEnding] = useState<Agent>();
  const agents = usePaged(
    (page) => {
      const query = { ...page, search: search || undefined, status: status || undefined, owner: reach ? undefined : userId };
      return data(api.GET("/agents", { params: { query } }));
    },
    [search, status, reach, userId],
  );
  const create = (
    <LinkButton to="agents/new" data-testid="gh-agent-create">
      {t("ghAgentCreate")}
    </LinkButton>
  );
  const isFiltered = search !== "" || status !== "" || reach !== "";
  return (
    <Room title={t("ghMyAgents")} description={t("ghMyAgentsHelp")} actions={create}>
      <AgentTabs active="agents" />
      <Saved />
      <FilterBar bar={agents.bar}>
        <Search value={search} label={t("ghAgentSearch")} onSearch={setSearch} />
        <Choice
          name="status"
          label={t("ghStatus")}
          all={t("ghAnyStatus")}
          value={status}
          options={AGENT_STATUSES.map((value) => ({ value, label: t(`ghAgentStatus_${value}`) }))}
          onChange={setStatus}
        />
        <Choice
          name="reach"
          label={t("ghReach")}
          all={t("ghReachOwn")}
          value={reach}
          options={[{ value: "managed", label: t("ghReachManaged") }]}
          onChange={setReach}
        />
      </FilterBar>
      <Load of={agents}>
        {({ items }) => {
          if (items.length > 0) return <AgentTable agents={items} onRevoke={setEnding} onChange={agents.reload} />;
          return isFiltered ? (
            <Empty title={t("ghNothingFound")} body={t("ghNothingFoundBody")} />
          ) : (
            <Empty title={t("ghAgentsEmpty")} body={t("ghAgentsEmptyBody")} action={create} />
          );
        }}
      </Load>
      {ending && <RevokeAgent of={ending} onDone={agents.reload} onClose={() => setEnding(undefined)} />}
    </Room>
  );
}
