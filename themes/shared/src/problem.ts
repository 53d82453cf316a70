import type { components } from "./openapi";

type ProblemBody = components["schemas"]["Problem"];

/** How the person has to log in before the same call is answered (RFC 9470). */
export type StepUp = { maxAge?: number; acrValues?: string };

/** A refusal by the API: RFC 9457 problem details, or what can be said of an answer that is none. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly requestId?: string;
  readonly requiredScope?: string;
  readonly stepUp?: StepUp;
  private readonly fields: ReadonlyArray<{ pointer: string; detail: string }>;

  constructor(status: number, body?: Partial<ProblemBody>, challenge?: string | null) {
    super(body?.detail ?? body?.title ?? `HTTP ${status}`);
    this.name = "Problem";
    this.status = status;
    this.code = body?.code ?? "unknown";
    this.requestId = body?.request_id;
    this.requiredScope = body?.required_scope;
    this.fields = body?.errors ?? [];
    this.stepUp = challenge ? stepUpOf(challenge) : undefined;
  }

  /**
   * What is wrong with one field and with what is inside it; `name` is a member of the body, nested ones with slashes
   * (`rate_limits/0/limit`).
   */
  field(name: string): string | undefined {
    const faults = this.fields.filter(({ pointer }) => pointer === `/${name}` || pointer.startsWith(`/${name}/`));
    return faults.length ? [...new Set(faults.map(({ detail }) => detail))].join(" ") : undefined;
  }

  /** Each thing that is wrong with one member itself, which may be several (tests that a policy does not pass). */
  all(name: string): string[] {
    return this.fields.filter((field) => field.pointer === `/${name}`).map((field) => field.detail);
  }

  /** What is wrong with fields that the form does not show; empty when each has its place. */
  others(shown: readonly string[]): string[] {
    const isShown = (pointer: string) => shown.some((name) => pointer === `/${name}` || pointer.startsWith(`/${name}/`));
    return this.fields
      .filter((field) => !isShown(field.pointer))
      .map((field) => (field.pointer ? `${field.pointer.slice(1)}: ${field.detail}` : field.detail));
  }

  /** True when each fault has a field of its own, so that no text above the form is needed. */
  isAllIn(shown: readonly string[]): boolean {
    return this.fields.length > 0 && this.others(shown).length === 0;
  }
}

/** Reads the challenge `Bearer error="insufficient_user_authentication", max_age="300"`; any other is none. */
function stepUpOf(challenge: string): StepUp | undefined {
  const parameter = (name: string) => new RegExp(`\\b${name}="?([^",]*)"?`).exec(challenge)?.[1];
  if (parameter("error") !== "insufficient_user_authentication") return undefined;
  const maxAge = Number.parseInt(parameter("max_age") ?? "", 10);
  return { maxAge: Number.isNaN(maxAge) ? undefined : maxAge, acrValues: parameter("acr_values") };
}
