import type { Scope } from "@roster/contract/scopes";
import {
  IconBuilding,
  IconChartBar,
  IconClock,
  IconHistory,
  IconKey,
  IconMail,
  IconSend,
  IconUsers,
} from "@tabler/icons-react";

interface Page {
  to: "/overview" | "/users" | "/organizations" | "/invitations" | "/waitlist" | "/messages" | "/audit" | "/keys";
  title: string;
  icon: typeof IconUsers;
  /** The scope without which the page shows nothing. */
  scope: Scope;
  /** After `g`, the key that goes there. */
  key: string;
}

/** The pages of the rail and the palette. */
export const pages: readonly Page[] = [
  { to: "/overview", title: "Overview", icon: IconChartBar, scope: "audit:read", key: "o" },
  { to: "/users", title: "Users", icon: IconUsers, scope: "users:read", key: "u" },
  { to: "/organizations", title: "Organizations", icon: IconBuilding, scope: "organizations:read", key: "r" },
  { to: "/invitations", title: "Invitations", icon: IconSend, scope: "invitations:read", key: "i" },
  { to: "/waitlist", title: "Waitlist", icon: IconClock, scope: "waitlist:read", key: "w" },
  { to: "/messages", title: "Messages", icon: IconMail, scope: "messages:read", key: "m" },
  { to: "/audit", title: "Audit log", icon: IconHistory, scope: "audit:read", key: "a" },
  { to: "/keys", title: "API keys", icon: IconKey, scope: "api_keys:manage", key: "k" },
];

/** The first page that shows something to whoever has these scopes. */
export const homeFor = (scopes: readonly Scope[] = []) =>
  pages.find(({ scope }) => scopes.includes(scope)) ?? ({ to: "/users", title: "Users" } as const);
