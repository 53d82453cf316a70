import type { AdminEnvironment } from "@keycloak/keycloak-admin-ui";
import i18next from "i18next";
import FetchBackend from "i18next-fetch-backend";
import { useEffect, useState, type ReactNode } from "react";
import { initReactI18next } from "react-i18next";

/** Texts as Keycloak serves them: the theme's, its parents' and the realm's own, merged. */
async function initI18n(environment: AdminEnvironment) {
  await i18next
    .use(FetchBackend)
    .use(initReactI18next)
    .init({
      fallbackLng: "en",
      nsSeparator: false,
      interpolation: { escapeValue: false },
      backend: {
        fetch: once,
        loadPath: `${environment.adminBaseUrl}/resources/${environment.realm}/admin/{{lng}}`,
        parse: (text: string) =>
          Object.fromEntries((JSON.parse(text) as { key: string; value: string }[]).map(({ key, value }) => [key, value])),
      },
    });
}

const asked = new Map<string, Promise<Response>>();

/** The console asks for the same language anew as soon as it knows whose it is. */
async function once(url: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const key = String(url);
  if (!asked.has(key)) asked.set(key, fetch(url, init));
  // Later, such as after texts of the realm were edited, the server is asked again.
  setTimeout(() => asked.delete(key), 10_000);
  return (await asked.get(key)!).clone();
}

/** Shows what is in it once its texts are there. Within KeycloakProvider they are not loaded before the login, only to be left. */
export function Texts({ environment, children }: { environment: AdminEnvironment; children: ReactNode }) {
  const [isReady, setReady] = useState(false);
  useEffect(() => {
    void initI18n(environment).finally(() => setReady(true));
  }, [environment]);
  return isReady ? <>{children}</> : null;
}
