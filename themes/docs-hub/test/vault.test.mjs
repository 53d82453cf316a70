import assert from "node:assert/strict";
import { test } from "node:test";
import { MASK } from "../src/mask.js";
import { createVault, credentialState, kindOf } from "../src/vault.js";

const JWT = "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl";
const KEY = "ak_live_" + "aB3".repeat(16) + "xy";

test("credential bar says what is set", () => {
  const vault = createVault();
  assert.equal(credentialState(vault.kind()), "No credentials set");
  vault.set(JWT, "");
  assert.equal(credentialState(vault.kind()), "JWT set");
  vault.set(KEY, "");
  assert.equal(credentialState(vault.kind()), "Key set");
  vault.forget();
  assert.equal(credentialState(vault.kind()), "No credentials set");
});

test("kind follows from the form, or is said", () => {
  assert.equal(kindOf(JWT), "jwt");
  assert.equal(kindOf(KEY), "key");
  assert.equal(kindOf("imported-key-of-another-system"), null);
  assert.equal(createVault().set("imported-key-of-another-system", ""), null);
  assert.equal(createVault().set("imported-key-of-another-system", "key"), "key");
  assert.equal(createVault().set("short", "key"), null);
});

test("nothing of the vault can be listed", () => {
  const vault = createVault();
  vault.set(JWT, "");
  assert.ok(!JSON.stringify(vault).includes("eyJ"));
  assert.ok(!Object.values(vault).some((part) => typeof part !== "function"));
});

test("secrets are lifted from a body and come back when it is sent", () => {
  const vault = createVault();
  const body = JSON.stringify({ token: "anything", note: `see ${KEY}`, scopes: ["a"] });
  const lifted = vault.lift(body);
  assert.ok(!lifted.includes("anything") && !lifted.includes(KEY), lifted);
  assert.match(lifted, /\*\*\*masked:1\*\*\*/);
  assert.equal(vault.restore(lifted), body);
  assert.equal(vault.shown(lifted), JSON.stringify({ token: MASK, note: `see ${MASK}`, scopes: ["a"] }));
});

test("what was lifted is not lifted again", () => {
  const vault = createVault();
  const lifted = vault.lift('{"token":"anything"}');
  assert.equal(vault.lift(lifted), lifted);
});

test("secret is found however JSON escapes it", () => {
  const vault = createVault();
  const lifted = vault.lift('{"secret":"p\\u0061ss\\u0022word"}');
  assert.ok(!/ss/.test(lifted), lifted);
  assert.deepEqual(JSON.parse(vault.restore(lifted)), { secret: 'pass"word' });
});

test("text that is no JSON yet loses what has the shape of a secret", () => {
  const vault = createVault();
  assert.equal(vault.lift(`{"token": "${JWT}`), '{"token": "***masked:1***');
});

test("forgotten secrets do not come back", () => {
  const vault = createVault();
  const lifted = vault.lift('{"token":"anything"}');
  vault.forget();
  assert.equal(vault.restore(lifted), lifted);
});
