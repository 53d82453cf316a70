import { data, type Api } from "@gatehouse/shared";
import type { Agent } from "./agent";

/** How long after the click the stop was seen; `how` says by what. */
export type Effect = { ms: number; how: "refused" | "answered" };

const PROBE_WAIT_MS = 1_500;
const REFUSAL_WAIT_MS = 5_000;
const PROBE_TTL_SECONDS = 60;

/** Whether a token of the agent can be had here to watch it die. */
export const isMeasurable = (agent: Agent) =>
  agent.status === "active" && agent.mode !== "delegated" && agent.scopes.length > 0 && !agent.dpop_bound_access_tokens && !agent.orphaned_at;

/**
 * Stops an agent and measures, from the click on, when the server first refuses a token of it. The token is made for this one
 * purpose just before; if there is none within a moment (a policy may forbid it), the stop goes ahead and its answer is what
 * is measured. Nothing but this function ever holds the token.
 */
export async function stopAndMeasure(api: Api, agent: Agent, probes: boolean, stop: () => Promise<unknown>): Promise<Effect> {
  const clicked = performance.now();
  const token = probes ? await probe(api, agent) : undefined;
  await stop();
  const answered = performance.now();
  while (token && performance.now() - answered < REFUSAL_WAIT_MS) {
    const isValid = await verify(api, token);
    if (isValid === undefined) break;
    if (!isValid) return { ms: Math.round(performance.now() - clicked), how: "refused" };
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return { ms: Math.round(answered - clicked), how: "answered" };
}

async function probe(api: Api, agent: Agent): Promise<string | undefined> {
  const body = {
    agent_id: agent.id,
    scope: agent.scopes.slice(0, 1),
    target_service: agent.audiences[0] ?? "any",
    ttl: Math.min(PROBE_TTL_SECONDS, agent.max_token_ttl ?? PROBE_TTL_SECONDS),
  };
  try {
    const issued = await data(api.POST("/tokens", { body, signal: AbortSignal.timeout(PROBE_WAIT_MS) }));
    const token = "token" in issued ? issued.token : undefined;
    return token && (await verify(api, token)) ? token : undefined;
  } catch {
    return undefined;
  }
}

async function verify(api: Api, token: string): Promise<boolean | undefined> {
  try {
    return (await data(api.POST("/tokens/verify", { body: { token } }))).valid;
  } catch {
    return undefined;
  }
}
