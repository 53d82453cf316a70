import { useAdminClient, useRealm } from "@keycloak/keycloak-admin-ui";
import { ApiProvider, createApi } from "@gatehouse/shared";
import { Suspense, useEffect, useMemo, useState } from "react";
import { createPortal } from "react-dom";
import { useTranslation } from "react-i18next";
import { NavLink, Outlet } from "react-router-dom";
import { useRoles } from "./access";
import { entries } from "./routes";

/** A route without a path: always inside the stock console's contexts, it adds our group to the sidebar and our API. */
export function GatehouseLayout() {
  const { adminClient } = useAdminClient();
  const { realm } = useRealm();
  const api = useMemo(
    () =>
      createApi({
        baseUrl: `${adminClient.baseUrl}/admin/realms/${encodeURIComponent(realm)}/gatehouse`,
        token: () => adminClient.getAccessToken(),
      }),
    [adminClient, realm],
  );
  return (
    <ApiProvider api={api}>
      <SidebarGroup />
      <Suspense fallback={null}>
        <Outlet />
      </Suspense>
    </ApiProvider>
  );
}

function SidebarGroup() {
  const { t } = useTranslation();
  const { realm } = useRealm();
  const { has } = useRoles();
  const { place: nav, isClosed } = useSidebar();
  const shown = entries.filter((entry) => has(...entry.roles));
  if (!nav || shown.length === 0) return null;
  return createPortal(
    <section className="pf-v5-c-nav__section" aria-label="Gatehouse" data-testid="gatehouse-nav">
      <h2 className="pf-v5-c-nav__section-title">Gatehouse</h2>
      <ul className="pf-v5-c-nav__list" role="list">
        {shown.map((entry) => (
          <li key={entry.id}>
            <NavLink
              data-testid={`gatehouse-nav-${entry.id}`}
              tabIndex={isClosed ? -1 : undefined}
              to={`/${encodeURIComponent(realm)}/gatehouse/${entry.id}`}
              className={({ isActive }) => `pf-v5-c-nav__link${isActive ? " pf-m-current" : ""}`}
            >
              {t(entry.label)}
            </NavLink>
          </li>
        ))}
      </ul>
    </section>,
    nav,
  );
}

/**
 * A place of our own in the stock sidebar, before its group "Manage": the sidebar takes no further entries, and below its last
 * group ours would be off the screen. The sidebar is made anew when the realm changes, so it is watched for.
 */
function useSidebar() {
  const [place, setPlace] = useState<Element | null>(null);
  // A closed sidebar is still there: its links must not be reached with the keyboard.
  const [isClosed, setClosed] = useState(false);
  useEffect(() => {
    const own = document.createElement("div");
    own.className = "gh-nav";
    const settle = () => {
      const nav = document.querySelector(".keycloak__page_nav__nav nav");
      // Holders of no stock role have no further group.
      const manage = nav?.querySelector(":scope > section") ?? null;
      if (nav && (own.parentElement !== nav || own.nextElementSibling !== manage)) nav.insertBefore(own, manage);
      setPlace(nav && own.isConnected ? own : null);
      setClosed(own.closest("[aria-hidden=true]") !== null);
    };
    settle();
    const observer = new MutationObserver(settle);
    observer.observe(document.getElementById("app")!, {
      childList: true,
      subtree: true,
      attributeFilter: ["aria-hidden"],
    });
    return () => {
      observer.disconnect();
      own.remove();
    };
  }, []);
  return { place, isClosed };
}
