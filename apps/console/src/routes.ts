import { createRootRoute, createRoute, redirect } from "@tanstack/react-router";
import { findSession } from "./session/session.ts";
import { Shell } from "./shell/shell.tsx";

export const rootRoute = createRootRoute();

/** All pages but the sign-in: in the frame, for who is signed in. */
export const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "shell",
  component: Shell,
  beforeLoad: async ({ location }) => {
    if (!(await findSession())) throw redirect({ to: "/sign-in", search: { to: location.href }, replace: true });
  },
});

/** Search parameters of an address by name; all are text, and absent when they are empty. */
export type Address<Name extends string> = { [N in Name]?: string };

/** Keeps the named parameters of an address. The server judges their values. */
export const address =
  <const Names extends readonly string[]>(...names: Names) =>
  (search: Record<string, unknown>): Address<Names[number]> => {
    const kept: Address<string> = {};
    for (const name of names) {
      const value = search[name];
      if (typeof value === "string" && value !== "") kept[name] = value;
    }
    return kept;
  };

/** What every list's address has: search, order, place in the list, columns shown, and the dialog that is open. */
export const listNames = ["q", "order", "page", "cursor", "columns", "dialog", "of"] as const;
