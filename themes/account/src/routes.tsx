import { lazy } from "react";
import { NotFoundPage } from "./frame/NotFoundPage";

const ApiKeysPage = lazy(() => import("./keys/ApiKeysPage"));
const KeyCreatePage = lazy(() => import("./keys/KeyCreatePage"));
const KeyPage = lazy(() => import("./keys/KeyPage"));
const KeyEditPage = lazy(() => import("./keys/KeyEditPage"));
const KeyRotatePage = lazy(() => import("./keys/KeyRotatePage"));
const AgentsPage = lazy(() => import("./agents/AgentsPage"));
const DelegationsPage = lazy(() => import("./agents/DelegationsPage"));
const AgentCreatePage = lazy(() => import("./agents/AgentCreatePage"));
const AgentPage = lazy(() => import("./agents/AgentPage"));
const AgentEditPage = lazy(() => import("./agents/AgentEditPage"));
const AgentRotatePage = lazy(() => import("./agents/AgentRotatePage"));
const AllowPage = lazy(() => import("./agents/AllowPage"));
const ApprovalsPage = lazy(() => import("./approvals/ApprovalsPage"));
const AllApprovalsPage = lazy(() => import("./approvals/AllApprovalsPage"));
const ApprovalPage = lazy(() => import("./approvals/ApprovalPage"));
const PlanPage = lazy(() => import("./plan/PlanPage"));

/** Our pages; public/content.json puts the first of each room into the sidebar. */
export const gatehouseRoutes = [
  { path: "api-keys", element: <ApiKeysPage /> },
  { path: "api-keys/new", element: <KeyCreatePage /> },
  { path: "api-keys/:id", element: <KeyPage /> },
  { path: "api-keys/:id/edit", element: <KeyEditPage /> },
  { path: "api-keys/:id/rotate", element: <KeyRotatePage /> },
  { path: "agents", element: <AgentsPage /> },
  { path: "agents/delegations", element: <DelegationsPage /> },
  { path: "agents/new", element: <AgentCreatePage /> },
  { path: "agents/:id", element: <AgentPage /> },
  { path: "agents/:id/edit", element: <AgentEditPage /> },
  { path: "agents/:id/rotate", element: <AgentRotatePage /> },
  { path: "agents/:id/allow", element: <AllowPage /> },
  { path: "approvals", element: <ApprovalsPage /> },
  { path: "approvals/all", element: <AllApprovalsPage /> },
  { path: "approvals/:id", element: <ApprovalPage /> },
  { path: "plan", element: <PlanPage /> },
  { path: "*", element: <NotFoundPage /> },
];
