import { ViewHeader } from "@keycloak/keycloak-admin-ui";

export default function OverviewPage() {
  return <ViewHeader titleKey="ghOverview" subKey="ghOverviewHelp" />;
}
