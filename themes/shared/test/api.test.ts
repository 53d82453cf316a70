import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, beforeEach, test } from "node:test";
import { createApi, data } from "../src/api.ts";
import { Problem } from "../src/problem.ts";

type Answer = { status: number; headers?: Record<string, string>; body?: string };

let answer: Answer;
let asked: { method?: string; url?: string; headers: IncomingMessage["headers"]; body: string };
let baseUrl: string;

const server = createServer((request: IncomingMessage, response: ServerResponse) => {
  let body = "";
  request.on("data", (chunk) => (body += chunk));
  request.on("end", () => {
    asked = { method: request.method, url: request.url, headers: request.headers, body };
    response.writeHead(answer.status, answer.headers);
    response.end(answer.body);
  });
});

const json = (status: number, value: unknown): Answer => ({
  status,
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(value),
});

before(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/realms/demo/gatehouse/v1`;
});
after(() => server.close());
beforeEach(() => {
  answer = json(200, {});
});

const api = (token: string | undefined = "t-1") => createApi({ baseUrl, token: async () => token });

test("a call has its path, query and the token of that moment", async () => {
  const tokens = ["first", "second"];
  const client = createApi({ baseUrl, token: async () => tokens.shift() });
  await client.GET("/agents/{id}", { params: { path: { id: "agent_0123456789ab" } } });
  assert.equal(asked.url, "/realms/demo/gatehouse/v1/agents/agent_0123456789ab");
  assert.equal(asked.headers.authorization, "Bearer first");
  await client.GET("/api-keys", { params: { query: { status: "active", search: undefined, limit: 20 } } });
  assert.equal(asked.url, "/realms/demo/gatehouse/v1/api-keys?status=active&limit=20");
  assert.equal(asked.headers.authorization, "Bearer second");
});

test("without a token the call says so by having none", async () => {
  await createApi({ baseUrl, token: async () => undefined }).GET("/settings");
  assert.equal(asked.headers.authorization, undefined);
});

test("a body goes as JSON and the answer comes back", async () => {
  answer = json(201, { id: "k-1", key: "ak_test" });
  const made = await data(api().POST("/api-keys", { body: { name: "ci", environment: "test" } }));
  assert.equal(made.key, "ak_test");
  assert.equal(asked.method, "POST");
  assert.deepEqual(JSON.parse(asked.body), { name: "ci", environment: "test" });
  assert.equal(asked.headers["content-type"], "application/json");
});

test("a refusal rejects with what the API said", async () => {
  answer = {
    ...json(403, { status: 403, code: "reauthentication_required", detail: "Log in again.", request_id: "r-2" }),
    headers: { "Content-Type": "application/problem+json" },
  };
  await assert.rejects(api().POST("/api-keys", { body: { name: "ci", environment: "live" } }), (reason: unknown) => {
    assert.ok(reason instanceof Problem);
    assert.equal(reason.status, 403);
    assert.equal(reason.code, "reauthentication_required");
    assert.equal(reason.requestId, "r-2");
    return true;
  });
});

test("a refusal with a challenge keeps it", async () => {
  answer = {
    status: 401,
    headers: {
      "Content-Type": "application/problem+json",
      "WWW-Authenticate": 'Bearer error="insufficient_user_authentication", max_age="300"',
    },
    body: JSON.stringify({ status: 401, code: "insufficient_user_authentication", detail: "Log in again." }),
  };
  await assert.rejects(api().POST("/approvals/{id}/deny", { params: { path: { id: "a-1" } } }), (reason: unknown) => {
    assert.deepEqual((reason as Problem).stepUp, { maxAge: 300, acrValues: undefined });
    return true;
  });
});

test("a proxy's page is a refusal with its status alone", async () => {
  answer = { status: 502, headers: { "Content-Type": "text/html" }, body: "<h1>Bad Gateway</h1>" };
  await assert.rejects(api().GET("/settings"), { name: "Problem", status: 502, message: "HTTP 502" });
});

test("no content is no fault, but data asks for some", async () => {
  answer = { status: 204 };
  await api().DELETE("/api-keys/{id}", { params: { path: { id: "k-1" } } });
  assert.equal(asked.method, "DELETE");
  await assert.rejects(data(api().GET("/settings")), { name: "Problem", status: 502 });
});
