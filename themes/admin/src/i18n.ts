import type { AdminEnvironment } from "@keycloak/keycloak-admin-ui";
import i18next from "i18next";
import FetchBackend from "i18next-fetch-backend";
import { initReactI18next } from "react-i18next";

/** Texts as Keycloak serves them: the theme's, its parents' and the realm's own, merged. */
export async function initI18n(environment: AdminEnvironment) {
  await i18next
    .use(FetchBackend)
    .use(initReactI18next)
    .init({
      fallbackLng: "en",
      nsSeparator: false,
      interpolation: { escapeValue: false },
      backend: {
        loadPath: `${environment.adminBaseUrl}/resources/${environment.realm}/admin/{{lng}}`,
        parse: (text: string) =>
          Object.fromEntries((JSON.parse(text) as { key: string; value: string }[]).map(({ key, value }) => [key, value])),
      },
    });
}
