import type { Column } from "../table/table.tsx";
import { Time } from "../time/time.tsx";
import { ActorName, type Names, TargetName } from "./names.tsx";
import type { LogRow } from "./rows.ts";
import { newsOf, summaryOf, wordsOf } from "./words.ts";

/** The words of a row, for its cell and for who does not see it. */
export const wordsOfRow = ({ entry, together }: LogRow) => (together ? summaryOf(together) : wordsOf(entry));

function Event({ row, names }: { row: LogRow; names: Names }) {
  const { entry, together, isWithin, isCut } = row;
  const news = newsOf(entry);
  const kind = together ? "audit-together" : isWithin ? "audit-within" : "";
  return (
    <span className={`lines ${kind}`}>
      <span className={together ? "audit-summary" : "cut"}>{wordsOfRow(row)}</span>
      {together ? (
        <span className="cut muted small">
          {together.length} entries{isCut ? " on this page" : ""}
        </span>
      ) : (
        <>
          {news ? <span className="cut muted small wide-only">{news}</span> : null}
          <span className="cut muted small narrow-only">
            <TargetText row={row} names={names} />
          </span>
        </>
      )}
    </span>
  );
}

/** The record's name within the link of a row, where the column of records has no place. */
function TargetText({ row: { entry }, names }: { row: LogRow; names: Names }) {
  const known = names(entry);
  return typeof known === "object" ? <bdi>{known.name}</bdi> : <TargetName of={entry} names={names} />;
}

/** The record that a row is about. A row of several entries names the first record and counts the others. */
function About({ row: { entry, together }, names }: { row: LogRow; names: Names }) {
  const [first = entry] = together ?? [];
  const kin = together?.filter(({ target_type }) => target_type === first.target_type);
  const others = new Set(kin?.map(({ target_id }) => target_id)).size - 1;
  return (
    <span className="cut">
      <TargetName of={first} names={names} />
      {others > 0 ? <span className="muted"> and {others} more</span> : null}
    </span>
  );
}

/** The columns of the log, with the names of the records that its page is about. */
export const columnsOf = (names: Names): readonly Column<LogRow>[] => [
  { key: "event", title: "Event", cell: (row) => <Event row={row} names={names} /> },
  { key: "target", title: "About", width: 320, from: 760, cell: (row) => <About row={row} names={names} /> },
  { key: "actor", title: "By", width: 180, from: 760, cell: ({ entry }) => <ActorName of={entry} /> },
  {
    key: "at",
    title: "When",
    width: 130,
    cell: ({ entry }) => (
      <span className="lines">
        <Time at={entry.at} isStop={false} />
        <span className="cut muted small narrow-only">
          <ActorName of={entry} />
        </span>
      </span>
    ),
  },
  {
    key: "action",
    title: "Call",
    width: 190,
    isExtra: true,
    cell: ({ entry }) => <span className="mono">{entry.action}</span>,
  },
  {
    key: "id",
    title: "Record’s id",
    width: 280,
    isExtra: true,
    cell: ({ entry, together }) => (together ? null : <span className="mono">{entry.target_id}</span>),
  },
  {
    key: "request",
    title: "Request",
    width: 300,
    isExtra: true,
    cell: ({ entry }) => <span className="mono">{entry.request_id}</span>,
  },
  {
    key: "sequence",
    title: "Number",
    width: 100,
    isExtra: true,
    cell: ({ entry, together }) =>
      together ? null : entry.sequence === null ? (
        <span className="muted" title="An entry gets its number within a second">
          Soon
        </span>
      ) : (
        <span className="number">{entry.sequence}</span>
      ),
  },
];
