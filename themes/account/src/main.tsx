import "@patternfly/react-core/dist/styles/base.css";
import "@patternfly/patternfly/patternfly-addons.css";
import "keycloak-account-ui.css";
import "./console.css";
// Keycloak's import map has no react-dom/client; its react-dom exports createRoot.
// @ts-expect-error not in the types of react-dom
import { createRoot } from "react-dom";
import { KeycloakProvider, routes, type AccountEnvironment } from "@keycloak/keycloak-account-ui";
import { createBrowserRouter, RouterProvider } from "react-router-dom";
import { initI18n } from "./i18n";
import { gatehouseRoutes } from "./routes";
import { Shell } from "./Shell";

const environment: AccountEnvironment = JSON.parse(document.getElementById("environment")!.textContent!);
await initI18n(environment);

const router = createBrowserRouter([
  {
    path: decodeURIComponent(new URL(environment.baseUrl).pathname),
    element: <Shell />,
    children: [...gatehouseRoutes, ...routes],
  },
]);

createRoot(document.getElementById("app")!).render(
  <KeycloakProvider environment={environment}>
    <RouterProvider router={router} />
  </KeycloakProvider>,
);
