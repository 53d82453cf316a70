import { ViewHeader } from "@keycloak/keycloak-admin-ui";

export default function ApiKeysPage() {
  return <ViewHeader titleKey="ghApiKeys" subKey="ghApiKeysHelp" />;
}
