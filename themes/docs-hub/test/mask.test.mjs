import assert from "node:assert/strict";
import { test } from "node:test";
import { cut, isSecretName, MASK, maskBody, maskHeaders, maskText, maskValue } from "../src/mask.js";

const KEY = "ak_live_" + "aB3".repeat(16) + "xy";
const SECRET = "sk_live_" + "Zz9".repeat(14);
const JWT = "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJlLXdpdGgtX2FuZC0";
const HOOK = "whsec_" + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const PEM = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA==\n-----END PRIVATE KEY-----";

for (const [name, secret] of Object.entries({ KEY, SECRET, JWT, HOOK, PEM, other: "acme_prod_test_" + "q1".repeat(20), cutJwt: "eyJhbGciOiJFZERTQSJ9.eyJzdW" })) {
  test(`secret of the shape ${name} is masked wherever it stands`, () => {
    for (const text of [secret, `x ${secret} y`, `"${secret}",`, `?a=${secret}&b=1`, `Bearer ${secret}`]) {
      assert.ok(!maskText(text).includes(secret.slice(12, 24)), text);
      assert.ok(maskText(text).includes(MASK));
    }
  });
}

test("known secret is masked whatever it looks like", () => {
  assert.equal(maskText("x hunter2hunter2 y", ["hunter2hunter2"]), `x ${MASK} y`);
});

test("member with a secret name is masked whatever it looks like", () => {
  for (const name of ["secret", "secret_key", "signing_secret", "token", "access_token", "refresh_token", "key", "full_key", "raw_key", "hmac_key", "client_secret", "password", "client_assertion", "X-API-Key", "Authorization", "dpop"]) {
    assert.ok(isSecretName(name), name);
    assert.equal(maskValue({ [name]: "plain" })[name], MASK, name);
  }
});

test("members that only sound like it stay", () => {
  for (const name of ["key_id", "token_id", "token_type", "secret_expires_at", "key_prefix", "public_key", "credential", "max_token_ttl", "next_token", "scopes", "keyboard"]) {
    assert.equal(maskValue({ [name]: "plain" })[name], "plain", name);
  }
});

test("list under a secret name is masked item by item", () => {
  assert.deepEqual(maskValue({ token: ["a", "b"] }), { token: [MASK, MASK] });
});

test("private parts of a JWK are masked, public ones stay", () => {
  const masked = maskValue({ keys: [{ kty: "OKP", x: "public", d: "private" }] });
  assert.deepEqual(masked, { keys: [{ kty: "OKP", x: "public", d: MASK }] });
});

test("lines of JSON are masked line by line", () => {
  assert.equal(maskBody('{"key":"abc"}\n{"name":"n"}'), `{"key":"${MASK}"}\n{"name":"n"}`);
});

test("text that is no JSON is masked by shape", () => {
  assert.equal(maskBody(`id,key\n1,${KEY}`), `id,key\n1,${MASK}`);
});

test("headers are masked by name and by shape", () => {
  assert.deepEqual(maskHeaders(new Headers({ authorization: "Bearer x", link: `</a?t=${JWT}>` })), [`authorization: ${MASK}`, `link: </a?t=${MASK}>`]);
});

test("text is cut before a last word that may be a part of a secret", () => {
  assert.deepEqual(cut(`some text ${KEY}`, 30), { text: "some text ", isCut: true });
  assert.deepEqual(cut("short", 30), { text: "short", isCut: false });
});
