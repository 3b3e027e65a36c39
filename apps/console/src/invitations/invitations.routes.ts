import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { address, listNames, shellRoute } from "../routes.ts";

export const invitationRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/invitations",
    validateSearch: address(...listNames, "state", "organization", "invited_by"),
    component: lazyRouteComponent(() => import("./invitations.page.tsx"), "InvitationsPage"),
  }),
];
