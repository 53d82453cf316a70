import { lazy } from "react";
import type { PageRoute } from "../routes";

const PoliciesPage = lazy(() => import("./list/PoliciesPage"));
const NewPolicyPage = lazy(() => import("./NewPolicyPage"));
const PolicyPage = lazy(() => import("./PolicyPage"));
const ImportPage = lazy(() => import("./list/ImportPage"));
const SimulatePage = lazy(() => import("./simulate/SimulatePage"));

const roles = ["view-gatehouse", "manage-gatehouse", "manage-policies"] as const;
const writers = ["manage-gatehouse", "manage-policies"] as const;

export const policyRoutes: PageRoute[] = [
  { path: "policies", label: "ghPolicies", roles, page: <PoliciesPage /> },
  { path: "policies/new", label: "ghPolicyNew", roles: writers, page: <NewPolicyPage /> },
  { path: "policies/import", label: "ghPolicyImport", roles: writers, page: <ImportPage /> },
  { path: "policies/simulate", label: "ghPolicySimulate", roles, page: <SimulatePage /> },
  { path: "policies/:id", label: "ghPolicy", roles, page: <PolicyPage /> },
];
