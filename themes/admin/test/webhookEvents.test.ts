import assert from "node:assert/strict";
import { test } from "node:test";
import { groupsOf, isGlob, matches, toggle } from "../src/webhooks/events.ts";

test("a glob matches as the server's does", () => {
  assert.equal(matches("agent.*", "agent.revoked"), true);
  assert.equal(matches("*.revoked", "api_key.revoked"), true);
  assert.equal(matches("agent.*", "agentx.revoked"), false);
  assert.equal(matches("*", "user.login"), false, "Keycloak's own events are asked for by name");
  assert.equal(matches("user.*", "user.login"), true);
});

test("a family takes the place of its types, and leaves others alone", () => {
  assert.deepEqual(toggle(["agent.paused", "token.denied"], "agent.*", true), ["token.denied", "agent.*"]);
  assert.deepEqual(toggle(["agent.*", "token.denied"], "agent.*", false), ["token.denied"]);
});

test("what is no glob is told before it is sent", () => {
  for (const glob of ["*", "agent.*", "a*b*c*"]) assert.equal(isGlob(glob), true, glob);
  for (const glob of ["", "Agent", "a..b", "**", "a b", "*a*b*c*", "x".repeat(65)]) assert.equal(isGlob(glob), false, glob);
});

test("admin events go by what was changed, all others by their first word", () => {
  const type = (name: string) => ({ type: name, description: "", is_opt_in: name.startsWith("admin.") });
  const names = groupsOf(["token.issued", "token.denied", "admin.user.create", "admin.client.create"].map(type)).map(({ name }) => name);
  assert.deepEqual(names, ["token", "admin.user", "admin.client"]);
});
