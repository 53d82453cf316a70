import { useApi, useLoad } from "@gatehouse/shared";
import { ViewHeader } from "@keycloak/keycloak-admin-ui";
import { Button, Gallery, PageSection, ToggleGroup, ToggleGroupItem, Toolbar, ToolbarContent, ToolbarItem } from "@patternfly/react-core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router-dom";
import { useRoles } from "../access";
import { countAgents, countApprovals, countExpiringKeys, countPolicies, countWebhooks, RANGES, type Range } from "./counts";
import { AgentsCard, ApprovalsCard, KeysCard, WebhooksCard } from "./cards";
import { FirstSteps } from "./FirstSteps";
import { TokensCard } from "./TokensCard";

export default function OverviewPage() {
  const { t } = useTranslation();
  const api = useApi();
  const { has } = useRoles();
  const [query, setQuery] = useSearchParams();
  const range = (Object.keys(RANGES) as Range[]).find((name) => name === query.get("range")) ?? "24h";
  const agents = useLoad(() => countAgents(api), []);
  const waiting = useLoad(() => countApprovals(api, "pending"), []);
  const approvals = useLoad(() => countApprovals(api), []);
  const policies = useLoad(() => countPolicies(api), []);
  const webhooks = useLoad(() => countWebhooks(api), []);
  const keys = useLoad(() => countExpiringKeys(api), []);
  const [round, setRound] = useState(0);
  const reload = () => {
    setRound((before) => before + 1);
    [agents, waiting, approvals, policies, webhooks, keys].forEach((loaded) => loaded.reload());
  };
  return (
    <>
      <ViewHeader titleKey="ghOverview" subKey="ghOverviewHelp" />
      <PageSection variant="light" className="pf-v5-u-pt-0">
        <Toolbar>
          <ToolbarContent>
            <ToolbarItem>
              <ToggleGroup aria-label={t("ghOverviewRange")}>
                {(Object.keys(RANGES) as Range[]).map((name) => (
                  <ToggleGroupItem
                    key={name}
                    text={t(`ghOverviewRange_${name}`)}
                    buttonId={`gh-range-${name}`}
                    isSelected={range === name}
                    onChange={() => setQuery({ range: name }, { replace: true })}
                  />
                ))}
              </ToggleGroup>
            </ToolbarItem>
            <ToolbarItem>
              <Button variant="secondary" data-testid="gh-overview-refresh" onClick={reload}>
                {t("ghOverviewRefresh")}
              </Button>
            </ToolbarItem>
          </ToolbarContent>
        </Toolbar>
        <FirstSteps agents={agents.value} policies={policies.value} approvals={approvals.value} webhooks={webhooks.value?.all} />
        <Gallery hasGutter minWidths={{ default: "210px" }} data-testid="gh-overview">
          <ApprovalsCard waiting={waiting} />
          <WebhooksCard webhooks={webhooks} />
          <KeysCard keys={keys} />
          <AgentsCard agents={agents} />
        </Gallery>
        <TokensCard range={range} round={round} mayRead={has("manage-gatehouse", "view-audit")} />
      </PageSection>
    </>
  );
}
