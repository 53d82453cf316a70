import { lazy } from "react";

const ApiKeysPage = lazy(() => import("./keys/ApiKeysPage"));
const AgentsPage = lazy(() => import("./agents/AgentsPage"));
const ApprovalsPage = lazy(() => import("./approvals/ApprovalsPage"));

/** Our pages; public/content.json puts them into the sidebar. */
export const gatehouseRoutes = [
  { path: "api-keys", element: <ApiKeysPage /> },
  { path: "agents", element: <AgentsPage /> },
  { path: "approvals", element: <ApprovalsPage /> },
];
