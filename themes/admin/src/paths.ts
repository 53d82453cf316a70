import { useRealm } from "@keycloak/keycloak-admin-ui";

/** Addresses of our pages in the realm that is shown: `to("webhooks", id)`; a query comes as its own argument. */
export function usePaths() {
  const { realm } = useRealm();
  return {
    to: (...parts: readonly string[]) =>
      ["", realm, "gatehouse", ...parts].map((part) => (part ? encodeURIComponent(part) : part)).join("/"),
    find: (page: string, query: Record<string, string>) =>
      `/${encodeURIComponent(realm)}/gatehouse/${page}?${new URLSearchParams(query)}`,
  };
}
