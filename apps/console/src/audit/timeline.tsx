import type { AuditEntry } from "@roster/client";
import { Time } from "../time/time.tsx";
import { eventWords } from "./words.ts";
import "./timeline.css";

/** What happened to a user, where the event's name does not say it well. */
const userWords: Partial<Record<AuditEntry["event"], string>> = {
  "user.updated": "Profile changed",
  "user.password_reset_by_admin": "Password set by an administrator",
  "user.password_link_requested": "Link to set a password requested",
  "user.email_updated": "Email changed:",
  "user.phone_updated": "Phone number changed:",
  "user.email_code_requested": "Code for an email requested",
  "user.phone_code_requested": "Code for a phone number requested",
  "user.organization_added": "Joined an organization",
  "user.organization_updated": "Role in an organization changed",
  "user.organization_removed": "Left an organization",
  "user.workspace_added": "Joined a workspace",
  "user.workspace_updated": "Role in a workspace changed",
  "user.workspace_removed": "Left a workspace",
};

/** The event without what it is about, which the page names. */
function wordsOf({ event, changes }: AuditEntry) {
  const lost = changes.some((name) => name.endsWith(".is_verified"));
  if (event === "user.email_updated" && lost) return "Email no longer verified";
  if (event === "user.phone_updated" && lost) return "Phone number no longer verified";
  return userWords[event] ?? eventWords(event.replace(/^user\./, ""));
}

/** Fields that say no more than the event's name. */
const said =
  /^(?:emails|phones|social_connections|organizations|workspaces|code|password|password_link|last_sign_in_at|is_active|deactivat.*|.*\.is_verified)$/;

/** Names of the changed fields, such as "username". Their values are never in the log. */
const changesOf = ({ event, changes }: AuditEntry) =>
  changes
    .filter((name) => event === "user.created" || !said.test(name))
    .map((name) => name.replace(/^.*\.(?:is_)?/, "").replaceAll("_", " "))
    .join(", ");

/** Entries of the log about one record, latest first. */
export const Timeline = ({ label, entries }: { label: string; entries: AuditEntry[] }) => (
  <ol className="timeline" aria-label={label}>
    {entries.map((entry) => (
      <li key={entry.id}>
        <div>
          {wordsOf(entry)} <span className="muted">{changesOf(entry)}</span>
        </div>
        <div className="muted small">
          by <bdi>{entry.actor_name}</bdi> · <Time at={entry.at} />
        </div>
      </li>
    ))}
  </ol>
);
