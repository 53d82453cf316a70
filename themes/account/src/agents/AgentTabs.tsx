import { useTranslation } from "react-i18next";
import { RoomTabs } from "../frame/RoomTabs";

/** The two halves of the room: agents that are mine, and agents that may act for me. */
export function AgentTabs({ active }: { active: "agents" | "agents/delegations" }) {
  const { t } = useTranslation();
  const tabs = [
    { path: "agents", label: t("ghAgentsOwn") },
    { path: "agents/delegations", label: t("ghDelegations") },
  ];
  return <RoomTabs label={t("ghMyAgents")} active={active} tabs={tabs} />;
}
