import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { address, listNames, shellRoute } from "../routes.ts";

export const waitlistRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/waitlist",
    validateSearch: address(...listNames, "state"),
    component: lazyRouteComponent(() => import("./waitlist.page.tsx"), "WaitlistPage"),
  }),
];
