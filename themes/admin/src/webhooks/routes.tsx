import { lazy } from "react";
import type { PageRoute } from "../routes";

const WebhooksPage = lazy(() => import("./WebhooksPage"));
const WebhookNewPage = lazy(() => import("./WebhookNewPage"));
const WebhookPage = lazy(() => import("./WebhookPage"));
const WebhookEditPage = lazy(() => import("./WebhookEditPage"));
const DeliveryPage = lazy(() => import("./DeliveryPage"));

const roles = ["view-gatehouse", "manage-gatehouse", "manage-webhooks"] as const;
const editors = ["manage-gatehouse", "manage-webhooks"] as const;

export const webhookRoutes: PageRoute[] = [
  { path: "webhooks", label: "ghWebhooks", roles, page: <WebhooksPage /> },
  { path: "webhooks/new", label: "ghWebhookNew", roles: editors, page: <WebhookNewPage /> },
  { path: "webhooks/:id", label: "ghWebhook", roles, page: <WebhookPage /> },
  { path: "webhooks/:id/edit", label: "ghWebhookEdit", roles: editors, page: <WebhookEditPage /> },
  { path: "webhooks/:id/deliveries/:delivery", label: "ghDelivery", roles, page: <DeliveryPage /> },
];
