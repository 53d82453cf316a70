import createClient, { type Middleware } from "openapi-fetch";
import type { components, paths } from "./openapi";
import { Problem } from "./problem.ts";

export type Schemas = components["schemas"];

/** What the client needs of the console that it runs in. */
export type ApiOptions = {
  /** The root of the API, without a slash at its end. */
  baseUrl: string;
  /** A token that is still good; asked before each call. */
  token: () => Promise<string | undefined>;
  fetch?: typeof fetch;
};

/**
 * The API, typed by docs/openapi.json. `api.GET("/agents/{id}", …)` resolves to `{data}` and rejects with a {@link Problem};
 * it never resolves with a refusal.
 */
export function createApi({ baseUrl, token, fetch }: ApiOptions) {
  const client = createClient<paths>({ baseUrl, fetch, credentials: "omit", cache: "no-store" });
  const middleware: Middleware = {
    async onRequest({ request }) {
      const bearer = await token();
      if (bearer) request.headers.set("Authorization", `Bearer ${bearer}`);
      request.headers.set("Accept", "application/json, application/problem+json");
      return request;
    },
    async onResponse({ response }) {
      if (!response.ok) throw await problemOf(response);
    },
  };
  client.use(middleware);
  return client;
}

export type Api = ReturnType<typeof createApi>;

/** Reads a refusal; an answer that is not JSON (a proxy's page) gives its status alone. */
export async function problemOf(response: Response): Promise<Problem> {
  const challenge = response.headers.get("WWW-Authenticate");
  try {
    return new Problem(response.status, await response.json(), challenge);
  } catch {
    return new Problem(response.status, undefined, challenge);
  }
}

/** The body of an answer that has one. */
export async function data<T>(call: Promise<{ data?: T }>): Promise<T> {
  const answer = await call;
  if (answer.data === undefined) throw new Problem(502, { detail: "The server's answer was empty" });
  return answer.data;
}
