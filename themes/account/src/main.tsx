import "@patternfly/react-core/dist/styles/base.css";
import "@patternfly/patternfly/patternfly-addons.css";
import "keycloak-account-ui.css";
import "./console.css";
// Keycloak's import map has no react-dom/client; its react-dom exports createRoot.
// @ts-expect-error not in the types of react-dom
import { createRoot } from "react-dom";
import { KeycloakProvider, routes, type AccountEnvironment } from "@keycloak/keycloak-account-ui";
import { useState } from "react";
import { createBrowserRouter, RouterProvider } from "react-router-dom";
import { initI18n } from "./i18n";
import { gatehouseRoutes } from "./routes";
import { Shell } from "./Shell";

const environment: AccountEnvironment = JSON.parse(document.getElementById("environment")!.textContent!);
await initI18n(environment);

/** Made only once the login is over: before that the address still has the answer of the login in its query. */
function Console() {
  const [router] = useState(() =>
    createBrowserRouter([
      {
        path: decodeURIComponent(new URL(environment.baseUrl).pathname),
        element: <Shell />,
        children: [...gatehouseRoutes, ...routes],
      },
    ]),
  );
  return <RouterProvider router={router} />;
}

createRoot(document.getElementById("app")!).render(
  <KeycloakProvider environment={environment}>
    <Console />
  </KeycloakProvider>,
);
