import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { address, listNames, shellRoute } from "../routes.ts";

export const organizationRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/organizations",
    validateSearch: address(...listNames),
    component: lazyRouteComponent(() => import("./organizations.page.tsx"), "OrganizationsPage"),
  }),
];
