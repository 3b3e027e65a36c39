import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { address, listNames, shellRoute } from "../routes.ts";

export const messageRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/messages",
    validateSearch: address(...listNames, "state", "kind", "template", "recipient", "user_id"),
    component: lazyRouteComponent(() => import("./messages.page.tsx"), "MessagesPage"),
  }),
];
