import { lazy } from "react";
import type { PageRoute } from "../routes";

const DomainsPage = lazy(() => import("./DomainsPage"));
const DomainNewPage = lazy(() => import("./DomainNewPage"));
const DomainPage = lazy(() => import("./DomainPage"));

const roles = ["view-gatehouse", "manage-gatehouse", "manage-domains"] as const;
const editors = ["manage-gatehouse", "manage-domains"] as const;

export const domainRoutes: PageRoute[] = [
  { path: "domains", label: "ghDomains", roles, page: <DomainsPage /> },
  { path: "domains/new", label: "ghDomainNew", roles: editors, page: <DomainNewPage /> },
  { path: "domains/:id", label: "ghDomain", roles, page: <DomainPage /> },
];
