import { Header, PageNav, useEnvironment, type AccountEnvironment } from "@keycloak/keycloak-account-ui";
import { ApiProvider, createApi } from "@gatehouse/shared";
import { Page, Spinner } from "@patternfly/react-core";
import { Suspense, useEffect, useMemo } from "react";
import { Outlet } from "react-router-dom";

/** The stock header and sidebar around the stock pages and ours, which find the API here. */
export function Shell() {
  const { keycloak, environment } = useEnvironment<AccountEnvironment>();
  const api = useMemo(
    () =>
      createApi({
        baseUrl: `${environment.serverBaseUrl}/realms/${encodeURIComponent(environment.realm)}/gatehouse/v1`,
        token: async () => {
          await keycloak.updateToken(30);
          return keycloak.token;
        },
      }),
    [keycloak, environment],
  );
  useSidebarToggle();
  return (
    <ApiProvider api={api}>
      <Page header={<Header />} sidebar={<PageNav />} isManagedSidebar>
        <Suspense fallback={<Spinner />}>
          <Outlet />
        </Suspense>
      </Page>
    </ApiProvider>
  );
}

/** Header and PageNav have a PatternFly of their own, which our Page's sidebar context does not reach. */
function useSidebarToggle() {
  useEffect(() => {
    const toggle = (event: MouseEvent) => {
      if ((event.target as Element).closest("#nav-toggle")) document.body.classList.toggle("gh-nav-closed");
    };
    document.addEventListener("click", toggle);
    return () => document.removeEventListener("click", toggle);
  }, []);
}
