import { lazy } from "react";
import type { PageRoute } from "../routes";

const PlansPage = lazy(() => import("./PlansPage"));
const PlanNewPage = lazy(() => import("./PlanNewPage"));
const PlanEditPage = lazy(() => import("./PlanEditPage"));
const UsagePage = lazy(() => import("./UsagePage"));

const roles = ["view-gatehouse", "manage-gatehouse", "manage-plans"] as const;
const editors = ["manage-gatehouse", "manage-plans"] as const;

export const planRoutes: PageRoute[] = [
  { path: "plans", label: "ghPlans", roles, page: <PlansPage /> },
  { path: "plans/new", label: "ghPlanNew", roles: editors, page: <PlanNewPage /> },
  { path: "plans/:id", label: "ghPlan", roles, page: <PlanEditPage /> },
  { path: "usage", label: "ghUsage", roles, page: <UsagePage /> },
];
