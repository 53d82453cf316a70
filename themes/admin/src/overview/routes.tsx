import { lazy } from "react";
import type { PageRoute } from "../routes";

const OverviewPage = lazy(() => import("./OverviewPage"));

const roles = ["view-gatehouse", "manage-gatehouse"] as const;

export const overviewRoutes: PageRoute[] = [{ path: "overview", label: "ghOverview", roles, page: <OverviewPage /> }];
