import type { Schemas } from "@gatehouse/shared";
import type { Choice } from "../fields/SearchSelect";
import type { OwnerChoice } from "../fields/OwnerPicker";
import { changes, fromLocal, mergePatch, parseObject, showObject, toLocal, toNumber } from "../fields/values";

export type Agent = Schemas["Agent"];
export type CreateAgent = Schemas["CreateAgentRequest"];
export type PatchAgent = Schemas["PatchAgentRequest"];

export const statuses = ["pending", "active", "paused", "expired", "revoked"] as const;
export const modes = ["autonomous", "delegated", "both"] as const;
export const credentials = ["secret", "public_key", "federated", "certificate", "none"] as const;
export const ownerKinds = ["user", "team", "group", "organization"] as const;

/** What the form holds: texts as typed, `""` for a choice that is left to the blueprint. */
export type AgentForm = {
  name: string;
  description: string;
  owner: OwnerChoice;
  blueprint?: Choice;
  organization?: Choice;
  mode: string;
  credential: string;
  keysFrom: "jwks" | "jwks_uri";
  jwks: string;
  jwks_uri: string;
  federated_issuer: string;
  federated_subject: string;
  tls_client_auth_subject_dn: string;
  tls_client_auth_ca_subject_dn: string;
  scopes: string[];
  audiences: string[];
  sponsor?: Choice;
  sponsor_review_at: string;
  expires_at: string;
  max_token_ttl: string;
  idle_expires_after_days: string;
  dpop_bound_access_tokens: boolean;
  model_provider: string;
  model_name: string;
  framework: string;
  metadata: string;
};

export const emptyForm: AgentForm = {
  name: "",
  description: "",
  owner: { kind: "user" },
  mode: "autonomous",
  credential: "secret",
  keysFrom: "jwks",
  jwks: "",
  jwks_uri: "",
  federated_issuer: "",
  federated_subject: "",
  tls_client_auth_subject_dn: "",
  tls_client_auth_ca_subject_dn: "",
  scopes: [],
  audiences: [],
  sponsor_review_at: "",
  expires_at: "",
  max_token_ttl: "",
  idle_expires_after_days: "",
  dpop_bound_access_tokens: false,
  model_provider: "",
  model_name: "",
  framework: "",
  metadata: "",
};

export const formOf = (agent: Agent): AgentForm => ({
  ...emptyForm,
  name: agent.name,
  description: agent.description ?? "",
  mode: agent.mode,
  credential: agent.credential,
  keysFrom: agent.jwks_uri ? "jwks_uri" : "jwks",
  jwks: agent.jwks_uri ? "" : showObject(agent.jwks),
  jwks_uri: agent.jwks_uri ?? "",
  federated_issuer: agent.federated_issuer ?? "",
  federated_subject: agent.federated_subject ?? "",
  tls_client_auth_subject_dn: agent.tls_client_auth_subject_dn ?? "",
  tls_client_auth_ca_subject_dn: agent.tls_client_auth_ca_subject_dn ?? "",
  scopes: agent.scopes,
  audiences: agent.audiences,
  sponsor: agent.sponsor ? { id: agent.sponsor, label: agent.sponsor } : undefined,
  sponsor_review_at: toLocal(agent.sponsor_review_at),
  expires_at: toLocal(agent.expires_at),
  max_token_ttl: agent.max_token_ttl?.toString() ?? "",
  idle_expires_after_days: agent.idle_expires_after_days?.toString() ?? "",
  dpop_bound_access_tokens: agent.dpop_bound_access_tokens,
  model_provider: agent.model_provider ?? "",
  model_name: agent.model_name ?? "",
  framework: agent.framework ?? "",
  metadata: showObject(agent.metadata),
});

type Words = { invalidJson: string };

/** The members that may be changed later, as the API takes them; what is empty is undefined. */
function common(form: AgentForm, words: Words) {
  const text = (value: string) => value.trim() || undefined;
  const of = <T>(credential: string, value: T) => (form.credential === credential ? value : undefined);
  const key = <T>(from: AgentForm["keysFrom"], value: T) => (form.keysFrom === from ? of("public_key", value) : undefined);
  return {
    name: form.name.trim(),
    description: text(form.description),
    scopes: form.scopes,
    audiences: form.audiences,
    jwks: key("jwks", parseObject("jwks", form.jwks, words.invalidJson)),
    jwks_uri: key("jwks_uri", text(form.jwks_uri)),
    federated_issuer: of("federated", text(form.federated_issuer)),
    federated_subject: of("federated", text(form.federated_subject)),
    tls_client_auth_subject_dn: of("certificate", text(form.tls_client_auth_subject_dn)),
    tls_client_auth_ca_subject_dn: of("certificate", text(form.tls_client_auth_ca_subject_dn)),
    sponsor: form.sponsor?.id,
    sponsor_review_at: fromLocal(form.sponsor_review_at),
    expires_at: fromLocal(form.expires_at),
    max_token_ttl: toNumber(form.max_token_ttl),
    idle_expires_after_days: toNumber(form.idle_expires_after_days),
    dpop_bound_access_tokens: form.dpop_bound_access_tokens,
    model_provider: text(form.model_provider),
    model_name: text(form.model_name),
    framework: text(form.framework),
    metadata: parseObject("metadata", form.metadata, words.invalidJson),
  };
}

export const ownerOf = ({ kind, choice }: OwnerChoice): Agent["owner"] =>
  kind === "team" ? (choice?.id ?? "") : { type: kind as Schemas["AgentOwner"]["type"], id: choice?.id ?? "" };

/** With a blueprint, whatever the form leaves empty is left out, so that the blueprint says it. */
export function toCreate(form: AgentForm, words: Words): CreateAgent {
  const { scopes, audiences, dpop_bound_access_tokens, ...rest } = common(form, words);
  const body: Omit<CreateAgent, "dpop_bound_access_tokens"> = {
    ...rest,
    owner: ownerOf(form.owner),
    blueprint_id: form.blueprint?.id,
    organization_id: form.organization?.id,
    mode: (form.mode || undefined) as CreateAgent["mode"],
    credential: (form.credential || undefined) as CreateAgent["credential"],
    scopes: scopes.length || !form.blueprint ? scopes : undefined,
    audiences: audiences.length ? audiences : undefined,
  };
  return (dpop_bound_access_tokens ? { ...body, dpop_bound_access_tokens } : body) as CreateAgent;
}

/** Only what was changed: a time that the form shows without its seconds stays as it is. */
export function toPatch(before: Agent, form: AgentForm, words: Words): PatchAgent {
  const { metadata: oldMetadata, ...old } = common(formOf(before), words);
  const { metadata, ...next } = common(form, words);
  const patch: PatchAgent = changes(old, next) as PatchAgent;
  // A merge patch goes into objects; a set of keys is replaced as a whole, since its only member is a list.
  const inside = mergePatch(oldMetadata ?? {}, metadata ?? {});
  if (Object.keys(inside).length) patch.metadata = inside;
  return patch;
}
