import { lazy } from "react";
import type { PageRoute } from "../routes";

const AgentsPage = lazy(() => import("./AgentsPage"));
const AgentCreatePage = lazy(() => import("./AgentCreatePage"));
const AgentEditPage = lazy(() => import("./AgentEditPage"));
const AgentPage = lazy(() => import("./AgentPage"));
const BlueprintsPage = lazy(() => import("./BlueprintsPage"));
const BlueprintFormPage = lazy(() => import("./BlueprintFormPage"));

const readers = ["view-gatehouse", "manage-gatehouse", "manage-agents"] as const;
const managers = ["manage-gatehouse", "manage-agents"] as const;

export const agentRoutes: PageRoute[] = [
  { path: "agents", label: "ghAgents", roles: readers, page: <AgentsPage /> },
  { path: "agents/new", label: "ghAgentCreate", roles: managers, page: <AgentCreatePage /> },
  { path: "agents/blueprints", label: "ghBlueprints", roles: readers, page: <BlueprintsPage /> },
  { path: "agents/blueprints/new", label: "ghBlueprintCreate", roles: managers, page: <BlueprintFormPage /> },
  { path: "agents/blueprints/:id", label: "ghBlueprint", roles: readers, page: <BlueprintFormPage /> },
  { path: "agents/:id", label: "ghAgent", roles: readers, page: <AgentPage /> },
  { path: "agents/:id/edit", label: "ghAgentEdit", roles: managers, page: <AgentEditPage /> },
  { path: "agents/:id/:tab", label: "ghAgent", roles: readers, page: <AgentPage /> },
];
