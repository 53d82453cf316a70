import { Header, PageNav, useEnvironment, type AccountEnvironment } from "@keycloak/keycloak-account-ui";
import { ApiProvider, createApi } from "@gatehouse/shared";
import { Bullseye, Page, Spinner } from "@patternfly/react-core";
import { Suspense, useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Outlet, Route, Routes, useLocation } from "react-router-dom";
import { usePath } from "./frame/session";
import { useOwnQuery, useSidebar } from "./frame/useSidebar";
import { rooms } from "./rooms";

const MAIN = "gh-main";

/** The stock header and sidebar around the stock pages and ours, which find the API here. */
export function Shell() {
  const { keycloak, environment } = useEnvironment<AccountEnvironment>();
  const { t } = useTranslation();
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
  useSidebar();
  useTopOfPage();
  return (
    <ApiProvider api={api}>
      <Page header={<Header />} sidebar={<Sidebar />} mainContainerId={MAIN}>
        <Suspense
          fallback={
            <Bullseye>
              <Spinner aria-label={t("ghLoading")} />
            </Bullseye>
          }
        >
          <Outlet />
        </Suspense>
      </Page>
    </ApiProvider>
  );
}

/** A new page starts at its top, and the keyboard and screen readers go on there. */
function useTopOfPage() {
  const { pathname } = useLocation();
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    const main = document.getElementById(MAIN);
    main?.scrollTo(0, 0);
    main?.focus({ preventScroll: true });
  }, [pathname]);
}

/** PageNav marks a page of ours only at its exact address; on those below it, it is shown the page above. */
function Sidebar() {
  const path = usePath();
  const location = useLocation();
  const room = rooms.find((name) => location.pathname.startsWith(`${path(name)}/`));
  const shown = room ? path(room) : location.pathname;
  useOwnQuery(shown);
  return (
    <Routes location={{ ...location, pathname: shown }}>
      <Route path="*" element={<PageNav />} />
    </Routes>
  );
}
