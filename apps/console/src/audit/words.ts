import type { AuditEntry } from "@roster/client";

type EventName = AuditEntry["event"];
type Words = readonly [once: string, times: string];

const lowered = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
const raised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** Events whose words do not follow from their names. */
const exceptions: Partial<Record<EventName, Words>> = {
  "user.updated": ["Profile changed", "profiles changed"],
  "user.signed_in": ["User signed in", "sign-ins"],
  "user.password_reset_by_admin": ["Password set by an administrator", "passwords set by an administrator"],
  "user.password_link_requested": ["Link to set a password requested", "links to set a password requested"],
  "user.email_code_requested": ["Code for an email requested", "codes for emails requested"],
  "user.phone_code_requested": ["Code for a phone number requested", "codes for phone numbers requested"],
  "user.organization_added": ["User joined an organization", "users joined an organization"],
  "user.organization_updated": ["Role in an organization changed", "roles in an organization changed"],
  "user.organization_removed": ["User left an organization", "users left an organization"],
  "user.workspace_added": ["User joined a workspace", "users joined a workspace"],
  "user.workspace_updated": ["Role in a workspace changed", "roles in a workspace changed"],
  "user.workspace_removed": ["User left a workspace", "users left a workspace"],
  "organization_member.updated": ["Organization role changed", "organization roles changed"],
  "workspace_member.updated": ["Workspace role changed", "workspace roles changed"],
  "waitlist.joined": ["Waitlist joined", "waitlist entries made"],
  "api_key.updated": ["API key renamed", "API keys renamed"],
};

/** Nouns and verbs of events that people call otherwise. */
const nouns: Record<string, Words> = {
  phone: ["phone number", "phone numbers"],
  waitlist: ["waitlist entry", "waitlist entries"],
  api_key: ["API key", "API keys"],
};
const verbs: Record<string, string> = { updated: "changed", resent: "sent again", retried: "sent again" };

/** The noun and the verb of an event: `user.phone_added` tells that a phone was added, `user.created` that a user was created. */
const partsOf = (event: EventName) => /^(?:user\.(?=.*_))?(.+)[._](.+)$/.exec(event)?.slice(1) ?? [];

/** What happened in words: once, and as many times as a number before it says. */
export function eventWords(event: EventName): Words {
  const [noun = "", verb = ""] = partsOf(event);
  const plain = noun.replaceAll("_", " ");
  const [one, many] = nouns[noun] ?? [plain, `${plain}s`];
  const happened = verbs[verb] ?? verb;
  return exceptions[event] ?? [raised(`${one} ${happened}`), `${many} ${happened}`];
}

/** What happened in one entry. That an address or a number is no longer verified is told by its fields alone. */
export function wordsOf({ event, changes }: AuditEntry) {
  const isLost = changes.some((name) => name.endsWith(".is_verified"));
  if (event === "user.email_updated" && isLost) return "Email no longer verified";
  if (event === "user.phone_updated" && isLost) return "Phone number no longer verified";
  return eventWords(event)[0];
}

/** What several entries tell together: "10 waitlist entries approved, 10 users created". */
export function summaryOf(entries: readonly AuditEntry[]) {
  const words = [...Map.groupBy(entries, ({ event }) => event)].map(([event, { length }]) => {
    const [once, times] = eventWords(event);
    return length > 1 ? `${length} ${times}` : once;
  });
  const sentence = words.map((text, index) => (index === 0 || text.startsWith("API") ? text : lowered(text)));
  return sentence.join(", ");
}

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

/** Fields that say no more than the words of the event, as does the plural of its noun. */
const said =
  /^(?:password|password_link|last_sign_in_at|is_active|deactivat.*|status|state|revoked_at|.*\.(?:code|is_verified))$/;

/** The changed fields that the words of the event do not tell. A new record has each time the same, but for a user. */
export function newsOf({ event, changes }: AuditEntry) {
  if (event === "user.created") return changesOf(changes);
  if (/\.(?:created|joined)$/.test(event)) return "";
  const [noun] = partsOf(event);
  return changesOf(changes.filter((name) => !said.test(name) && !`${noun}s`.endsWith(name)));
}
