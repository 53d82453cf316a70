import type { Schemas } from "@gatehouse/shared";
import { Label } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";

export type Domain = Schemas["Domain"];

export const STATES = ["pending", "verified", "failed", "unverified"] as const;

const COLOURS = { pending: "blue", verified: "green", failed: "red", unverified: "orange" } as const;

/** Where a domain stands, in a word. */
export function DomainState({ domain }: { domain: Domain }) {
  const { t } = useTranslation();
  return (
    <Label color={COLOURS[domain.status]} data-testid="gh-domain-state">
      {t(`ghDomainState_${domain.status}`)}
    </Label>
  );
}
