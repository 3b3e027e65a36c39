import type { ListAuditLogOptions } from "@roster/client";
import { CallerFilter } from "../api-keys/callers.tsx";
import { useDialog } from "../form/dialog.ts";
import { UserPicker } from "../form/picker.tsx";
import { useCan } from "../session/session.ts";
import { Page } from "../shell/page.tsx";
import { ColumnsMenu } from "../table/columns-menu.tsx";
import { Empty } from "../table/empty.tsx";
import { DateFilter, momentOf, SelectFilter, TextFilter } from "../table/filters.tsx";
import { useList } from "../table/list.ts";
import { MoreFilters } from "../table/more-filters.tsx";
import { type RowLink, Table } from "../table/table.tsx";
import { useView, type View } from "../table/view.ts";
import { columnsOf, wordsOfRow } from "./audit.columns.tsx";
import { EntryDialog } from "./entry.dialog.tsx";
import { EventFilter } from "./event-filter.tsx";
import { useNames } from "./names.tsx";
import { type LogRow, rowsOf } from "./rows.ts";
import { kinds } from "./words.ts";

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

/** Filters beside the event and the caller. */
const further = ["target_type", "target_id", "request_id", "from", "to"] as const;
const filters = ["event", "actor", ...further];

const kindWords: Record<string, string> = kinds;

/** Everything that was changed, by whom and when. */
export function AuditPage() {
  const [view, setView] = useView();
  const dialog = useDialog();
  const can = useCan();
  const list = useList("fetchAuditLog", filtersOf(view), view);
  const names = useNames(list.rows ?? []);
  const columns = columnsOf(names);
  // All entries of one request are what was asked for.
  const rows: LogRow[] | undefined = view.request_id
    ? list.rows?.map((entry) => ({ id: entry.id, entry }))
    : list.rows && rowsOf(list.rows, { open: view.open, isFirst: list.page === 1, isLast: list.next === null });

  const nameOfId = (id: string) => {
    const [first] = list.rows ?? [];
    const known = first?.target_id === id ? names(first) : undefined;
    return typeof known === "object" ? known.name : id;
  };
  const toRow = ({ id, entry, together }: LogRow): RowLink => {
    const isOpen = view.open === entry.request_id;
    return together
      ? {
          to: ".",
          search: { ...view, open: isOpen ? undefined : entry.request_id } as never, // the page's own parameters
          replace: true,
          resetScroll: false,
          "aria-expanded": isOpen,
        }
      : dialog.to("entry", id);
  };
  return (
    <Page title="Audit log" count={list.total}>
      <MoreFilters
        names={further}
        chips={[
          { name: "target_type", words: (kind) => `About: ${kindWords[kind] ?? kind}` },
          { name: "target_id", words: (id) => `About ${nameOfId(id)}` },
          { name: "request_id", words: (id) => `Request ${id.slice(0, 8)}…` },
          { name: "from", words: (day) => `From ${day}` },
          { name: "to", words: (day) => `Until ${day}` },
        ]}
        before={
          <>
            <EventFilter />
            <CallerFilter name="actor" label="Who did it" takesOthers />
          </>
        }
        after={<ColumnsMenu columns={columns} />}
      >
        <label>
          About
          <SelectFilter name="target_type" label="About" any="Any kind of record" options={Object.entries(kinds)} />
        </label>
        {can("users:read") ? (
          <label>
            About the user
            <UserPicker
              isFilter
              label="Any user"
              value={view.target_id?.startsWith("user_") ? view.target_id : ""}
              onChange={(target_id) => void setView({ target_id })}
            />
          </label>
        ) : null}
        <label>
          Record
          <TextFilter name="target_id" label="Record’s id" placeholder="Record’s id" />
        </label>
        <label>
          Request
          <TextFilter name="request_id" label="Request" placeholder="Request’s id" />
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
        list={{ ...list, rows, length: list.rows?.length }}
        columns={columns}
        to={toRow}
        nameOf={wordsOfRow}
        empty={
          filters.some((name) => view[name] !== undefined) ? (
            <Empty
              title="No entry matches"
              action="Show the whole log"
              onAction={() => void setView(Object.fromEntries(filters.map((name) => [name, undefined])))}
            >
              Another filter may find it. Ids and names of callers are matched as a whole.
            </Empty>
          ) : (
            <Empty title="Nothing has been changed yet">Every change, who made it and when, will stand here.</Empty>
          )
        }
      />
      {dialog.name === "entry" && dialog.of ? <EntryDialog id={dialog.of} list={list} onClose={dialog.close} /> : null}
    </Page>
  );
}
