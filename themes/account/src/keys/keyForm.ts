import type { Schemas } from "@gatehouse/shared";

export type Key = Schemas["ApiKey"];

/** How long a key lives: as the realm has it, some days, or until a date. */
export const EXPIRIES = ["", "7", "30", "90", "180", "365", "date"] as const;

/** A key as the form holds it. It may wait in the browser for a login: no secret belongs here. */
export type KeyValues = {
  name: string;
  scopes: string[];
  expiry: (typeof EXPIRIES)[number];
  date: string;
  environment: Key["environment"];
  allowedIps: string;
};

export const NEW_KEY: KeyValues = { name: "", scopes: [], expiry: "", date: "", environment: "live", allowedIps: "" };

export const valuesOf = (key: Key): KeyValues => ({
  ...NEW_KEY,
  name: key.name,
  scopes: key.scopes,
  environment: key.environment,
  allowedIps: key.allowed_ips.join("\n"),
});

const addresses = (text: string) => text.split(/[\s,]+/).filter(Boolean);

export function createBody(values: KeyValues): Schemas["ApiKeyCreateRequest"] {
  return {
    name: values.name.trim(),
    scopes: values.scopes,
    environment: values.environment,
    allowed_ips: addresses(values.allowedIps),
    ...(values.expiry === "date" && { expires_at: endOf(values.date) }),
    ...(values.expiry !== "date" && values.expiry !== "" && { expires_in_days: Number(values.expiry) }),
  };
}

/** Only what was changed, so that another person's change of the rest stays. */
export function patchBody(values: KeyValues, before: Key): Schemas["ApiKeyPatchRequest"] {
  const body: Schemas["ApiKeyPatchRequest"] = {};
  const ips = addresses(values.allowedIps);
  if (values.name.trim() !== before.name) body.name = values.name.trim();
  if (values.scopes.join(" ") !== before.scopes.join(" ")) body.scopes = values.scopes;
  if (ips.join(" ") !== before.allowed_ips.join(" ")) body.allowed_ips = ips;
  return body;
}

/** The last second of that day where the person is; the API says what is wrong with a day that there is not. */
function endOf(day: string): string {
  const end = new Date(`${day}T23:59:59`);
  return Number.isNaN(end.getTime()) ? day : end.toISOString().replace(/\.\d+Z$/, "Z");
}
