import { lazy } from "react";
import type { PageRoute } from "../routes";

const AuditPage = lazy(() => import("./AuditPage"));

// The audit log is not among what view-gatehouse reads.
const roles = ["manage-gatehouse", "view-audit"] as const;

export const auditRoutes: PageRoute[] = [{ path: "audit", label: "ghAudit", roles, page: <AuditPage /> }];
