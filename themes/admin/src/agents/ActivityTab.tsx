import { data, Empty, Load, Time, useApi, usePaged, type Schemas } from "@gatehouse/shared";
import { Button, CodeBlock, CodeBlockCode, Flex, FlexItem, Label } from "@patternfly/react-core";
import { ExpandableRowContent, Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { PartyName } from "../fields/names";
import type { Agent } from "./agent";

type Activity = Schemas["AgentActivity"];

/** What did the agent do, and what was done to it? */
export function ActivityTab({ agent }: { agent: Agent }) {
  const { t } = useTranslation();
  const api = useApi();
  const list = usePaged(
    (page) => data(api.GET("/agents/{id}/activity", { params: { path: { id: agent.id }, query: page } })),
    [agent.id],
  );
  return (
    <>
      <Flex>
        <FlexItem>
          <Button variant="secondary" size="sm" onClick={list.reload} isDisabled={list.loading}>
            {t("ghRefresh")}
          </Button>
        </FlexItem>
        <FlexItem align={{ default: "alignRight" }}>{list.bar}</FlexItem>
      </Flex>
      <Load of={list}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t("ghActivityNone")} body={t("ghActivityNoneHelp")} />
          ) : (
            <Table variant="compact" aria-label={t("ghAgentTab_activity")} data-testid="gh-activity">
              <Thead>
                <Tr>
                  <Th screenReaderText={t("ghDetails")} />
                  <Th>{t("ghWhen")}</Th>
                  <Th>{t("ghWhat")}</Th>
                  <Th>{t("ghDecision")}</Th>
                  <Th>{t("ghWho")}</Th>
                  <Th modifier="wrap">{t("ghOnBehalf")}</Th>
                </Tr>
              </Thead>
              {items.map((activity, index) => (
                <Row key={activity.id} activity={activity} index={index} agent={agent} />
              ))}
            </Table>
          )
        }
      </Load>
    </>
  );
}

function Row({ activity, index, agent }: { activity: Activity; index: number; agent: Agent }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const text = t(`ghActivity_${activity.type.replaceAll(".", "_")}`, { defaultValue: activity.type });
  return (
    <Tbody isExpanded={open}>
      <Tr>
        <Td
          expand={{
            rowIndex: index,
            isExpanded: open,
            expandId: "gh-activity",
            onToggle: () => setOpen(!open),
          }}
        />
        <Td dataLabel={t("ghWhen")}>
          <Time iso={activity.time} />
        </Td>
        <Td dataLabel={t("ghWhat")}>
          {text} <Summary activity={activity} />
        </Td>
        <Td dataLabel={t("ghDecision")}>
          {activity.decision ? (
            <Label isCompact color={activity.decision === "allow" ? "green" : activity.decision === "deny" ? "red" : "blue"}>
              {t(`ghWhyEffect_${activity.decision}`, { defaultValue: activity.decision })}
            </Label>
          ) : (
            "–"
          )}
        </Td>
        <Td dataLabel={t("ghWho")}>
          <Actor activity={activity} agent={agent} />
        </Td>
        <Td dataLabel={t("ghOnBehalf")}>{activity.subject ? <PartyName type="user" id={activity.subject} /> : "–"}</Td>
      </Tr>
      <Tr isExpanded={open}>
        <Td colSpan={6} noPadding>
          <ExpandableRowContent>
            <CodeBlock>
              <CodeBlockCode>{JSON.stringify(activity, null, 2)}</CodeBlockCode>
            </CodeBlock>
          </ExpandableRowContent>
        </Td>
      </Tr>
    </Tbody>
  );
}

function Actor({ activity, agent }: { activity: Activity; agent: Agent }) {
  const { t } = useTranslation();
  const kind = t(`ghActor_${activity.actor_type}`, { defaultValue: activity.actor_type });
  if (activity.actor_id === agent.id) return <>{agent.name}</>;
  if (!activity.actor_id) return <>{kind}</>;
  const type = activity.actor_type === "agent" ? "agent" : activity.actor_type === "user" || activity.actor_type === "admin" ? "user" : "";
  return (
    <>
      {type ? <PartyName type={type} id={activity.actor_id} /> : activity.actor_id} <small className="pf-v5-u-color-200">{kind}</small>
    </>
  );
}

/** The few details that say most: which scopes, why it was refused. */
function Summary({ activity }: { activity: Activity }) {
  const { scope, target_service, detail, reason, changed } = activity.details as Record<string, unknown>;
  const list = (value: unknown) => (Array.isArray(value) ? value.join(" ") : undefined);
  const target = typeof target_service === "string" && target_service !== "any" ? `→ ${target_service}` : undefined;
  const why = typeof detail === "string" ? detail : typeof reason === "string" ? reason : undefined;
  // "Agent revoked, agent_revoked" says nothing more.
  const cause = activity.cause === activity.type.replaceAll(".", "_") ? undefined : activity.cause;
  const parts = [list(scope), target, why, list(changed), cause].filter(Boolean);
  return parts.length ? <small className="pf-v5-u-color-200">{parts.join(" · ")}</small> : null;
}
