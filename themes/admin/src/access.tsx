import { useAccess } from "@keycloak/keycloak-admin-ui";
import { EmptyState, EmptyStateBody, EmptyStateHeader, PageSection } from "@patternfly/react-core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

/** Gatehouse's admin roles (client realm-management). */
export type Role =
  | "view-gatehouse"
  | "manage-gatehouse"
  | "manage-agents"
  | "manage-api-keys"
  | "manage-policies"
  | "manage-webhooks"
  | "manage-domains"
  | "manage-plans"
  | "view-audit"
  | "decide-approvals";

type StockRole = Parameters<ReturnType<typeof useAccess>["hasAccess"]>[0];

/**
 * `has` tells whether the person holds one of the roles in the realm that is shown (a composite counts as all it holds). The
 * server decides; pages only leave out what it would refuse.
 */
export function useRoles() {
  const { hasSomeAccess } = useAccess();
  return { has: (...roles: readonly Role[]) => hasSomeAccess(...(roles as readonly unknown[] as StockRole[])) };
}

/** The page, or what is missing to see it. */
export function Gate({ roles, children }: { roles: readonly Role[]; children: ReactNode }) {
  const { t } = useTranslation();
  const { has } = useRoles();
  if (has(...roles)) return <>{children}</>;
  return (
    <PageSection>
      <EmptyState data-testid="gh-forbidden">
        <EmptyStateHeader titleText={t("ghNotPermitted")} headingLevel="h1" />
        <EmptyStateBody>{t("ghNeedsOneOf", { roles: roles.join(", ") })}</EmptyStateBody>
      </EmptyState>
    </PageSection>
  );
}
