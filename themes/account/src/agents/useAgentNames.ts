import { data, useApi, useLoad } from "@gatehouse/shared";
import { getApplications, useEnvironment, type AccountEnvironment } from "@keycloak/keycloak-account-ui";

/**
 * Says an agent's name by its id, as far as the person can see it: of agents that are theirs, and of those to which they gave
 * consent, which Keycloak knows as applications. Of others the id is all there is.
 */
export function useAgentNames(): (id: string) => string {
  const api = useApi();
  const context = useEnvironment<AccountEnvironment>();
  const own = useLoad(() => data(api.GET("/agents", { params: { query: { limit: 100 } } })), []);
  const applications = useLoad(() => getApplications({ signal: new AbortController().signal, context }), []);
  return (id) =>
    own.value?.items.find((agent) => agent.id === id)?.name ??
    (applications.value?.find((client) => client.clientId === id)?.clientName || id);
}
