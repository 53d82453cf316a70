import type { TFunction } from "i18next";
import type { ReactElement } from "react";
import { Gate, type Role } from "./access";
import { agentRoutes } from "./agents/routes";
import { approvalRoutes } from "./approvals/routes";
import { auditRoutes } from "./audit/routes";
import { domainRoutes } from "./domains/routes";
import { keyRoutes } from "./keys/routes";
import { overviewRoutes } from "./overview/routes";
import { planRoutes } from "./plans/routes";
import { policyRoutes } from "./policies/routes";
import { settingsRoutes } from "./settings/routes";
import { webhookRoutes } from "./webhooks/routes";

/** One page of ours: below `/{realm}/gatehouse/`, for holders of one of the roles. */
export type PageRoute = { path: string; label: string; roles: readonly Role[]; page: ReactElement };

const pages: PageRoute[] = [
  ...overviewRoutes,
  ...agentRoutes,
  ...keyRoutes,
  ...policyRoutes,
  ...approvalRoutes,
  ...webhookRoutes,
  ...domainRoutes,
  ...planRoutes,
  ...auditRoutes,
  ...settingsRoutes,
];

/** What the sidebar shows: the pages without a further path. */
export const entries = pages
  .filter(({ path }) => !path.includes("/"))
  .map(({ path, label, roles }) => ({ id: path, label, roles }));

export const gatehouseRoutes = pages.map(({ path, label, roles, page }) => ({
  path: `/:realm/gatehouse/${path}`,
  element: <Gate roles={roles}>{page}</Gate>,
  // Stock access lists are "all of"; ours are "one of", which Gate asks.
  handle: { access: "anyone" as const, breadcrumb: (t: TFunction) => t(label) },
}));
