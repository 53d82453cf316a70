import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useNavigate } from "react-router-dom";

/** From here on PatternFly shows the sidebar beside the page, below it over the page. */
const WIDE = "(min-width: 75rem)";

/**
 * Header and PageNav have a PatternFly of their own, which our Page's sidebar context does not reach: the toggle of the one
 * does nothing to the other. On a phone the sidebar starts closed and closes when a page was chosen.
 */
export function useSidebar() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const [isOpen, setOpen] = useState(() => matchMedia(WIDE).matches);
  useEffect(() => {
    const wide = matchMedia(WIDE);
    const resize = () => setOpen(wide.matches);
    const toggle = (event: MouseEvent) => {
      if ((event.target as Element).closest("#nav-toggle")) setOpen((open) => !open);
    };
    wide.addEventListener("change", resize);
    document.addEventListener("click", toggle);
    return () => {
      wide.removeEventListener("change", resize);
      document.removeEventListener("click", toggle);
    };
  }, []);
  useEffect(() => {
    if (!matchMedia(WIDE).matches) setOpen(false);
  }, [pathname]);
  useEffect(() => {
    document.body.classList.toggle("gh-nav-closed", !isOpen);
    document.getElementById("nav-toggle")?.setAttribute("aria-expanded", String(isOpen));
  }, [isOpen]);
  useEffect(() => {
    // Without a name in Keycloak's own console.
    document.querySelector('[data-testid="options-kebab-toggle"]')?.setAttribute("aria-label", t("ghAccountMenu"));
  }, [t, pathname]);
}

/** The sidebar's links carry the query of the page that one comes from; its filters mean nothing to the next page. */
export function useOwnQuery(room: string) {
  const navigate = useNavigate();
  const location = useLocation();
  const [before, setBefore] = useState({ room, search: location.search });
  useEffect(() => {
    const isCarried = before.room !== room && location.search !== "" && location.search === before.search;
    setBefore({ room, search: isCarried ? "" : location.search });
    if (isCarried) void navigate(location.pathname, { replace: true, state: location.state });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `before` is what this effect writes
  }, [room, location.pathname, location.search]);
}
