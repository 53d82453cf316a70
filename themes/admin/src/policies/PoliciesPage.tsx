import { ViewHeader } from "@keycloak/keycloak-admin-ui";

export default function PoliciesPage() {
  return <ViewHeader titleKey="ghPolicies" subKey="ghPoliciesHelp" />;
}
