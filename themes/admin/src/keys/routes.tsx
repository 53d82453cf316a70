import { lazy } from "react";
import type { PageRoute } from "../routes";

const ApiKeysPage = lazy(() => import("./ApiKeysPage"));
const ApiKeyCreatePage = lazy(() => import("./ApiKeyCreatePage"));
const ApiKeyEditPage = lazy(() => import("./ApiKeyEditPage"));
const ApiKeyPage = lazy(() => import("./ApiKeyPage"));

const readers = ["view-gatehouse", "manage-gatehouse", "manage-api-keys"] as const;
const managers = ["manage-gatehouse", "manage-api-keys"] as const;

export const keyRoutes: PageRoute[] = [
  { path: "api-keys", label: "ghApiKeys", roles: readers, page: <ApiKeysPage /> },
  { path: "api-keys/new", label: "ghKeyCreate", roles: managers, page: <ApiKeyCreatePage /> },
  { path: "api-keys/:id", label: "ghKey", roles: readers, page: <ApiKeyPage /> },
  { path: "api-keys/:id/edit", label: "ghKeyEdit", roles: managers, page: <ApiKeyEditPage /> },
];
