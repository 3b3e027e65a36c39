import type { AuditEntry } from "@roster/client";
import { Link } from "@tanstack/react-router";
import { Time } from "../time/time.tsx";
import { ActorName } from "./names.tsx";
import { newsOf, wordsOf } from "./words.ts";
import "./timeline.css";

/** What happened, without the user, whom the page names. */
const wordsOfUser = (entry: AuditEntry) =>
  wordsOf(entry).replace(/^User (.)/, (_, first: string) => first.toUpperCase());

/** Entries of the log about one user, latest first. Each opens in the log. */
export const Timeline = ({ label, entries }: { label: string; entries: AuditEntry[] }) => (
  <ol className="timeline" aria-label={label}>
    {entries.map((entry) => (
      <li key={entry.id}>
        <div>
          <Link to="/audit" search={{ target_type: "user", target_id: entry.target_id, dialog: "entry", of: entry.id }}>
            {wordsOfUser(entry)}
          </Link>
        </div>
        {newsOf(entry) ? <div className="muted">{newsOf(entry)}</div> : null}
        <div className="muted small">
          by <ActorName of={entry} /> · <Time at={entry.at} />
        </div>
      </li>
    ))}
  </ol>
);
