import * as z from "zod";

/** The kinds of records, each with the prefix of its ids. An id is a TypeID: a prefix, an underscore, and a UUIDv7 in base32. */
export const idPrefixes = {
  user: "user",
  email: "email",
  phone: "phone",
  social_connection: "social",
  organization: "org",
  organization_membership: "orgmem",
  workspace: "ws",
  workspace_membership: "wsmem",
  invitation: "inv",
  waitlist_user: "wait",
  api_key: "key",
  audit_entry: "audit",
  message: "msg",
  verification: "ver",
} as const;

export type IdKind = keyof typeof idPrefixes;

/**
 * The closed list of events. The audit log has an entry for each: the event, the record's id as `target_id`, and the names of the
 * changed fields. A change of a membership is two events: one on the user, one on the organization or workspace.
 */
export const events = {
  // Users
  "user.created": {
    target: "user",
    description: "A user was created: by a caller, by an invitation or from the waitlist.",
  },
  "user.updated": {
    target: "user",
    description: "A user's names, username, external id, picture or metadata changed.",
  },
  "user.deactivated": { target: "user", description: "A user was deactivated, or the reason for it changed." },
  "user.reactivated": { target: "user", description: "A deactivated user was reactivated." },
  "user.deleted": { target: "user", description: "A user was deleted with everything attached, memberships too." },
  "user.signed_in": { target: "user", description: "A user signed in with the right password." },
  // Passwords
  "user.password_changed": {
    target: "user",
    description: "A user set a password: with the current one, or by a mailed link.",
  },
  "user.password_reset_by_admin": {
    target: "user",
    description: "An administrator set a user's password, without the current one.",
  },
  "user.password_removed": { target: "user", description: "A user's password was removed." },
  "user.password_link_requested": { target: "user", description: "A link to set a new password was requested." },
  // Emails
  "user.email_added": { target: "user", description: "An unverified email was added to a user." },
  "user.email_verified": {
    target: "user",
    description: "An email of a user was verified. It may have become the primary one as well: see the changed fields.",
  },
  "user.email_updated": {
    target: "user",
    description: "A verified email of a user became the primary one, or lost its verification.",
  },
  "user.email_removed": {
    target: "user",
    description: "An email was removed from a user: deleted, or unverified while another user proved to own it.",
  },
  "user.email_code_requested": { target: "user", description: "A code to verify an email was requested." },
  // Phones
  "user.phone_added": { target: "user", description: "An unverified phone number was added to a user." },
  "user.phone_verified": {
    target: "user",
    description:
      "A phone number of a user was verified. It may have become the primary one as well: see the changed fields.",
  },
  "user.phone_updated": {
    target: "user",
    description: "A verified phone number of a user became the primary one, or lost its verification.",
  },
  "user.phone_removed": {
    target: "user",
    description: "A phone number was removed from a user: deleted, or unverified while another user proved to own it.",
  },
  "user.phone_code_requested": { target: "user", description: "A code to verify a phone number was requested." },
  // Social connections
  "user.social_connection_added": { target: "user", description: "A provider's account was linked to a user." },
  "user.social_connection_updated": {
    target: "user",
    description: "The address or name of a provider's account changed.",
  },
  "user.social_connection_removed": { target: "user", description: "A provider's account was unlinked from a user." },
  // Memberships, in the user's history
  "user.organization_added": { target: "user", description: "A user became a member of an organization." },
  "user.organization_updated": { target: "user", description: "A user's role in an organization changed." },
  "user.organization_removed": {
    target: "user",
    description: "A user is no longer a member of an organization, nor of its workspaces.",
  },
  "user.workspace_added": { target: "user", description: "A user became a member of a workspace." },
  "user.workspace_updated": { target: "user", description: "A user's role in a workspace changed." },
  "user.workspace_removed": {
    target: "user",
    description: "A user is no longer a member of a workspace, and stays in its organization.",
  },
  // Organizations
  "organization.created": { target: "organization", description: "An organization was created." },
  "organization.updated": { target: "organization", description: "An organization's name, slug or metadata changed." },
  "organization.deleted": {
    target: "organization",
    description: "An organization was deleted with its workspaces, memberships and invitations.",
  },
  "organization_member.added": { target: "organization", description: "An organization has a new member." },
  "organization_member.updated": {
    target: "organization",
    description: "The role of a member of an organization changed.",
  },
  "organization_member.removed": {
    target: "organization",
    description: "A member left an organization or was removed.",
  },
  // Workspaces
  "workspace.created": { target: "workspace", description: "A workspace was created in an organization." },
  "workspace.updated": { target: "workspace", description: "A workspace's name, slug or metadata changed." },
  "workspace.deleted": { target: "workspace", description: "A workspace was deleted with its memberships." },
  "workspace_member.added": { target: "workspace", description: "A workspace has a new member." },
  "workspace_member.updated": { target: "workspace", description: "The role of a member of a workspace changed." },
  "workspace_member.removed": {
    target: "workspace",
    description: "A member left a workspace or was removed, possibly with the membership of its organization.",
  },
  // Invitations
  "invitation.created": {
    target: "invitation",
    description: "An address was invited to the directory or to an organization.",
  },
  "invitation.resent": { target: "invitation", description: "An invitation got a new link and a new lifetime." },
  "invitation.accepted": { target: "invitation", description: "An invitation was accepted." },
  "invitation.revoked": {
    target: "invitation",
    description:
      "An invitation was revoked, by a caller or because its person arrived otherwise or left. Its links no longer work.",
  },
  // Waitlist
  "waitlist.joined": { target: "waitlist_user", description: "An address joined the waitlist." },
  "waitlist.approved": { target: "waitlist_user", description: "A waitlist entry was approved and became a user." },
  "waitlist.rejected": { target: "waitlist_user", description: "A waitlist entry was rejected." },
  "waitlist.reopened": { target: "waitlist_user", description: "A rejected waitlist entry is pending again." },
  // Messages
  "message.retried": { target: "message", description: "A failed message waits to be sent again." },
  "message.cancelled": { target: "message", description: "A caller cancelled a message that waited to be sent." },
  // API keys
  "api_key.created": { target: "api_key", description: "An API key was created." },
  "api_key.updated": { target: "api_key", description: "An API key was renamed." },
  "api_key.rotated": {
    target: "api_key",
    description: "An API key was replaced by another, and ends after an overlap.",
  },
  "api_key.revoked": { target: "api_key", description: "An API key was revoked." },
} as const satisfies Record<string, { target: IdKind; description: string }>;

/** The kinds of records that events are about. */
export type TargetType = (typeof events)[EventName]["target"];
export const targetTypes = [...new Set(Object.values(events).map(({ target }) => target))];

export type EventName = keyof typeof events;
/** Marked as pure: a bundle that uses only the list leaves zod out. */
export const EventName = /* @__PURE__ */ z.enum(/* @__PURE__ */ Object.keys(events) as EventName[]); // the keys of a constant
