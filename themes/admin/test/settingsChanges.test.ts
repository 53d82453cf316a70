import assert from "node:assert/strict";
import { test } from "node:test";
import { changesOf, patchOf, type Settings } from "../src/settings/changes.ts";

const settings: Settings = {
  key_prefix: "ak",
  self_service_scopes: ["a"],
  key_default_lifetime_days: 90,
  key_max_lifetime_days: 365,
  token_max_ttl_seconds: 3600,
  target_required: false,
  agent_max_lifetime_days: 0,
  default_effect: "allow",
  policy_confirmation_required: true,
  leak_report_keys: [],
};

const change = (to: Partial<Settings>) => changesOf(settings, { ...settings, ...to });

test("each change says whether it lets more happen or less", () => {
  const cases: Array<[Partial<Settings>, boolean, boolean]> = [
    [{ key_prefix: "acme" }, false, false],
    [{ self_service_scopes: ["a", "b"] }, true, false],
    [{ self_service_scopes: ["b"] }, true, true],
    [{ token_max_ttl_seconds: 60 }, false, true],
    [{ agent_max_lifetime_days: 30 }, false, true],
    [{ target_required: true }, false, true],
    [{ default_effect: "deny" }, false, true],
    [{ policy_confirmation_required: false }, true, false],
    [{ leak_report_keys: [{ id: "x", key: "y" }] }, true, false],
  ];
  for (const [to, loosens, tightens] of cases) {
    const [found] = change(to);
    assert.deepEqual([found.loosens, found.tightens], [loosens, tightens], found.name);
  }
});

test("a patch holds what changed and nothing else", () => {
  const after = { ...settings, target_required: true };
  assert.deepEqual(patchOf(after, changesOf(settings, after)), { target_required: true });
  assert.deepEqual(change({}), []);
});
