import { useAccess, useAdminClient, useRealm } from "@keycloak/keycloak-admin-ui";
import { useLoad } from "@gatehouse/shared";
import { Link } from "react-router-dom";

/** A user by name, for those who may see users; by id for others, and for users of another realm. Takes `user:<id>` too. */
export function Person({ id, none = "–" }: { id?: string | null; none?: string }) {
  const { hasAccess } = useAccess();
  if (!id) return <>{none}</>;
  const [kind, bare] = id.includes(":") ? [id.slice(0, id.indexOf(":")), id.slice(id.indexOf(":") + 1)] : ["user", id];
  if (kind !== "user" || !hasAccess("view-users")) return <code>{id}</code>;
  return <NamedPerson id={bare} />;
}

/** Searched and not fetched: somebody who is gone, or is of another realm, is no error. */
function NamedPerson({ id }: { id: string }) {
  const { adminClient } = useAdminClient();
  const { realm } = useRealm();
  const found = useLoad(async () => (await adminClient.users.find({ search: `id:${id}`, briefRepresentation: true, realm }))[0] ?? null, [id, realm]);
  if (!found.value) return <code>{id}</code>;
  return <Link to={`/${encodeURIComponent(realm)}/users/${id}/settings`}>{found.value.username}</Link>;
}
