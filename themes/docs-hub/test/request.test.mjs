import assert from "node:assert/strict";
import { test } from "node:test";
import { compose, curl, isGrave, preview, send, shownAddress } from "../src/request.js";
import { createVault } from "../src/vault.js";

const ROOT = "https://kc.example/realms/demo/gatehouse/v1";
const JWT = "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl";
const verify = { method: "POST", path: "/tokens/verify", parameters: [], body: { type: "application/json" } };
const list = {
  method: "GET",
  path: "/api-keys/{id}",
  parameters: [
    { in: "path", name: "id", required: true },
    { in: "query", name: "search" },
    { in: "header", name: "X-Project-Id" },
  ],
  body: null,
};

test("parameters are encoded, empty ones are left out", () => {
  const request = compose(list, ROOT, { "path:id": "a/b", "query:search": "x&y", "header:X-Project-Id": "" }, null);
  assert.equal(request.address, `${ROOT}/api-keys/a%2Fb?search=x%26y`);
  assert.deepEqual(request.headers, []);
  assert.deepEqual(request.missing, []);
});

test("missing path parameter is named", () => {
  assert.deepEqual(compose(list, ROOT, {}, null).missing, ["id"]);
});

test("preview and curl show no secret", () => {
  const vault = createVault();
  vault.set(JWT, "");
  const request = compose(verify, ROOT, {}, '{"token":"opaque-secret-of-mine","audience":"a"}');
  for (const text of [preview(request, vault), curl(request, vault)]) {
    assert.ok(text.includes("***masked***"));
    assert.ok(text.includes("Authorization: Bearer ***masked***"));
    assert.ok(!text.includes("eyJ") && !text.includes("opaque"), text);
  }
});

test("quotes in a body cannot end the argument of curl", () => {
  const request = compose(verify, ROOT, {}, `{"a":"it's"}`);
  assert.match(curl(request, createVault()), /it'\\''s/);
});

test("secret of a query is not shown", () => {
  assert.equal(shownAddress("https://a/b?token=abc&x=1", []), "https://a/b?token=***masked***&x=1");
});

test("what is sent has the secrets, once, without cookies, to this origin", async () => {
  const vault = createVault();
  vault.set(JWT, "");
  const request = compose(verify, ROOT, {}, vault.lift('{"token":"opaque-secret"}'));
  const calls = [];
  await send(request, vault, { origin: "https://kc.example", fetch: async (...call) => calls.push(call) });
  assert.equal(calls.length, 1);
  const [address, options] = calls[0];
  assert.equal(address, `${ROOT}/tokens/verify`);
  assert.equal(options.headers.get("Authorization"), `Bearer ${JWT}`);
  assert.equal(options.body, '{"token":"opaque-secret"}');
  assert.equal(options.credentials, "omit");
  assert.equal(options.redirect, "error");
});

test("secret of a path comes back encoded", async () => {
  const vault = createVault();
  const key = "ak_live_" + "a".repeat(30);
  const request = compose(list, ROOT, { "path:id": vault.lift(key) }, null);
  assert.ok(!preview(request, vault).includes(key));
  let sent = "";
  await send(request, vault, { origin: "https://kc.example", fetch: async (address) => (sent = address) });
  assert.equal(sent, `${ROOT}/api-keys/${key}`);
});

test("another origin is refused before anything is sent", () => {
  const request = compose(verify, "https://evil.example", {}, "{}");
  assert.throws(() => send(request, createVault(), { origin: "https://kc.example", fetch: () => assert.fail("sent") }));
});

test("what takes something away is grave", () => {
  assert.ok(isGrave({ method: "DELETE", path: "/api-keys/{id}" }));
  assert.ok(isGrave({ method: "POST", path: "/tokens/revoke-all" }));
  assert.ok(!isGrave({ method: "POST", path: "/tokens/verify" }));
});
