import { Problem, type Schemas } from "@gatehouse/shared";

export type Agent = Schemas["Agent"];

export const MODES = ["autonomous", "delegated", "both"] as const;
export const CREDENTIALS = ["secret", "public_key"] as const;

/** An agent as the form holds it. It may wait in the browser for a login: no secret belongs here. */
export type AgentValues = {
  name: string;
  description: string;
  scopes: string[];
  mode: Agent["mode"];
  credential: (typeof CREDENTIALS)[number];
  jwks: string;
  lastDay: string;
};

export const NEW_AGENT: AgentValues = {
  name: "",
  description: "",
  scopes: [],
  mode: "autonomous",
  credential: "secret",
  jwks: "",
  lastDay: "",
};

export const valuesOf = (agent: Agent): AgentValues => ({
  ...NEW_AGENT,
  name: agent.name,
  description: agent.description ?? "",
  scopes: agent.scopes,
});

/** @throws Problem when the keys are no JSON; what else is wrong with them the API says. */
export function createBody(values: AgentValues, userId: string, notJson: string): Schemas["CreateAgentRequest"] {
  return {
    name: values.name.trim(),
    description: values.description.trim() || undefined,
    owner: { type: "user", id: userId },
    scopes: values.scopes,
    mode: values.mode,
    credential: values.credential,
    dpop_bound_access_tokens: false,
    jwks: values.credential === "public_key" ? parsed(values.jwks, notJson) : undefined,
    expires_at: values.lastDay ? new Date(`${values.lastDay}T23:59:59`).toISOString().replace(/\.\d+Z$/, "Z") : undefined,
  };
}

/** Only what was changed, so that another person's change of the rest stays. */
export function patchBody(values: AgentValues, before: Agent): Schemas["PatchAgentRequest"] {
  const body: Schemas["PatchAgentRequest"] = {};
  if (values.name.trim() !== before.name) body.name = values.name.trim();
  if (values.description.trim() !== (before.description ?? "")) body.description = values.description.trim() || null;
  if (values.scopes.join(" ") !== before.scopes.join(" ")) body.scopes = values.scopes;
  return body;
}

function parsed(jwks: string, notJson: string): Record<string, never> {
  try {
    return JSON.parse(jwks) as Record<string, never>;
  } catch {
    throw new Problem(422, { detail: notJson, errors: [{ pointer: "/jwks", code: "invalid_value", detail: notJson }] });
  }
}
