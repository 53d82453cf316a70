import { ViewHeader } from "@keycloak/keycloak-admin-ui";

export default function AuditPage() {
  return <ViewHeader titleKey="ghAudit" subKey="ghAuditHelp" />;
}
