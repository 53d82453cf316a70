import { Confirm, data, useApi } from "@gatehouse/shared";
import { Checkbox, List, ListItem } from "@patternfly/react-core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Agent } from "./agent";
import { isMeasurable, stopAndMeasure, type Effect } from "./stop";

export type StopAct = "pause" | "resume" | "revoke";

/** What can be done to an agent as it is now. */
export const actsFor = (agent: Agent): StopAct[] =>
  agent.status === "revoked"
    ? []
    : [
        ...(agent.status === "active" ? (["pause"] as const) : []),
        ...(agent.status === "paused" || agent.status === "pending" ? (["resume"] as const) : []),
        "revoke",
      ];

type Props = { agent: Agent; act: StopAct; onClose: () => void; onDone: (text: string, effect?: Effect) => void };

/** Asks before an agent is paused, resumed or revoked, names what dies, and tells how soon the server refused it. */
export function StopDialog({ agent, act, onClose, onDone }: Props) {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const [probes, setProbes] = useState(true);
  const canProbe = act !== "resume" && isMeasurable(agent);
  const call = { params: { path: { id: agent.id } } };
  const change = () =>
    act === "pause"
      ? data(api.POST("/agents/{id}/pause", call))
      : act === "resume"
        ? data(api.POST("/agents/{id}/resume", call))
        : data(api.POST("/agents/{id}/revoke", call));
  const confirm = async () => {
    if (act === "resume") {
      await change();
      return onDone(t("ghAgentDone_resume", { name: agent.name }));
    }
    const effect = await stopAndMeasure(api, agent, canProbe && probes, change);
    const ms = new Intl.NumberFormat(i18n.language).format(effect.ms);
    return onDone(`${t(`ghAgentDone_${act}`, { name: agent.name })} ${t(`ghStopEffect_${effect.how}`, { ms })}`, effect);
  };
  return (
    <Confirm
      title={t(`ghAgentActTitle_${act}`, { name: agent.name })}
      action={t(`ghAgentAct_${act}`)}
      variant={act === "resume" ? "primary" : "danger"}
      typed={act === "revoke" ? agent.name : undefined}
      body={
        <>
          <p>{t(`ghAgentActIntro_${act}`)}</p>
          {act !== "resume" && (
            <List className="pf-v5-u-my-sm">
              <ListItem>{t("ghStopTokens")}</ListItem>
              <ListItem>{t(act === "pause" ? "ghStopKeysRest" : "ghStopKeysEnd")}</ListItem>
              <ListItem>{t(act === "pause" ? "ghStopSecretRests" : "ghStopSecretEnds")}</ListItem>
              {agent.mode !== "autonomous" && <ListItem>{t("ghStopDelegations")}</ListItem>}
            </List>
          )}
          {canProbe && (
            <Checkbox
              id="gh-stop-probe"
              className="pf-v5-u-my-md"
              label={t("ghStopProbe")}
              description={t("ghStopProbeHelp")}
              isChecked={probes}
              onChange={(_event, on) => setProbes(on)}
            />
          )}
        </>
      }
      onConfirm={confirm}
      onClose={onClose}
    />
  );
}
