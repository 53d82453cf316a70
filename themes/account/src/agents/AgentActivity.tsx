import { data, Empty, Load, Time, useApi, usePaged, type Schemas } from "@gatehouse/shared";
import { Label } from "@patternfly/react-core";
import { Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import { useTranslation } from "react-i18next";
import { useSession } from "../frame/session";

/** What the agent did and what was done to it, newest first. A new `version` of the agent loads it again. */
export function AgentActivity({ id, version }: { id: string; version: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const activity = usePaged(
    (query) => data(api.GET("/agents/{id}/activity", { params: { path: { id }, query } })),
    [id, version],
  );
  return (
    <>
      {activity.bar}
      <Load of={activity}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t("ghActivityEmpty")} body={t("ghActivityEmptyBody")} />
          ) : (
            <Table aria-label={t("ghActivity")} variant="compact" gridBreakPoint="grid-md" data-testid="gh-activity">
              <Thead>
                <Tr>
                  <Th>{t("ghWhen")}</Th>
                  <Th>{t("ghWhat")}</Th>
                  <Th>{t("ghDecision")}</Th>
                  <Th>{t("ghByWhom")}</Th>
                </Tr>
              </Thead>
              <Tbody>
                {items.map((event) => (
                  <ActivityRow key={event.id} of={event} />
                ))}
              </Tbody>
            </Table>
          )
        }
      </Load>
    </>
  );
}

function ActivityRow({ of: event }: { of: Schemas["AgentActivity"] }) {
  const { t } = useTranslation();
  const { userId } = useSession();
  const key = event.type.replace(".", "_");
  const who = event.actor_id === userId ? t("ghYou") : t(`ghActor_${event.actor_type}`, { defaultValue: event.actor_type });
  return (
    <Tr>
      <Td dataLabel={t("ghWhen")} modifier="nowrap">
        <Time iso={event.time} />
      </Td>
      <Td dataLabel={t("ghWhat")}>{t(`ghEvent_${key}`, { defaultValue: event.type })}</Td>
      <Td dataLabel={t("ghDecision")}>
        {event.decision ? (
          <Label isCompact color={event.decision === "allow" ? "green" : "red"}>
            {t(`ghDecision_${event.decision}`, { defaultValue: event.decision })}
          </Label>
        ) : (
          "–"
        )}
      </Td>
      <Td dataLabel={t("ghByWhom")}>{who}</Td>
    </Tr>
  );
}
