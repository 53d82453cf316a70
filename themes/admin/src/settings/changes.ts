import type { Schemas } from "@gatehouse/shared";

export type Settings = Schemas["Settings"];
export type Setting = keyof Settings;

/** A change of one setting, and whether it lets more happen than before. */
export type Change = { name: Setting; before: Settings[Setting]; after: Settings[Setting]; loosens: boolean; tightens: boolean };

/** 0 stands for no bound. */
const bound = (most: number) => (most === 0 ? Infinity : most);

const more = <T>(before: readonly T[], after: readonly T[]) => after.some((item) => !before.includes(item));

/** By setting: whether the new value lets more happen. What is not here has nothing to do with safety. */
const LOOSENS: Partial<{ [S in Setting]: (before: Settings[S], after: Settings[S]) => boolean }> = {
  self_service_scopes: more,
  key_default_lifetime_days: (before, after) => after > before,
  key_max_lifetime_days: (before, after) => after > before,
  token_max_ttl_seconds: (before, after) => after > before,
  agent_max_lifetime_days: (before, after) => bound(after) > bound(before),
  target_required: (_before, after) => !after,
  default_effect: (_before, after) => after === "allow",
  policy_confirmation_required: (_before, after) => !after,
  email_code_enabled: (_before, after) => after,
  magic_link_enabled: (_before, after) => after,
  magic_link_same_browser: (_before, after) => !after,
  login_creates_accounts: (_before, after) => after,
  one_tap_enabled: (_before, after) => after,
  guests_enabled: (_before, after) => after,
  guest_max_count: (before, after) => after > before,
  api_requests_per_second: (before, after) => bound(after) > bound(before),
  leak_report_keys: (before, after) => more(before.map((key) => key.id + key.key), after.map((key) => key.id + key.key)),
};

/** What a person changed, setting by setting. */
export function changesOf(before: Settings, after: Settings): Change[] {
  const names = Object.keys(after) as Setting[];
  return names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name])).map((name) => change(name, before, after));
}

function change<S extends Setting>(name: S, before: Settings, after: Settings): Change {
  const loosens = LOOSENS[name] as ((before: Settings[S], after: Settings[S]) => boolean) | undefined;
  return {
    name,
    before: before[name],
    after: after[name],
    loosens: loosens?.(before[name], after[name]) ?? false,
    // A list may lose one item and gain another.
    tightens: loosens?.(after[name], before[name]) ?? false,
  };
}

/** The members that a patch holds: what changed and nothing else, so that what others changed meanwhile stays. */
export const patchOf = (after: Settings, changes: readonly Change[]): Partial<Settings> =>
  Object.fromEntries(changes.map(({ name }) => [name, after[name]]));
