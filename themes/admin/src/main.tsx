import "@patternfly/react-core/dist/styles/base.css";
import "@patternfly/patternfly/patternfly-addons.css";
import "@keycloak/keycloak-admin-ui/styles.css";
import "./console.css";
// Keycloak's import map has no react-dom/client; its react-dom exports createRoot.
// @ts-expect-error not in the types of react-dom
import { createRoot } from "react-dom";
import { AdminUi, KeycloakProvider, routes, type AdminEnvironment } from "@keycloak/keycloak-admin-ui";
import { getInjectedEnvironment } from "@keycloak/keycloak-ui-shared";
import { createHashRouter, RouterProvider } from "react-router-dom";
import { GatehouseLayout } from "./GatehouseLayout";
import { Texts } from "./i18n";
import { gatehouseRoutes } from "./routes";

const environment = getInjectedEnvironment<AdminEnvironment>();

const router = createHashRouter([
  {
    path: "/",
    element: <AdminUi />,
    children: [{ element: <GatehouseLayout />, children: [...gatehouseRoutes, ...routes] }],
  },
]);

createRoot(document.getElementById("app")!).render(
  <KeycloakProvider environment={environment}>
    <Texts environment={environment}>
      <RouterProvider router={router} />
    </Texts>
  </KeycloakProvider>,
);
