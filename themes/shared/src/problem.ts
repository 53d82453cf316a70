import type { components } from "./openapi";

type ProblemBody = components["schemas"]["Problem"];

/** A refusal by the API: RFC 9457 problem details, or what can be said of an answer that is none. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly requestId?: string;
  readonly requiredScope?: string;
  private readonly fields: ReadonlyArray<{ pointer: string; detail: string }>;

  constructor(status: number, body?: Partial<ProblemBody>) {
    super(body?.detail ?? body?.title ?? `HTTP ${status}`);
    this.name = "Problem";
    this.status = status;
    this.code = body?.code ?? "unknown";
    this.requestId = body?.request_id;
    this.requiredScope = body?.required_scope;
    this.fields = body?.errors ?? [];
  }

  /** What is wrong with one field; `name` is a member of the body, nested ones with slashes (`rate_limits/0/limit`). */
  field(name: string): string | undefined {
    return this.fields.find((field) => field.pointer === `/${name}`)?.detail;
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
