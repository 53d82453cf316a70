import budget from "../../../../docs/examples/policies/budget-per-owner.json";
import intents from "../../../../docs/examples/policies/dangerous-intents.json";
import deletion from "../../../../docs/examples/policies/deletion-needs-a-person.json";
import lifetimes from "../../../../docs/examples/policies/long-lifetimes.json";
import night from "../../../../docs/examples/policies/no-payments-at-night.json";
import minute from "../../../../docs/examples/policies/one-token-a-minute.json";
import shadow from "../../../../docs/examples/policies/shadow-first.json";
import type { Schemas } from "@gatehouse/shared";
import { newDraft, type Draft, type Rule } from "./draft";

export type Example = { id: string; policy: { name: string; rules: object[] }; tests: object[] };

const writing = {
  policy: {
    name: "Writing needs a person",
    rules: [
      {
        id: "write",
        effect: "require_approval",
        when: { scope: ["*:write", "*.write"] },
        approval: { expires_seconds: 900, approved_for_seconds: 600 },
        message: "A person looks before anything is written.",
      },
    ],
  },
  tests: [
    { name: "Writing", request: { scope: ["orders.write"] }, expect: "require_approval", rule_id: "write" },
    { name: "Reading", request: { scope: ["orders.read"] }, expect: "none" },
  ],
};

/** Policies to begin with: those of the cookbook that most realms want first. */
export const EXAMPLES: readonly Example[] = [
  { id: "writing", ...writing },
  { id: "deletion", ...deletion },
  { id: "night", ...night },
  { id: "minute", ...minute },
  { id: "lifetimes", ...lifetimes },
  { id: "budget", ...budget },
  { id: "intents", ...intents },
  { id: "shadow", ...shadow },
];

/** The draft of an example, and the tests that come with it. */
export function exampleOf(id: string | null): { draft: Draft; tests: Schemas["PolicyTestCreateRequest"][] } | undefined {
  const found = EXAMPLES.find((example) => example.id === id);
  if (!found) return undefined;
  const policy = structuredClone(found.policy);
  return {
    draft: { ...newDraft(), ...policy, rules: policy.rules as Rule[] },
    tests: found.tests as Schemas["PolicyTestCreateRequest"][],
  };
}
