import type { Schemas } from "@gatehouse/shared";

export type Json = Record<string, unknown>;
export type Rule = Json & { id?: string; effect?: string; when?: Json; throttle?: Json; approval?: Json; message?: string };

/** A policy as it is written. Members that the form does not know are kept, so that the server can speak about them. */
export type Draft = Json & {
  name: string;
  description?: string | null;
  priority?: number;
  is_active?: boolean;
  mode?: string;
  applies_to_stock_grants?: boolean;
  rules: Rule[];
};

export const EFFECTS = ["deny", "require_approval", "throttle", "allow"] as const;

export const newDraft = (): Draft => ({
  name: "",
  description: null,
  priority: 100,
  is_active: true,
  mode: "enforce",
  applies_to_stock_grants: false,
  rules: [{ id: "rule-1", effect: "deny", when: {} }],
});

/** What can be written of a stored policy. Whether it is on is switched by an act of its own. */
export function draftOf(policy: Schemas["Policy"] | Schemas["PolicyVersion"] | Schemas["PolicyPendingChange"]): Draft {
  const { name, description, priority, mode, applies_to_stock_grants, rules } = policy;
  return { name, description, priority, mode, applies_to_stock_grants, rules: rules as unknown as Rule[] };
}

export const pretty = (value: unknown) => JSON.stringify(value, null, 2);

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);

export type Reading = { draft: Draft } | { fault: { kind: "syntax" | "shape"; text: string } };

/** Reads what was typed. What the form cannot show is a fault of the text, which stays as it is. */
export function readDraft(text: string): Reading {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (reason) {
    return { fault: { kind: "syntax", text: reason instanceof Error ? reason.message : String(reason) } };
  }
  const wrong = wrongShape(value);
  return wrong === undefined ? { draft: { name: "", ...(value as Json) } as Draft } : { fault: { kind: "shape", text: wrong } };
}

/** The place whose type is not what a form can show, or undefined. */
function wrongShape(value: unknown): string | undefined {
  if (!isObject(value)) return "/";
  if (value.name !== undefined && typeof value.name !== "string") return "/name";
  if (!Array.isArray(value.rules)) return "/rules";
  for (const [index, rule] of value.rules.entries()) {
    if (!isObject(rule)) return `/rules/${index}`;
    for (const member of ["when", "throttle", "approval"])
      if (rule[member] !== undefined && !isObject(rule[member])) return `/rules/${index}/${member}`;
    for (const member of ["id", "effect", "message"])
      if (rule[member] !== undefined && typeof rule[member] !== "string") return `/rules/${index}/${member}`;
  }
  return undefined;
}

export const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** The members that differ from what is stored: a change says no more than that, so that a new name alone stays one. */
export function changedMembers(draft: Draft, stored: Draft): Json {
  return Object.fromEntries(Object.entries(draft).filter(([member, value]) => !isSame(value, stored[member])));
}

/** A value of a condition as lines, and back: one line is a text, several are a list. */
export const linesOf = (value: unknown) => (Array.isArray(value) ? value : value === undefined ? [] : [value]).map(String);

export function valueOf(lines: readonly string[]): unknown {
  return lines.length === 1 ? lines[0] : [...lines];
}

/** A name as it stands in a JSON pointer (RFC 6901). */
export const pointerPart = (name: string) => name.replaceAll("~", "~0").replaceAll("/", "~1");

/** An id for a new rule that no other has. */
export function freeRuleId(rules: readonly Rule[]): string {
  const taken = new Set(rules.map((rule, index) => rule.id ?? `rule-${index + 1}`));
  let number = rules.length + 1;
  while (taken.has(`rule-${number}`)) number++;
  return `rule-${number}`;
}
