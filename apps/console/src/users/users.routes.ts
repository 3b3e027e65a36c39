import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { address, listNames, shellRoute } from "../routes.ts";
import { furtherFilters } from "./users.filters.tsx";
import { UsersPage } from "./users.page.tsx";

export const userRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/users",
    validateSearch: address(...listNames, "state", ...furtherFilters),
    component: UsersPage,
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/users/$id",
    beforeLoad: ({ params: { id } }) => {
      throw redirect({ to: "/users/$id/$tab", params: { id, tab: "overview" }, replace: true });
    },
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/users/$id/$tab",
    validateSearch: address(...listNames),
    component: lazyRouteComponent(() => import("./user.page.tsx"), "UserPage"),
  }),
];
