import { Header, PageNav, useEnvironment, type AccountEnvironment } from "@keycloak/keycloak-account-ui";
import { ApiProvider, createApi, type ApiOptions } from "@gatehouse/shared";
import { Bullseye, Page, Spinner } from "@patternfly/react-core";
import { Suspense, useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Outlet, Route, Routes, useLocation } from "react-router-dom";
import { usePath } from "./frame/session";
import { useOwnQuery, useSidebar } from "./frame/useSidebar";
import { rooms } from "./rooms";

type AccountConsole = ReturnType<typeof useEnvironment<AccountEnvironment>>["keycloak"];

const MAIN = "gh-main";

/** The stock header and sidebar around the stock pages and ours, which find the API here. */
export function Shell() {
  const { keycloak, environment } = useEnvironment<AccountEnvironment>();
  const { t } = useTranslation();
  const api = useMemo(() => {
    const baseUrl = `${environment.serverBaseUrl}/realms/${encodeURIComponent(environment.realm)}/gatehouse/v1`;
    return createApi({ baseUrl, ...access(keycloak) });
  }, [keycloak, environment]);
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

/** A token that was given this recently is refused for another reason than its session's end. */
const FRESH_SECONDS = 60;

/** Leads to the login when the session is over and a page is loaded; a form that is sent offers it, and keeps its input. */
function access(keycloak: AccountConsole): Pick<ApiOptions, "token" | "fetch"> {
  return {
    token: async () => {
      try {
        await keycloak.updateToken(30);
      } catch (reason) {
        if (keycloak.authenticated) throw reason;
      }
      return keycloak.token;
    },
    fetch: async (request) => {
      const response = await fetch(request);
      const age = Date.now() / 1000 - (keycloak.tokenParsed?.iat ?? 0);
      if (response.status === 401 && (request as Request).method === "GET" && age > FRESH_SECONDS) await keycloak.login();
      return response;
    },
  };
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
