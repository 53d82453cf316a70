import { Tab, Tabs, TabTitleText } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router-dom";
import { usePath } from "../frame/session";

/** The two halves of the room: agents that are mine, and agents that may act for me. */
export function AgentTabs({ active }: { active: "agents" | "agents/delegations" }) {
  const { t } = useTranslation();
  const path = usePath();
  const navigate = useNavigate();
  return (
    <Tabs
      component="nav"
      className="pf-v5-u-mb-md"
      aria-label={t("ghMyAgents")}
      activeKey={active}
      onSelect={(event, key) => {
        event.preventDefault();
        void navigate(path(String(key)));
      }}
    >
      <Tab eventKey="agents" href={path("agents")} title={<TabTitleText>{t("ghAgentsOwn")}</TabTitleText>} />
      <Tab
        eventKey="agents/delegations"
        href={path("agents/delegations")}
        data-testid="gh-delegations-tab"
        title={<TabTitleText>{t("ghDelegations")}</TabTitleText>}
      />
    </Tabs>
  );
}
