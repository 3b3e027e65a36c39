import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { address, shellRoute } from "../routes.ts";

export const statisticsRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/overview",
    validateSearch: address(),
    component: lazyRouteComponent(() => import("./overview.page.tsx"), "OverviewPage"),
  }),
];
