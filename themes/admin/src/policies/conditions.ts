/** How the value of a condition is written in the form. */
export type ConditionKind = "agents" | "list" | "choice" | "number" | "time" | "cel";

/** The conditions that rules know, as docs/guide/policies.md lists them; `metadata.…` stands for any member of the metadata. */
export const CONDITIONS: Readonly<Record<string, ConditionKind>> = {
  scope: "list",
  target: "list",
  agent: "agents",
  owner: "list",
  organization: "list",
  ttl_above: "number",
  chain_depth_above: "number",
  time: "time",
  ip: "list",
  mode: "choice",
  auth_method: "list",
  grant: "list",
  key_environment: "choice",
  framework: "list",
  model_provider: "list",
  intent_matches: "list",
  cel: "cel",
};

export const CHOICES: Readonly<Record<string, readonly string[]>> = {
  mode: ["autonomous", "delegated", "both"],
  key_environment: ["live", "test"],
};

export const METADATA = "metadata.";

/** What a new condition begins with; empty ones are refused by the server, at their field. */
export function firstValue(name: string): unknown {
  switch (CONDITIONS[name]) {
    case "number":
      return name === "ttl_above" ? 900 : 1;
    case "time":
      return { hours: "20:00-06:00", zone: Intl.DateTimeFormat().resolvedOptions().timeZone };
    case "cel":
      return "";
    default:
      return [];
  }
}

/** Whether the form can show this value; what it cannot is shown as JSON. */
export function kindOf(name: string, value: unknown): ConditionKind | "json" {
  const kind = name.startsWith(METADATA) ? "list" : CONDITIONS[name];
  const isPlain = (one: unknown) => typeof one !== "object" || one === null;
  switch (kind) {
    case "agents":
    case "list":
    case "choice":
      return Array.isArray(value) ? (value.every(isPlain) ? kind : "json") : isPlain(value) ? kind : "json";
    case "number":
      return typeof value === "number" || value === "" ? kind : "json";
    case "time":
      return isTime(value) ? kind : "json";
    case "cel":
      return typeof value === "string" ? kind : "json";
    default:
      return "json";
  }
}

const TIME_MEMBERS = new Set(["days", "hours", "zone"]);

function isTime(value: unknown): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.entries(value).every(
    ([member, part]) =>
      TIME_MEMBERS.has(member) && (typeof part === "string" || (member === "days" && Array.isArray(part))),
  );
}
