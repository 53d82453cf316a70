import type { Schemas } from "@gatehouse/shared";
import type { OwnerChoice } from "../fields/OwnerPicker";
import type { Choice } from "../fields/SearchSelect";
import { changes, fromLocal, mergePatch, parseObject, showObject, toNumber } from "../fields/values";

export type ApiKey = Schemas["ApiKey"];
export type CreateKey = Schemas["ApiKeyCreateRequest"];
export type PatchKey = Schemas["ApiKeyPatchRequest"];

export const statuses = ["active", "inactive", "expired", "revoked"] as const;
export const environments = ["live", "test"] as const;
/** The empty kind leaves it to the server: whoever makes the key owns it. */
export const ownerKinds = ["", "user", "service_account", "agent", "organization"] as const;
export const lifetimes = ["", "7", "30", "90", "180", "365", "date"] as const;

export type RateLimit = { name: string; limit: string; window_seconds: string };

export type KeyForm = {
  name: string;
  environment: string;
  scopes: string[];
  owner: OwnerChoice;
  lifetime: string;
  expires_at: string;
  audiences: string[];
  organization?: Choice;
  allowed_ips: string[];
  rate_limits: RateLimit[];
  remaining: string;
  refill_amount: string;
  refill_interval: string;
  metadata: string;
};

export const emptyForm: KeyForm = {
  name: "",
  environment: "live",
  scopes: [],
  owner: { kind: "" },
  lifetime: "90",
  expires_at: "",
  audiences: [],
  allowed_ips: [],
  rate_limits: [],
  remaining: "",
  refill_amount: "",
  refill_interval: "",
  metadata: "",
};

export const formOf = (key: ApiKey): KeyForm => ({
  ...emptyForm,
  name: key.name,
  environment: key.environment,
  scopes: key.scopes,
  audiences: key.audiences,
  allowed_ips: key.allowed_ips,
  rate_limits: key.rate_limits.map(({ name, limit, window_seconds }) => ({ name, limit: `${limit}`, window_seconds: `${window_seconds}` })),
  remaining: key.credits?.remaining.toString() ?? "",
  refill_amount: key.credits?.refill_amount?.toString() ?? "",
  refill_interval: key.credits?.refill_interval ?? "",
  metadata: showObject(key.metadata),
});

type Words = { invalidJson: string };

/** The members that may be changed later, as the API takes them. */
function common(form: KeyForm, words: Words) {
  const counts = form.remaining.trim() !== "" || form.refill_interval !== "";
  return {
    name: form.name.trim(),
    scopes: form.scopes,
    audiences: form.audiences,
    allowed_ips: form.allowed_ips,
    rate_limits: form.rate_limits.map((one) => ({
      name: one.name.trim(),
      limit: Number(one.limit),
      window_seconds: Number(one.window_seconds),
    })),
    credits: counts
      ? {
          remaining: toNumber(form.remaining),
          refill_amount: form.refill_interval ? toNumber(form.refill_amount) : undefined,
          refill_interval: (form.refill_interval || undefined) as "daily" | "monthly" | undefined,
        }
      : undefined,
    metadata: parseObject("metadata", form.metadata, words.invalidJson),
  };
}

export function toCreate(form: KeyForm, words: Words): CreateKey {
  return {
    ...common(form, words),
    environment: form.environment as "live" | "test",
    owner: form.owner.kind ? { type: form.owner.kind as Schemas["ApiKeyOwnerRequest"]["type"], id: form.owner.choice?.id ?? "" } : undefined,
    organization_id: form.organization?.id,
    expires_in_days: form.lifetime === "date" ? undefined : toNumber(form.lifetime),
    expires_at: form.lifetime === "date" ? fromLocal(form.expires_at) : undefined,
  };
}

/** Only what was changed, as a merge patch. */
export function toPatch(before: ApiKey, form: KeyForm, words: Words): PatchKey {
  const { metadata: oldMetadata, credits: oldCredits, ...old } = common(formOf(before), words);
  const { metadata, credits, ...next } = common(form, words);
  const patch = changes(old, next) as PatchKey;
  const inside = mergePatch(oldMetadata ?? {}, metadata ?? {});
  if (Object.keys(inside).length) patch.metadata = inside;
  if (oldCredits && !credits) patch.credits = null;
  else if (credits) {
    const counted = changes(oldCredits ?? {}, credits);
    if (Object.keys(counted).length) patch.credits = counted;
  }
  return patch;
}

/** `service-environment-purpose`: whoever sees the name in a log knows whom to call. */
export const isTellingName = (name: string) => /^[a-z0-9]+(-[a-z0-9]+){2,}$/i.test(name.trim());
