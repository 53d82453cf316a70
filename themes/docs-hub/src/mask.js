/** What stands in the place of a secret, wherever something is shown. */
export const MASK = "***masked***";

/**
 * Secrets by their shape: API keys and agents' secrets of any prefix, webhook secrets and signing keys, JWTs (also one that is cut
 * off), private keys in PEM.
 */
const SHAPES = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /\beyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){0,4}/g,
  /\bwhs(?:ec|k)_[A-Za-z0-9+/=_-]{8,}/g,
  /\b[A-Za-z][A-Za-z0-9_]{0,20}_(?:live|test)_[A-Za-z0-9_-]{16,}/g,
  /\b(?:ak|sk)_[A-Za-z0-9_-]{16,}/g,
];

/** Members that hold a secret whatever it looks like. `key_id`, `token_type` and their like hold none. */
const SECRET_NAME =
  /(?:^|[_-])(?:secret|secret_?key|client_?secret|signing_?secret|password|passwd|token|assertion|api_?key|full_?key|raw_?key|hmac_?key|private_?key|authorization|cookie|dpop|proof)$|^(?:key|x-api-key|subject_token|actor_token)$/i;
/** Parts of a private or symmetric JWK (RFC 7518 6). */
const PRIVATE_JWK = new Set(["d", "p", "q", "dp", "dq", "qi", "k", "oth"]);
/** What is shorter is no secret, and to hide it would hide half of every text. */
const MIN_KNOWN_LENGTH = 4;
const NO_SECRETS = new Set(["next_token"]);

/** Whether a member or header of this name holds a secret. */
export const isSecretName = (name) => SECRET_NAME.test(name) && !NO_SECRETS.has(name);

/**
 * A text without secrets.
 *
 * @param known secrets that are to be hidden whatever they look like, such as the credential that is set
 */
export function maskText(text, known = []) {
  let masked = text;
  for (const secret of known) if (secret.length >= MIN_KNOWN_LENGTH) masked = masked.replaceAll(secret, MASK);
  for (const shape of SHAPES) masked = masked.replace(shape, MASK);
  return masked;
}

/** All secrets of a text that can be told by their shape. */
export const secretsIn = (text) => SHAPES.flatMap((shape) => [...text.matchAll(shape)].map(([secret]) => secret));

/** A JSON value without secrets: by shape everywhere, by name whatever it looks like. */
export function maskValue(value, known = [], name = "") {
  if (typeof value === "string") return value !== "" && isSecretName(name) ? MASK : maskText(value, known);
  // Numbers and truth values under such a name are counts and switches; nobody makes those secret.
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((item) => maskValue(item, known, name));
  const isJwk = typeof value.kty === "string";
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      maskText(key, known),
      isJwk && PRIVATE_JWK.has(key) ? MASK : maskValue(member, known, key),
    ]),
  );
}

/** A body without secrets, laid out when it is JSON; lines of JSON stay lines. */
export function maskBody(text, known = []) {
  const whole = parsed(text);
  if (whole !== undefined) return JSON.stringify(maskValue(whole, known), null, 2);
  const lines = text.split("\n").map((line) => {
    const value = /^\s*[[{]/.test(line) ? parsed(line) : undefined;
    return value === undefined ? line : JSON.stringify(maskValue(value, known));
  });
  return maskText(lines.join("\n"), known);
}

/** Headers as lines of text without secrets. */
export const maskHeaders = (headers, known = []) =>
  [...headers].map(([name, value]) => `${name}: ${isSecretName(name) ? MASK : maskText(value, known)}`);

/** The beginning of a text that is too long, without a last word that may be a part of a secret. */
export function cut(text, maxLength) {
  if (text.length <= maxLength) return { text, isCut: false };
  return { text: text.slice(0, maxLength).replace(/[A-Za-z0-9_.\-+/=]*$/, ""), isCut: true };
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
