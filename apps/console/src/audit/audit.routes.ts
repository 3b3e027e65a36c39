import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { address, listNames, shellRoute } from "../routes.ts";

export const auditRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/audit",
    validateSearch: address(
      ...listNames,
      "actor",
      "event",
      "target_type",
      "target_id",
      "request_id",
      "from",
      "to",
      "open",
    ),
    component: lazyRouteComponent(() => import("./audit.page.tsx"), "AuditPage"),
  }),
];
