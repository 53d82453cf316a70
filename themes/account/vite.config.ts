import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
// @ts-expect-error plain JavaScript, shared with the scripts
import { consoleBuild, keycloakTheme } from "../build/theme.mjs";

// The package does not export its stylesheet.
const css = new URL("../node_modules/@keycloak/keycloak-account-ui/lib/keycloak-account-ui.css", import.meta.url);

export default defineConfig({
  ...consoleBuild("account", "src/main.tsx"),
  plugins: [react(), keycloakTheme("account")],
  resolve: { alias: { "keycloak-account-ui.css": fileURLToPath(css) } },
});
