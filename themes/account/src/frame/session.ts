import { useEnvironment, type AccountEnvironment } from "@keycloak/keycloak-account-ui";
import type { StepUp } from "@gatehouse/shared";

/** Who is logged in, and how to have them log in again. */
export function useSession() {
  const { keycloak, environment } = useEnvironment<AccountEnvironment>();
  return {
    userId: keycloak.tokenParsed?.sub ?? "",
    realm: environment.realm,
    /** Leaves for the login page and comes back to this very address; `stepUp` is what the API asked for. */
    loginAgain: (stepUp?: StepUp) =>
      keycloak.login({
        prompt: "login",
        redirectUri: window.location.href,
        maxAge: stepUp?.maxAge,
        acrValues: stepUp?.acrValues,
      }),
  };
}

/** An address inside the console, such as `api-keys/new`, as the router wants it. */
export function usePath() {
  const { environment } = useEnvironment<AccountEnvironment>();
  const base = decodeURIComponent(new URL(environment.baseUrl).pathname);
  return (path: string) => base + path;
}
