// When the next request may be sent. The page never sends one by itself, and never before this says so.

/** Used where a refusal does not say how long to wait. */
const DEFAULT_SECONDS = 30;
/** Whoever says more is believed as far as this page lives. */
const MAX_SECONDS = 86_400;

/**
 * Seconds that the server asks to wait, 0 for none.
 *
 * @param status of the answer
 * @param header gives a header of it by name, or null
 * @param nowMs time of the answer, for a Retry-After that is a date (RFC 9110 10.2.3)
 */
export function pauseSeconds(status, header, nowMs) {
  const asked = retryAfter(header("Retry-After"), nowMs);
  if (status === 429 || status === 503) return Math.max(asked ?? DEFAULT_SECONDS, 1);
  return Math.max(asked ?? 0, usedUp(header("RateLimit")));
}

function retryAfter(text, nowMs) {
  if (text === null || text.trim() === "") return null;
  if (/^\d+$/.test(text.trim())) return Math.min(Number(text), MAX_SECONDS);
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.min(Math.max(Math.ceil((at - nowMs) / 1000), 0), MAX_SECONDS);
}

/** `"name";r=0;t=30` (RateLimit header fields for HTTP): the longest wait among the limits of which nothing remains. */
function usedUp(text) {
  if (!text) return 0;
  const waits = text.split(",").map((limit) => {
    const value = (name) => new RegExp(`;\\s*${name}\\s*=\\s*(\\d+)`).exec(limit)?.[1];
    return value("r") === "0" ? Math.min(Number(value("t") ?? DEFAULT_SECONDS), MAX_SECONDS) : 0;
  });
  return Math.max(...waits);
}
