import type { AuditEntry } from "@roster/client";
import { events } from "@roster/contract/events";
import { useView } from "../table/view.ts";
import { eventWords } from "./words.ts";

type EventName = AuditEntry["event"];

/** What events are about. The first that fits an event is its group. */
const nouns: readonly (readonly [title: string, ofNoun: RegExp])[] = [
  ["Passwords", /^user\.password/],
  ["Emails", /^user\.email/],
  ["Phone numbers", /^user\.phone/],
  ["Social connections", /^user\.social/],
  ["Memberships of users", /^user\.(?:organization|workspace)/],
  ["Users", /^user/],
  ["Organizations", /^organization/],
  ["Workspaces", /^workspace/],
  ["Invitations", /^invitation/],
  ["Waitlist", /^waitlist/],
  ["Messages", /^message/],
  ["API keys", /^api_key/],
];

const names = Object.keys(events) as EventName[]; // the keys of a constant
const groups = [...Map.groupBy(names, (name) => nouns.find(([, ofNoun]) => ofNoun.test(name))?.[0] ?? "Others")];

/** A filter by what happened, in words. */
export function EventFilter() {
  const [view, setView] = useView();
  return (
    <select
      className="select event-filter"
      aria-label="Event"
      data-key="filter"
      value={view.event ?? ""}
      onChange={({ currentTarget }) => void setView({ event: currentTarget.value })}
    >
      <option value="">Any event</option>
      {groups.map(([title, ofNoun]) => (
        <optgroup key={title} label={title}>
          {ofNoun.map((event) => (
            <option key={event} value={event}>
              {eventWords(event)[0]}
            </option>
          ))}
        </optgroup>
      ))}
    </select>
  );
}
