import { lazy } from "react";
import type { PageRoute } from "../routes";

const AuditPage = lazy(() => import("./AuditPage"));

const roles = ["view-gatehouse", "manage-gatehouse", "view-audit"] as const;

export const auditRoutes: PageRoute[] = [{ path: "audit", label: "ghAudit", roles, page: <AuditPage /> }];
