import { lazy } from "react";
import type { PageRoute } from "../routes";

const ApiKeysPage = lazy(() => import("./ApiKeysPage"));

const roles = ["view-gatehouse", "manage-gatehouse", "manage-api-keys"] as const;

export const keyRoutes: PageRoute[] = [{ path: "api-keys", label: "ghApiKeys", roles, page: <ApiKeysPage /> }];
