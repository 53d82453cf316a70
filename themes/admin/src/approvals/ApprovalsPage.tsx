import { ViewHeader } from "@keycloak/keycloak-admin-ui";

export default function ApprovalsPage() {
  return <ViewHeader titleKey="ghApprovals" subKey="ghApprovalsHelp" />;
}
