import type { Schemas } from "@gatehouse/shared";

export type EventType = Schemas["EventType"];

/** A family of event types: all that begin with the same words, `agent.` or `admin.user.`. */
export type EventGroup = { name: string; glob: string; isOptIn: boolean; types: EventType[] };

const isStock = (text: string) => text.startsWith("user.") || text.startsWith("admin.");

/** Whether a webhook with this glob is told of this type, as the server decides it. */
export function matches(glob: string, type: string): boolean {
  if (isStock(type) && !isStock(glob)) return false;
  const pattern = glob.split("*").map((part) => part.replace(/[.\\+?^${}()|[\]]/g, "\\$&"));
  return new RegExp(`^${pattern.join(".*")}$`).test(type);
}

/** What a glob may look like: words of lower-case letters, digits, `_`, `-` and up to three stars, with full stops between. */
export const isGlob = (text: string) =>
  text.length <= 64 && /^[a-z0-9_*-]+(\.[a-z0-9_*-]+)*$/.test(text) && !text.includes("**") && text.split("*").length <= 4;

/** The types in families, ours first; Keycloak's admin events are many, so these go by what was changed. */
export function groupsOf(types: readonly EventType[]): EventGroup[] {
  const groups = new Map<string, EventGroup>();
  for (const type of types) {
    const words = type.type.split(".");
    const name = words[0] === "admin" ? words.slice(0, 2).join(".") : words[0];
    const group = groups.get(name) ?? { name, glob: `${name}.*`, isOptIn: type.is_opt_in, types: [] };
    group.types.push(type);
    groups.set(name, group);
  }
  return [...groups.values()];
}

/** The globs after a family or one of its types was ticked or not. */
export function toggle(globs: readonly string[], glob: string, isOn: boolean): string[] {
  const others = globs.filter((other) => other !== glob);
  return isOn ? [...others.filter((other) => !(glob.endsWith(".*") && matches(glob, other))), glob] : others;
}
