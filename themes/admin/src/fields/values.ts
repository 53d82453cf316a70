import { Problem } from "@gatehouse/shared";

/** A fault that the form finds itself, shown where the server's would be. */
export const fault = (name: string, detail: string) => new Problem(422, { code: "invalid", errors: [{ pointer: `/${name}`, code: "invalid", detail }] });

/** The object that a field holds as JSON; undefined for an empty field. */
export function parseObject(name: string, text: string, message: string): Record<string, unknown> | undefined {
  if (!text.trim()) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (value && typeof value === "object" && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Said below, as for JSON that is no object.
  }
  throw fault(name, message);
}

export const showObject = (value?: object | null) => (value && Object.keys(value).length ? JSON.stringify(value, null, 2) : "");

/** What an input of the type datetime-local holds, from a time of the API. */
export function toLocal(iso?: string | null): string {
  if (!iso) return "";
  const date = new Date(iso);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

export const fromLocal = (local: string): string | undefined => (local ? new Date(local).toISOString() : undefined);

export const toNumber = (text: string): number | undefined => (text.trim() ? Number(text) : undefined);

/** The members of `after` that differ from `before`: the body of a merge patch. */
export function changes<T extends object>(before: T, after: T): Partial<T> {
  const keys = Object.keys(after) as (keyof T)[];
  return Object.fromEntries(keys.filter((key) => !same(before[key], after[key])).map((key) => [key, after[key] ?? null])) as Partial<T>;
}

const same = (one: unknown, other: unknown) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

/**
 * A merge patch (RFC 7396) that turns one object into another: what is gone must be named with null, or it stays.
 */
export function mergePatch(before: Record<string, unknown>, after: Record<string, unknown>): Record<string, unknown> {
  const patch: Record<string, unknown> = {};
  for (const key of Object.keys(before)) if (!(key in after)) patch[key] = null;
  for (const [key, value] of Object.entries(after)) {
    const old = before[key];
    if (same(old, value)) continue;
    patch[key] = isObject(old) && isObject(value) ? mergePatch(old, value) : value;
  }
  return patch;
}

const isObject = (value: unknown): value is Record<string, unknown> => !!value && typeof value === "object" && !Array.isArray(value);
