import {
  DescriptionList,
  DescriptionListDescription,
  DescriptionListGroup,
  DescriptionListTerm,
} from "@patternfly/react-core";
import type { ReactNode } from "react";

/** What is known of one thing: each fact with its name. Facts without a value are left out. */
export function Facts({ of }: { of: ReadonlyArray<readonly [label: string, value: ReactNode]> }) {
  return (
    <DescriptionList
      isCompact
      className="gh-facts"
      orientation={{ md: "horizontal" }}
      horizontalTermWidthModifier={{ md: "20ch" }}
    >
      {of
        .filter(([, value]) => value !== null && value !== undefined && value !== false && value !== "")
        .map(([label, value]) => (
          <DescriptionListGroup key={label}>
            <DescriptionListTerm>{label}</DescriptionListTerm>
            <DescriptionListDescription>{value}</DescriptionListDescription>
          </DescriptionListGroup>
        ))}
    </DescriptionList>
  );
}
