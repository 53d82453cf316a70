import type { Schemas } from "@gatehouse/shared";

/** One limit as the page shows it; `limit` is undefined where there is none. */
export type Used = { name: string; used: number; limit?: number };

/** From this share of a limit on people are warned, as the event billing.limit_reached tells it. */
const WARN_PERCENT = 80;

/** A limit of 0 is no warning: there was never anything to use up. */
export function levelOf({ used, limit }: Used): "near" | "full" | undefined {
  if (!limit) return undefined;
  if (used >= limit) return "full";
  return used * 100 >= limit * WARN_PERCENT ? "near" : undefined;
}

/** The plan's name, undefined where there is none. */
export const planOf = ({ subscription_tier: tier, token_limit: limit }: Schemas["Billing"]) =>
  tier === "unlimited" && limit == null ? undefined : tier;

/** What all whom the plan covers used of its tokens in this month; undefined where the plan does not limit them. */
export function tokensOf(billing: Schemas["Billing"]): Used | undefined {
  const { token_limit: limit, token_balance: left } = billing;
  return limit == null || left == null ? undefined : { name: "tokens_per_month", used: limit - left, limit };
}

/** A limit that a bar can show a share of. */
export const hasShare = (used: Used): used is Used & { limit: number } => !!used.limit;

export const limitsOf = (usage: Schemas["Usage"]): Used[] =>
  usage.limits.map(({ name, used, limit }) => ({ name, used, limit: limit ?? undefined }));
