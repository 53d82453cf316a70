import { lazy } from "react";
import type { PageRoute } from "../routes";

const WebhooksPage = lazy(() => import("./WebhooksPage"));

const roles = ["view-gatehouse", "manage-gatehouse", "manage-webhooks"] as const;

export const webhookRoutes: PageRoute[] = [{ path: "webhooks", label: "ghWebhooks", roles, page: <WebhooksPage /> }];
