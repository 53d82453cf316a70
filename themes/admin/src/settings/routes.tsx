import { lazy } from "react";
import type { PageRoute } from "../routes";

const SettingsPage = lazy(() => import("./SettingsPage"));

// Reading the settings needs manage-gatehouse too.
const roles = ["manage-gatehouse"] as const;

export const settingsRoutes: PageRoute[] = [{ path: "settings", label: "ghSettings", roles, page: <SettingsPage /> }];
