import { useRealm, ViewHeader } from "@keycloak/keycloak-admin-ui";
import { data, Empty, Load, usePaged, useApi } from "@gatehouse/shared";
import { PageSection } from "@patternfly/react-core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router-dom";
import { useRoles } from "../access";
import { LinkButton, path, useDone } from "../fields/parts";
import { AgentTable } from "./AgentTable";
import { AgentToolbar, filtersOf } from "./AgentToolbar";
import { KillSwitch } from "./KillSwitch";

export default function AgentsPage() {
  const { t } = useTranslation();
  const { realm } = useRealm();
  const api = useApi();
  const manages = useRoles().has("manage-gatehouse", "manage-agents");
  const [query] = useSearchParams();
  const filters = filtersOf(query);
  const agents = usePaged(
    (page) => data(api.GET("/agents", { params: { query: { ...page, ...filters } } })),
    [realm, filters],
  );
  const [stopping, setStopping] = useState<"pause" | "revoke">();
  const { alert, say } = useDone();
  const isFiltered = Object.values(filters).some((value) => value !== undefined);
  const create = (
    <LinkButton to={path(realm, "agents", "new")} data-testid="gh-agent-create">
      {t("ghAgentCreate")}
    </LinkButton>
  );
  return (
    <>
      <ViewHeader titleKey="ghAgents" subKey="ghAgentsHelp" divider />
      <PageSection variant="light">
        {alert}
        <AgentToolbar
          bar={agents.bar}
          create={manages ? create : undefined}
          onStop={manages ? setStopping : undefined}
        />
        <Load of={agents}>
          {({ items }) =>
            items.length > 0 ? (
              <AgentTable agents={items} manages={manages} onChange={agents.reload} say={say} />
            ) : isFiltered ? (
              <Empty title={t("ghNothingFound")} body={t("ghAgentsNoneFiltered")} />
            ) : (
              <Empty title={t("ghAgentsNone")} body={t("ghAgentsNoneHelp")} action={manages ? create : undefined} />
            )
          }
        </Load>
        {stopping && (
          <KillSwitch act={stopping} onClose={() => setStopping(undefined)} onDone={(text) => (say(text), agents.reload())} />
        )}
      </PageSection>
    </>
  );
}
