import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { address, listNames, shellRoute } from "../routes.ts";
import { UsersPage } from "./users.page.tsx";

/** Filters of the list of users, as they stand in its address. */
const userFilterNames = [
  "state",
  "organization",
  "workspace",
  "role",
  "provider",
  "password",
  "email",
  "phone",
  "created_from",
  "created_to",
  "signed_in_from",
  "signed_in_to",
  "signed_in",
] as const;

export const userRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/users",
    validateSearch: address(...listNames, ...userFilterNames),
    component: UsersPage,
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/users/$id/$tab",
    validateSearch: address(...listNames),
    component: lazyRouteComponent(() => import("./user.page.tsx"), "UserPage"),
  }),
];
