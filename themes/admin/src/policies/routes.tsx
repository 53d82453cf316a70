import { lazy } from "react";
import type { PageRoute } from "../routes";

const PoliciesPage = lazy(() => import("./PoliciesPage"));

const roles = ["view-gatehouse", "manage-gatehouse", "manage-policies"] as const;

export const policyRoutes: PageRoute[] = [{ path: "policies", label: "ghPolicies", roles, page: <PoliciesPage /> }];
