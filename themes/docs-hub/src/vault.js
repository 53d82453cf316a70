import { isSecretName, MASK, secretsIn } from "./mask.js";

/** `***masked:1***`: where a secret was in a text, and which. */
const PLACE = /\*\*\*masked:(\d+)\*\*\*/g;

const MIN_CREDENTIAL_LENGTH = 8;

/**
 * Keeps what is secret out of the page. The credential and the secrets of a body live in the variables of this function and
 * nowhere else: no element, no storage, no address.
 */
export function createVault() {
  let credential = null;
  let kept = [];

  const keep = (secret) => {
    const known = kept.indexOf(secret);
    return `***masked:${(known >= 0 ? known : kept.push(secret) - 1) + 1}***`;
  };
  const restore = (text, encode = (secret) => secret) =>
    text.replace(PLACE, (place, number) => (kept[number - 1] === undefined ? place : encode(kept[number - 1])));

  return {
    /** Takes a credential; null when its kind cannot be told. */
    set(text, kind) {
      const value = text.trim();
      const found = kind || kindOf(value);
      if (value.length < MIN_CREDENTIAL_LENGTH || !found) return null;
      credential = { kind: found, value };
      return found;
    },
    forget() {
      credential = null;
      kept = [];
    },
    /** `jwt`, `key` or null. */
    kind: () => credential?.kind ?? null,
    /** The header of the credential: its name, and its value for sending alone. */
    header: () =>
      credential === null
        ? null
        : credential.kind === "jwt"
          ? ["Authorization", `Bearer ${credential.value}`, `Bearer ${MASK}`]
          : ["X-API-Key", credential.value, MASK],
    /** All that has to be hidden wherever something is shown. */
    known: () => [credential?.value, ...kept].filter(Boolean),
    /** The text with numbered places instead of its secrets. */
    lift(text) {
      const value = parsed(text);
      const byName = value === undefined ? [] : named(value).map(inJson);
      // Written in JSON's way first, so that each is found however it was escaped.
      let lifted = byName.every((secret) => text.includes(secret)) ? text : JSON.stringify(value, null, 2);
      const all = [...new Set([...byName, ...secretsIn(lifted)])].sort((a, b) => b.length - a.length);
      for (const secret of all) lifted = lifted.replaceAll(secret, keep(secret));
      return lifted;
    },
    /** The text with its secrets in their places again; `encode` makes them fit for where they go. */
    restore,
    /** A value without its secrets; every place looks the same. */
    shown: (text) => text.replace(PLACE, MASK),
  };
}

/** What state the credential bar is in, in words. */
export const credentialState = (kind) => ({ jwt: "JWT set", key: "Key set" })[kind] ?? "No credentials set";

/** What kind of credential a text is by its form; null when it could be anything. */
export function kindOf(text) {
  if (/^eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*$/.test(text)) return "jwt";
  return /^[a-z][a-z0-9_]{0,15}_(?:live|test)_[A-Za-z0-9]{16,}$/.test(text) ? "key" : null;
}

/** Texts under secret names in a JSON value, but for places where one was already taken out. */
function named(value, name = "") {
  if (typeof value === "string") return value !== "" && isSecretName(name) && !isPlace(value) ? [value] : [];
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, member]) => named(member, Array.isArray(value) ? name : key));
}

const isPlace = (text) => text.replace(PLACE, "").replaceAll(MASK, "") === "";

/** As it stands inside a JSON string. */
const inJson = (text) => JSON.stringify(text).slice(1, -1);

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
