import { data, type Api, type Schemas } from "@gatehouse/shared";
import { draftOf, type Draft } from "../draft";

/** What is asked: the realm's policies as they are, with the draft among them, or the draft alone. */
export type Basis = "realm" | "with" | "alone";

export type Question = {
  agent: string;
  scope: string[];
  target_service: string;
  ttl: string;
  intent: string;
  grant: string;
  auth_method: string;
  ip: string;
  chain_depth: string;
  at: string;
};

export const newQuestion = (agent = ""): Question => ({
  agent,
  scope: [],
  target_service: "",
  ttl: "",
  intent: "",
  grant: "",
  auth_method: "",
  ip: "",
  chain_depth: "",
  at: "",
});

/** The body of the question; what was left empty is as it would be in a plain request now. */
export function requestOf(question: Question): Schemas["SimulatedRequest"] {
  const { agent, scope, ttl, chain_depth, at, ...texts } = question;
  const given = Object.fromEntries(Object.entries(texts).filter(([, text]) => text.trim() !== ""));
  return {
    agent: agent.trim(),
    ...given,
    ...(scope.length > 0 && { scope }),
    ...(ttl !== "" && { ttl: Number(ttl) }),
    ...(chain_depth !== "" && { chain_depth: Number(chain_depth) }),
    ...(at !== "" && { at: new Date(at).toISOString() }),
  } as Schemas["SimulatedRequest"];
}

export type Named = { name: string; policyId?: string };
export type Answered = { simulation: Schemas["PolicySimulation"]; names: Readonly<Record<string, Named>> };

type Asked = { request: Schemas["SimulatedRequest"] } | { decision_id: string };

/** Asks, and gathers the names of the policies that the answer is about. */
export async function ask(api: Api, asked: Asked, basis: Basis, draft?: Draft, policyId?: string): Promise<Answered> {
  const all = (await data(api.GET("/policies", { params: { query: { limit: 100 } } }))).items;
  if (basis === "realm" || !draft) {
    const simulation = await data(api.POST("/policies/simulate", { body: asked as Schemas["SimulatePolicyRequest"] }));
    return { simulation, names: Object.fromEntries(all.map(({ id, name }) => [id, { name, policyId: id }])) };
  }
  const others = basis === "alone" ? [] : all.filter((one) => one.is_active && one.id !== policyId);
  const drafts = [{ ...draft, is_active: true }, ...others.map((one) => ({ ...draftOf(one), is_active: true }))];
  const body = { ...asked, policies: drafts } as Schemas["SimulatePolicyRequest"];
  const simulation = await data(api.POST("/policies/simulate", { body }));
  // Drafts are named draft-1 and so on, in their order.
  const named = [{ name: draft.name, policyId }, ...others.map(({ id, name }) => ({ name, policyId: id }))];
  return { simulation, names: Object.fromEntries(named.map((one, index) => [`draft-${index + 1}`, one])) };
}
