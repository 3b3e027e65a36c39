import type { AuditEntry, ListAuditLogOptions } from "@roster/client";
import { events, targetTypes } from "@roster/contract/events";
import { useDialog } from "../form/dialog.ts";
import { Page } from "../shell/page.tsx";
import { ColumnsMenu } from "../table/columns-menu.tsx";
import { Empty } from "../table/empty.tsx";
import { DateFilter, momentOf, SelectFilter, TextFilter } from "../table/filters.tsx";
import { useList } from "../table/list.ts";
import { MoreFilters } from "../table/more-filters.tsx";
import { type Column, Table } from "../table/table.tsx";
import { useView, type View } from "../table/view.ts";
import { Time } from "../time/time.tsx";
import { EntryDialog } from "./entry.dialog.tsx";
import { eventWords } from "./words.ts";

/** Makes the filters of a list from its address, for `fetchAuditLog`. The server judges the values. */
const filtersOf = (view: View) => ({
  actor: view.actor,
  event: view.event as ListAuditLogOptions["event"], // the server refuses any other text
  target_type: view.target_type as ListAuditLogOptions["target_type"], // the server refuses any other text
  target_id: view.target_id,
  request_id: view.request_id,
  from: momentOf(view.from),
  to: momentOf(view.to, 1),
});

const columns: readonly Column<AuditEntry>[] = [
  {
    key: "event",
    title: "Event",
    cell: (entry) => (
      <span className="lines">
        <span className="cut">{eventWords(entry.event)}</span>
        <span className="cut muted small">{entry.changes.join(", ") || entry.action}</span>
      </span>
    ),
  },
  {
    key: "target",
    title: "About",
    width: 280,
    from: 760,
    cell: (entry) => <span className="mono">{entry.target_id}</span>,
  },
  { key: "actor", title: "By", width: 180, from: 760, cell: (entry) => <bdi>{entry.actor_name}</bdi> },
  { key: "at", title: "When", width: 130, cell: (entry) => <Time at={entry.at} isStop={false} /> },
  {
    key: "action",
    title: "Call",
    width: 190,
    isExtra: true,
    cell: (entry) => <span className="mono">{entry.action}</span>,
  },
  {
    key: "request",
    title: "Request",
    width: 300,
    isExtra: true,
    cell: (entry) => <span className="mono">{entry.request_id}</span>,
  },
  {
    key: "sequence",
    title: "Number",
    width: 100,
    isExtra: true,
    cell: (entry) => <span className="number">{entry.sequence ?? "–"}</span>,
  },
];

/** Filters beside the event and the record. */
const further = ["target_type", "actor", "request_id", "from", "to"] as const;

/** Everything that was changed, by whom and when. */
export function AuditPage() {
  const [view, setView] = useView();
  const dialog = useDialog();
  const list = useList("fetchAuditLog", filtersOf(view), view);
  const filters = ["event", "target_id", ...further];
  const isFiltered = filters.some((name) => view[name] !== undefined);
  const clear = () => void setView(Object.fromEntries(filters.map((name) => [name, undefined])));
  return (
    <Page title="Audit log" count={list.total}>
      <MoreFilters
        names={further}
        before={
          <>
            <SelectFilter
              name="event"
              label="Event"
              any="Any event"
              options={Object.keys(events).map((event) => [event, eventWords(event)] as const)}
            />
            <TextFilter name="target_id" label="Record's id" placeholder="Record's id" />
          </>
        }
        after={<ColumnsMenu columns={columns} />}
      >
        <label>
          About
          <SelectFilter
            name="target_type"
            label="About"
            any="Any kind of record"
            options={targetTypes.map((type) => [type, eventWords(type)] as const)}
          />
        </label>
        <label>
          Caller
          <TextFilter name="actor" label="Caller" placeholder="A key’s id, or console" />
        </label>
        <label>
          Request
          <TextFilter name="request_id" label="Request" placeholder="Request's id" />
        </label>
        <label>
          From
          <DateFilter name="from" label="From" />
        </label>
        <label>
          Until
          <DateFilter name="to" label="Until" />
        </label>
      </MoreFilters>
      <Table
        label="Audit log"
        list={list}
        columns={columns}
        to={({ id }) => ({ to: ".", search: { ...view, dialog: "entry", of: id } as never, state: { isOpened: true } })}
        nameOf={(entry) => eventWords(entry.event)}
        empty={
          isFiltered ? (
            <Empty title="No entry matches" action="Show the whole log" onAction={clear}>
              Another filter may find it. Ids are matched as a whole.
            </Empty>
          ) : (
            <Empty title="Nothing has been changed yet">Every change, who made it and when, will stand here.</Empty>
          )
        }
      />
      {dialog.name === "entry" ? (
        <EntryDialog entry={list.rows?.find(({ id }) => id === dialog.of)} onClose={dialog.close} />
      ) : null}
    </Page>
  );
}
