import { ViewHeader } from "@keycloak/keycloak-admin-ui";

export default function WebhooksPage() {
  return <ViewHeader titleKey="ghWebhooks" subKey="ghWebhooksHelp" />;
}
