import type { AuditEntry } from "@roster/client";
import { Time } from "../time/time.tsx";
import { eventWords } from "./words.ts";
import "./timeline.css";

/** What happened to a user, where the event's name does not say it well. */
const userWords: Partial<Record<AuditEntry["event"], string>> = {
  "user.updated": "Profile changed",
  "user.password_reset_by_admin": "Password set by an administrator",
  "user.password_link_requested": "Link to set a password requested",
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
const wordsOf = (event: AuditEntry["event"]) => userWords[event] ?? eventWords(event.replace(/^user\./, ""));

/** What the event's name says already. */
const said = new Set(["emails", "phones", "social_connections", "organizations", "workspaces", "last_sign_in_at"]);

/** Names of the changed fields, such as `username` or `emails.is_primary`. Their values are never in the log. */
const changesOf = ({ changes }: AuditEntry) =>
  changes
    .filter((name) => !said.has(name))
    .map((name) => name.replace(/^.*\.(?:is_)?/, "").replaceAll("_", " "))
    .join(", ");

/** Entries of the log about one record, latest first. */
export const Timeline = ({ label, entries }: { label: string; entries: AuditEntry[] }) => (
  <ol className="timeline" aria-label={label}>
    {entries.map((entry) => (
      <li key={entry.id}>
        <div>
          {wordsOf(entry.event)} <span className="muted">{changesOf(entry)}</span>
        </div>
        <div className="muted small">
          by <bdi>{entry.actor_name}</bdi> · <Time at={entry.at} />
        </div>
      </li>
    ))}
  </ol>
);
