import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
// @ts-expect-error plain JavaScript, shared with the scripts
import { consoleBuild, keycloakTheme } from "../build/theme.mjs";

export default defineConfig({ ...consoleBuild("admin", "src/main.tsx"), plugins: [react(), keycloakTheme("admin")] });
