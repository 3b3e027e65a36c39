import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { address, listNames, shellRoute } from "../routes.ts";

const tabNames = ["state", "role"] as const;

export const organizationRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/organizations",
    validateSearch: address(...listNames),
    component: lazyRouteComponent(() => import("./organizations.page.tsx"), "OrganizationsPage"),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/organizations/$id",
    beforeLoad: ({ params: { id } }) => {
      throw redirect({ to: "/organizations/$id/$tab", params: { id, tab: "members" }, replace: true });
    },
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/organizations/$id/$tab",
    validateSearch: address(...listNames, ...tabNames),
    component: lazyRouteComponent(() => import("./organization.page.tsx"), "OrganizationPage"),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/organizations/$id/workspaces/$workspace",
    validateSearch: address(...listNames, ...tabNames),
    component: lazyRouteComponent(() => import("../workspaces/workspace.page.tsx"), "WorkspacePage"),
  }),
];
