/** Hashes of the audit log as docs/guide/audit.md says: RFC 8785 for a leaf's bytes, RFC 6962 for leaves and nodes. */

export type Bytes = Uint8Array<ArrayBuffer>;

const text = new TextEncoder();

/** 32 zero bytes: what the first record names as the record before it. */
export const NONE: Bytes = new Uint8Array(32);

export const utf8 = (value: string): Bytes => text.encode(value) as Bytes;

/** The canonical JSON of a value (RFC 8785): names in the order of their UTF-16 units, numbers as ECMAScript writes them. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(",")}}`;
}

export function concat(...parts: Uint8Array[]): Bytes {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export const sha256 = async (bytes: Bytes): Promise<Bytes> => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));

/** SHA-256 of a zero byte and the leaf's canonical JSON. */
export const leafHash = (leaf: unknown) => sha256(concat(new Uint8Array([0]), utf8(canonical(leaf))));

/** SHA-256 of a one byte and both hashes below. */
export const nodeHash = (left: Uint8Array, right: Uint8Array) => sha256(concat(new Uint8Array([1]), left, right));

/** The commitment to a fact about a person: SHA-256 of its name, a zero byte, the salt and the value. */
export const commitment = async (name: string, salt: string, value: string) =>
  base64Url(await sha256(concat(utf8(name), new Uint8Array([0]), fromBase64(salt), utf8(value))));

export const base64 = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes));

export const base64Url = (bytes: Uint8Array) =>
  base64(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

/** Reads base64 of both kinds. */
export const fromBase64 = (value: string): Bytes =>
  Uint8Array.from(atob(value.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
