import type { AuditEntry } from "@roster/client";

type EventName = AuditEntry["event"];

/** What happened in words: once, and as many times as a number before it says. */
export const eventWords: Record<EventName, readonly [once: string, times: string]> = {
  "user.created": ["User created", "users created"],
  "user.updated": ["Profile changed", "profiles changed"],
  "user.deactivated": ["User deactivated", "users deactivated"],
  "user.reactivated": ["User reactivated", "users reactivated"],
  "user.deleted": ["User deleted", "users deleted"],
  "user.signed_in": ["User signed in", "sign-ins"],
  "user.password_changed": ["Password changed", "passwords changed"],
  "user.password_reset_by_admin": ["Password set by an administrator", "passwords set by an administrator"],
  "user.password_removed": ["Password removed", "passwords removed"],
  "user.password_link_requested": ["Link to set a password requested", "links to set a password requested"],
  "user.email_added": ["Email added", "emails added"],
  "user.email_verified": ["Email verified", "emails verified"],
  "user.email_updated": ["Email changed", "emails changed"],
  "user.email_removed": ["Email removed", "emails removed"],
  "user.email_code_requested": ["Code for an email requested", "codes for emails requested"],
  "user.phone_added": ["Phone number added", "phone numbers added"],
  "user.phone_verified": ["Phone number verified", "phone numbers verified"],
  "user.phone_updated": ["Phone number changed", "phone numbers changed"],
  "user.phone_removed": ["Phone number removed", "phone numbers removed"],
  "user.phone_code_requested": ["Code for a phone number requested", "codes for phone numbers requested"],
  "user.social_connection_added": ["Social connection added", "social connections added"],
  "user.social_connection_updated": ["Social connection changed", "social connections changed"],
  "user.social_connection_removed": ["Social connection removed", "social connections removed"],
  "user.organization_added": ["User joined an organization", "users joined an organization"],
  "user.organization_updated": ["Role in an organization changed", "roles in an organization changed"],
  "user.organization_removed": ["User left an organization", "users left an organization"],
  "user.workspace_added": ["User joined a workspace", "users joined a workspace"],
  "user.workspace_updated": ["Role in a workspace changed", "roles in a workspace changed"],
  "user.workspace_removed": ["User left a workspace", "users left a workspace"],
  "organization.created": ["Organization created", "organizations created"],
  "organization.updated": ["Organization changed", "organizations changed"],
  "organization.deleted": ["Organization deleted", "organizations deleted"],
  "organization_member.added": ["Organization member added", "organization members added"],
  "organization_member.updated": ["Organization role changed", "organization roles changed"],
  "organization_member.removed": ["Organization member removed", "organization members removed"],
  "workspace.created": ["Workspace created", "workspaces created"],
  "workspace.updated": ["Workspace changed", "workspaces changed"],
  "workspace.deleted": ["Workspace deleted", "workspaces deleted"],
  "workspace_member.added": ["Workspace member added", "workspace members added"],
  "workspace_member.updated": ["Workspace role changed", "workspace roles changed"],
  "workspace_member.removed": ["Workspace member removed", "workspace members removed"],
  "invitation.created": ["Invitation created", "invitations created"],
  "invitation.resent": ["Invitation sent again", "invitations sent again"],
  "invitation.accepted": ["Invitation accepted", "invitations accepted"],
  "invitation.revoked": ["Invitation revoked", "invitations revoked"],
  "waitlist.joined": ["Waitlist joined", "waitlist entries made"],
  "waitlist.approved": ["Waitlist entry approved", "waitlist entries approved"],
  "waitlist.rejected": ["Waitlist entry rejected", "waitlist entries rejected"],
  "waitlist.reopened": ["Waitlist entry reopened", "waitlist entries reopened"],
  "message.retried": ["Message sent again", "messages sent again"],
  "message.cancelled": ["Message cancelled", "messages cancelled"],
  "api_key.created": ["API key created", "API keys created"],
  "api_key.updated": ["API key renamed", "API keys renamed"],
  "api_key.rotated": ["API key rotated", "API keys rotated"],
  "api_key.revoked": ["API key revoked", "API keys revoked"],
};

/** What happened in one entry. That an address or a number is no longer verified is told by its fields alone. */
export function wordsOf({ event, changes }: AuditEntry) {
  const isLost = changes.some((name) => name.endsWith(".is_verified"));
  if (event === "user.email_updated" && isLost) return "Email no longer verified";
  if (event === "user.phone_updated" && isLost) return "Phone number no longer verified";
  return eventWords[event][0];
}

/** What several entries tell together: "10 waitlist entries approved, 10 users created". */
export function summaryOf(entries: readonly AuditEntry[]) {
  const words = [...Map.groupBy(entries, ({ event }) => event)].map(([event, { length }]) => {
    const [once, times] = eventWords[event];
    return length > 1 ? `${length} ${times}` : once;
  });
  const sentence = words.map((text, index) => (index === 0 || text.startsWith("API") ? text : lowered(text)));
  return sentence.join(", ");
}

const lowered = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
const raised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** What each kind of record is called. */
export const kinds = {
  user: "User",
  organization: "Organization",
  workspace: "Workspace",
  invitation: "Invitation",
  waitlist_user: "Waitlist entry",
  message: "Message",
  api_key: "API key",
} as const satisfies Record<AuditEntry["target_type"], string>;

/** Fields whose name in words is another one. */
const fields: Record<string, string> = {
  email_address: "email",
  "emails.is_primary": "primary email",
  "emails.is_verified": "whether the email is verified",
  "emails.code": "code for the email",
  phones: "phone numbers",
  "phones.is_primary": "primary phone number",
  "phones.is_verified": "whether the phone number is verified",
  "phones.code": "code for the phone number",
  profile_picture_url: "picture",
  password_link: "link to set a password",
  last_sign_in_at: "last sign-in",
  is_active: "whether the user is active",
  deactivated_at: "time of the deactivation",
  deactivation_reason: "reason of the deactivation",
  decision_reason: "reason",
  organization_id: "organization",
  expires_at: "expiry",
  revoked_at: "time of the revocation",
};

const fieldWords = (name: string) => fields[name] ?? name.replace(/^.*\./, "").replaceAll("_", " ");

/** The changed fields in words: "First name, primary email". */
export const changesOf = (names: readonly string[]) => raised(names.map(fieldWords).join(", "));

/** Fields that say no more than the words of the event. */
const said =
  /^(?:emails|phones|social_connections|organizations|workspaces|members|password|password_link|last_sign_in_at|is_active|deactivat.*|status|state|revoked_at|.*\.(?:code|is_verified))$/;

/** The changed fields that the words of the event do not tell. A new record has each time the same, but for a user. */
export function newsOf({ event, changes }: AuditEntry) {
  if (event === "user.created") return changesOf(changes);
  return /\.(?:created|joined)$/.test(event) ? "" : changesOf(changes.filter((name) => !said.test(name)));
}
