import { lazy } from "react";
import type { PageRoute } from "../routes";

const AgentsPage = lazy(() => import("./AgentsPage"));

const roles = ["view-gatehouse", "manage-gatehouse", "manage-agents"] as const;

export const agentRoutes: PageRoute[] = [{ path: "agents", label: "ghAgents", roles, page: <AgentsPage /> }];
