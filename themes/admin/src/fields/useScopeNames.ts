import { useAccess, useAdminClient, useRealm } from "@keycloak/keycloak-admin-ui";
import { useLoad } from "@gatehouse/shared";

/** The realm's client scopes, to choose from; none where the reader may not see them. Other names are good, too. */
export function useScopeNames(): string[] {
  const { adminClient } = useAdminClient();
  const { realm } = useRealm();
  const { hasSomeAccess } = useAccess();
  const may = hasSomeAccess("view-clients", "manage-clients");
  const scopes = useLoad(async () => (may ? (await adminClient.clientScopes.find()).map(({ name }) => name!) : []), [realm, may]);
  return scopes.value ?? [];
}
