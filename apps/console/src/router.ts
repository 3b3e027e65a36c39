import { createRoute, createRouter, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { apiKeyRoutes } from "./api-keys/api-keys.routes.ts";
import { auditRoutes } from "./audit/audit.routes.ts";
import { invitationRoutes } from "./invitations/invitations.routes.ts";
import { messageRoutes } from "./messages/messages.routes.ts";
import { organizationRoutes } from "./organizations/organizations.routes.ts";
import { address, rootRoute, shellRoute } from "./routes.ts";
import { findSession } from "./session/session.ts";
import { Crashed, NotFound } from "./shell/faults.tsx";
import { homeFor } from "./shell/pages.ts";
import { statisticsRoutes } from "./statistics/overview.routes.ts";
import { userRoutes } from "./users/users.routes.ts";
import { waitlistRoutes } from "./waitlist/waitlist.routes.ts";

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/",
  beforeLoad: async () => {
    throw redirect({ to: homeFor((await findSession())?.scopes).to, replace: true });
  },
});

/** Any other address: within the frame, so that the pages and the search are beside it. */
const nowhereRoute = createRoute({ getParentRoute: () => shellRoute, path: "$", component: NotFound });

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-in",
  component: lazyRouteComponent(() => import("./session/sign-in.page.tsx"), "SignInPage"),
  validateSearch: address("to"),
});

/** The page map. Each noun's folder has its part of it. */
const routeTree = rootRoute.addChildren([
  homeRoute,
  signInRoute,
  shellRoute.addChildren([
    ...statisticsRoutes,
    ...userRoutes,
    ...organizationRoutes,
    ...invitationRoutes,
    ...waitlistRoutes,
    ...messageRoutes,
    ...auditRoutes,
    ...apiKeyRoutes,
    nowhereRoute,
  ]),
]);

export const router = createRouter({
  routeTree,
  // Plain text in both directions, so that addresses read well and an id of digits stays text.
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const given = Object.entries(search).filter((entry): entry is [string, string] => typeof entry[1] === "string");
    const text = new URLSearchParams(given).toString();
    return text && `?${text}`;
  },
  defaultPreload: "intent",
  defaultPreloadDelay: 80,
  scrollRestoration: true,
  scrollToTopSelectors: ["main"],
  defaultNotFoundComponent: NotFound,
  defaultErrorComponent: Crashed,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
