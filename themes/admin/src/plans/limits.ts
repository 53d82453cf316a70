import type { Schemas } from "@gatehouse/shared";

export type Plan = Schemas["Plan"];
export type Limit = (typeof LIMITS)[number];

/** What plans limit: things at a time, then uses in a month. */
export const LIMITS = ["agents", "api_keys", "webhook_endpoints", "domains", "seats", "tokens_per_month", "verifications_per_month"] as const;

/** A limit as its field holds it: empty for none. */
export type LimitTexts = Record<Limit, string>;

export const textsOf = (plan?: Plan) =>
  Object.fromEntries(LIMITS.map((limit) => [limit, plan?.limits[limit]?.toString() ?? ""])) as LimitTexts;

export const limitsOf = (texts: LimitTexts) =>
  Object.fromEntries(LIMITS.map((limit) => [limit, texts[limit].trim() ? Number(texts[limit]) : null])) as Record<Limit, number | null>;
