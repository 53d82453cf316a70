import assert from "node:assert/strict";
import { test } from "node:test";
import { Problem } from "../src/problem.ts";

const invalid = new Problem(422, {
  detail: "The request is invalid; see errors.",
  code: "validation_failed",
  request_id: "r-1",
  errors: [
    { pointer: "/name", code: "required", detail: "name is required." },
    { pointer: "/allowed_ips/1", code: "invalid_value", detail: "No address." },
    { pointer: "/allowed_ips/2", code: "invalid_value", detail: "No address." },
    { pointer: "/scopes", code: "scope_not_allowed", detail: "Not a." },
    { pointer: "/scopes", code: "scope_not_allowed", detail: "Not b." },
    { pointer: "", code: "idempotency_key_reused", detail: "Used before." },
  ],
});

test("says what the API said", () => {
  assert.equal(invalid.message, "The request is invalid; see errors.");
  assert.equal(invalid.code, "validation_failed");
  assert.equal(invalid.requestId, "r-1");
  assert.ok(invalid instanceof Error);
});

test("an answer that is no problem document gives its status", () => {
  const bare = new Problem(502);
  assert.equal(bare.message, "HTTP 502");
  assert.equal(bare.code, "unknown");
  assert.deepEqual(bare.others([]), []);
});

test("a field shows all its faults and those inside it, each once", () => {
  assert.equal(invalid.field("name"), "name is required.");
  assert.equal(invalid.field("allowed_ips"), "No address.");
  assert.equal(invalid.field("allowed_ips/1"), "No address.");
  assert.equal(invalid.field("scopes"), "Not a. Not b.");
  assert.equal(invalid.field("scope"), undefined);
});

test("faults without a field of their own are said above the form", () => {
  assert.deepEqual(invalid.others(["name", "allowed_ips", "scopes"]), ["Used before."]);
  assert.deepEqual(invalid.others(["allowed_ips", "scopes"]), ["name: name is required.", "Used before."]);
  assert.equal(invalid.isAllIn(["name", "allowed_ips", "scopes"]), false);
});

test("nothing is said above the form when each fault has its field", () => {
  const one = new Problem(422, { errors: [{ pointer: "/name", code: "required", detail: "name is required." }] });
  assert.equal(one.isAllIn(["name"]), true);
  assert.equal(one.isAllIn(["names"]), false);
  assert.equal(new Problem(403, { detail: "No." }).isAllIn(["name"]), false);
});

test("a challenge of RFC 9470 says how to log in", () => {
  const challenge = 'Bearer error="insufficient_user_authentication", error_description="x", max_age="300", acr_values="gold"';
  assert.deepEqual(new Problem(401, undefined, challenge).stepUp, { maxAge: 300, acrValues: "gold" });
  const bare = 'Bearer error="insufficient_user_authentication"';
  assert.deepEqual(new Problem(401, undefined, bare).stepUp, { maxAge: undefined, acrValues: undefined });
});

test("another challenge asks for no other login", () => {
  assert.equal(new Problem(401, undefined, 'Bearer error="invalid_token", max_age="300"').stepUp, undefined);
  assert.equal(new Problem(401, undefined, 'Bearer realm="demo"').stepUp, undefined);
  assert.equal(new Problem(401, undefined, null).stepUp, undefined);
});
