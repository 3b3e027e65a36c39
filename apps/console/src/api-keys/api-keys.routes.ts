import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { address, listNames, shellRoute } from "../routes.ts";

export const apiKeyRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/keys",
    validateSearch: address(...listNames, "state"),
    component: lazyRouteComponent(() => import("./api-keys.page.tsx"), "ApiKeysPage"),
  }),
];
