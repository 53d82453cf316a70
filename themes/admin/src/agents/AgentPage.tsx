import { useRealm } from "@keycloak/keycloak-admin-ui";
import { data, Load, useApi, useLoad } from "@gatehouse/shared";
import { Label, PageSection, Tab, Tabs, TabTitleText } from "@patternfly/react-core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router-dom";
import { useRoles } from "../access";
import { DetailHeader } from "../fields/DetailHeader";
import { Crumbs } from "../fields/FormPage";
import { path, useDone } from "../fields/parts";
import { AccessTab } from "./AccessTab";
import { ActivityTab } from "./ActivityTab";
import type { Agent } from "./agent";
import { AgentStatus } from "./AgentStatus";
import { FactsTab } from "./FactsTab";
import { OwnerTab } from "./OwnerTab";
import { PoliciesTab } from "./PoliciesTab";
import { RotateSecret } from "./RotateSecret";
import type { Effect } from "./stop";
import { actsFor, StopDialog, type StopAct } from "./StopDialog";
import { StopTab } from "./StopTab";

/** The six questions about an agent, in the order in which they are asked. */
const tabs = ["facts", "owner", "access", "policies", "activity", "stop"] as const;

export default function AgentPage() {
  const { id } = useParams() as { id: string };
  const api = useApi();
  const agent = useLoad(() => data(api.GET("/agents/{id}", { params: { path: { id } } })), [id]);
  if (agent.value?.id !== id) {
    return (
      <PageSection variant="light">
        <Load of={agent}>{() => null}</Load>
      </PageSection>
    );
  }
  return <Detail key={id} agent={agent.value} reload={agent.reload} />;
}

export type TabProps = { agent: Agent; manages: boolean; reload: () => void; say: (text: string) => void };

function Detail({ agent, reload }: { agent: Agent; reload: () => void }) {
  const { t } = useTranslation();
  const { realm } = useRealm();
  const navigate = useNavigate();
  const { tab = "facts" } = useParams();
  const manages = useRoles().has("manage-gatehouse", "manage-agents");
  const { alert, say } = useDone();
  const [act, setAct] = useState<StopAct>();
  const [rotating, setRotating] = useState(false);
  const [effect, setEffect] = useState<{ text: string; effect: Effect }>();
  const shared: TabProps = { agent, manages, reload, say };
  const canRotate = manages && agent.credential === "secret" && agent.status !== "revoked";
  const actions = !manages
    ? []
    : [
        ...(agent.status === "revoked"
          ? []
          : [{ key: "edit", text: t("ghEdit"), run: () => navigate(path(realm, "agents", agent.id, "edit")) }]),
        ...(canRotate ? [{ key: "rotate", text: t("ghRotateSecret"), run: () => setRotating(true) }] : []),
        ...actsFor(agent).map((one) => ({ key: one, text: t(`ghAgentAct_${one}`), isDanger: one === "revoke", run: () => setAct(one) })),
      ];
  const contents = {
    facts: <FactsTab {...shared} />,
    owner: <OwnerTab {...shared} />,
    access: <AccessTab {...shared} onRotate={canRotate ? () => setRotating(true) : undefined} />,
    policies: <PoliciesTab {...shared} />,
    activity: <ActivityTab {...shared} />,
    stop: <StopTab {...shared} effect={effect} onAct={setAct} />,
  };
  return (
    <>
      <Crumbs crumbs={[{ text: t("ghAgents"), to: path(realm, "agents") }, { text: agent.name }]} />
      <DetailHeader
        title={agent.name}
        badges={
          <>
            <AgentStatus status={agent.status} /> {agent.orphaned_at && <Label color="orange">{t("ghOrphaned")}</Label>}
          </>
        }
        sub={agent.id}
        actions={actions}
      />
      <PageSection variant="light" className="pf-v5-u-pt-0">
        <Tabs
          activeKey={(tabs as readonly string[]).includes(tab) ? tab : "facts"}
          onSelect={(_event, key) => {
            say(undefined);
            navigate(path(realm, "agents", agent.id, ...(key === "facts" ? [] : [String(key)])));
          }}
          mountOnEnter
          unmountOnExit
          aria-label={t("ghAgentTabs")}
          className="pf-v5-u-mb-md"
        >
          {tabs.map((key) => (
            <Tab key={key} eventKey={key} title={<TabTitleText>{t(`ghAgentTab_${key}`)}</TabTitleText>} data-testid={`gh-agent-tab-${key}`}>
              <div className="pf-v5-u-pt-md">
                {key === "stop" && effect ? null : alert}
                {contents[key]}
              </div>
            </Tab>
          ))}
        </Tabs>
      </PageSection>
      {act && (
        <StopDialog
          agent={agent}
          act={act}
          onClose={() => setAct(undefined)}
          onDone={(text, measured) => {
            say(text);
            setEffect(measured && { text, effect: measured });
            reload();
          }}
        />
      )}
      {rotating && <RotateSecret agent={agent} onClose={() => (setRotating(false), reload())} say={say} />}
    </>
  );
}
