import { ViewHeader } from "@keycloak/keycloak-admin-ui";

export default function AgentsPage() {
  return <ViewHeader titleKey="ghAgents" subKey="ghAgentsHelp" />;
}
