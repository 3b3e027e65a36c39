import type { Scope } from "@roster/contract/scopes";

/** What each scope amounts to, for the form. */
export const scopeWords: Record<Scope, string> = {
  "users:read": "Read every user, with private metadata",
  "users:write": "Create, change and delete users; vouch for addresses and numbers; link accounts at providers",
  "users:password": "Open any account: set and remove passwords",
  "users:verify": "Sign people in with their password, and mail them a link to set one",
  "invitations:read": "Read invitations",
  "invitations:write": "Invite people, resend and revoke invitations",
  "waitlist:read": "Read the waitlist",
  "waitlist:write": "Approve and reject people who wait",
  "organizations:read": "Read organizations, workspaces and their members",
  "organizations:write": "Create, change and delete organizations and workspaces, and their members",
  "messages:read": "Read the outbox, without links and codes",
  "messages:write": "Send failed messages again, cancel those that wait",
  "api_keys:manage": "Create, rename, rotate and revoke keys, with no more than its own scopes",
  "audit:read": "Read the audit log and the statistics",
};
