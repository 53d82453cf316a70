import { lazy } from "react";
import type { PageRoute } from "../routes";

const ApprovalsPage = lazy(() => import("./ApprovalsPage"));
const ApprovalPage = lazy(() => import("./ApprovalPage"));

const roles = ["view-gatehouse", "manage-gatehouse", "decide-approvals"] as const;

export const approvalRoutes: PageRoute[] = [
  { path: "approvals", label: "ghApprovals", roles, page: <ApprovalsPage /> },
  { path: "approvals/:id", label: "ghApproval", roles, page: <ApprovalPage /> },
];
