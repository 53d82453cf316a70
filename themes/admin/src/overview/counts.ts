import { asProblem, data, type Api, type Problem } from "@gatehouse/shared";
import { spans } from "../charts/TimeChart";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The spans of time that can be looked at, each in bars of equal length. */
export const RANGES = {
  "24h": { lengthMs: DAY_MS, bars: 8 },
  "7d": { lengthMs: 7 * DAY_MS, bars: 7 },
  "30d": { lengthMs: 30 * DAY_MS, bars: 10 },
} as const;

export type Range = keyof typeof RANGES;

/** The server counts by looking at each event of a span: from this many on the page does not ask it to. */
export const MOST_EVENTS = 250_000;

/** Calls at one time, so that the page does not take the server from others. */
const AT_ONCE = 4;

export type TokenCounts = { since: string; starts: number[]; issued: number[]; denied: number[] };
export type Counted = TokenCounts | { since: string; events: number };

type Query = { type?: string; since?: string; until?: string };

async function count(api: Api, query: Query): Promise<number> {
  const page = await data(api.GET("/audit/events", { params: { query: { ...query, limit: 1, page: 1 } } }));
  return page.pagination.total ?? 0;
}

/** How many events the log has up to a time; numbers have no gaps, so the newest one before it tells without counting. */
async function sizeAt(api: Api, until?: string): Promise<number> {
  const { items } = await data(api.GET("/audit/events", { params: { query: { until, limit: 1 } } }));
  return items.length ? items[0].seq + 1 : 0;
}

/** Tokens issued and denied in each bar, or how many events there are when they are too many to count. */
export async function countTokens(api: Api, range: Range): Promise<Counted> {
  const { lengthMs, bars } = RANGES[range];
  const now = Date.now();
  const starts = spans(now - lengthMs, now, bars);
  const times = starts.map((start) => new Date(start).toISOString());
  const since = times[0];
  const events = (await sizeAt(api)) - (await sizeAt(api, since));
  if (events > MOST_EVENTS) return { since, events };
  const bar = (type: string) => times.slice(0, bars).map((start, at) => ({ type, since: start, until: times[at + 1] }));
  const wanted = [...bar("token.issued"), ...bar("token.denied")];
  const counts = events === 0 ? wanted.map(() => 0) : await inTurns(wanted, (query) => count(api, query));
  return { since, starts, issued: counts.slice(0, bars), denied: counts.slice(bars) };
}

async function inTurns<A, B>(all: readonly A[], act: (item: A) => Promise<B>): Promise<B[]> {
  const answers = new Array<B>(all.length);
  let next = 0;
  const turn = async () => {
    for (let at = next++; at < all.length; at = next++) answers[at] = await act(all[at]);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, turn));
  return answers;
}

export const AGENT_STATES = ["active", "pending", "paused", "expired", "revoked"] as const;

/** A number, or why there is none. */
export type Figure = { value?: number; problem?: Problem };

const figure = (call: Promise<{ pagination: { total?: number } }>): Promise<Figure> =>
  call.then(
    (page) => ({ value: page.pagination.total ?? 0 }),
    (reason) => ({ problem: asProblem(reason) }),
  );

const ONE = { limit: 1, page: 1 } as const;

export const countAgents = (api: Api) =>
  Promise.all(AGENT_STATES.map((status) => figure(data(api.GET("/agents", { params: { query: { ...ONE, status } } })))));

export const countApprovals = (api: Api, status?: "pending") =>
  figure(data(api.GET("/approvals", { params: { query: { ...ONE, status } } })));

export const countPolicies = (api: Api) => figure(data(api.GET("/policies", { params: { query: ONE } })));

/** A realm has at most 100 webhooks: one call shows how all of them do. */
export async function countWebhooks(api: Api) {
  const { items } = await data(api.GET("/webhooks", { params: { query: { limit: 100 } } }));
  const failing = items.filter((webhook) => webhook.is_active && webhook.failing_since).length;
  const disabled = items.filter((webhook) => !webhook.is_active).length;
  return { all: items.length, failing, disabled };
}

const KEY_PAGES = 5;
export const EXPIRING_DAYS = 14;

/** Active keys that end within two weeks, among the newest few hundred: the API neither sorts by the end nor filters by it. */
export async function countExpiringKeys(api: Api) {
  const before = Date.now() + EXPIRING_DAYS * DAY_MS;
  let [looked, expiring, cursor] = [0, 0, undefined as string | undefined];
  for (let page = 0; page < KEY_PAGES; page++) {
    const answer = await data(api.GET("/api-keys", { params: { query: { status: "active", limit: 100, cursor } } }));
    looked += answer.items.length;
    expiring += answer.items.filter((key) => Date.parse(key.expires_at) < before).length;
    cursor = answer.pagination.next_cursor ?? undefined;
    if (!cursor) break;
  }
  return { expiring, looked, isAll: !cursor };
}
