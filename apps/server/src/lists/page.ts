import type { Output, ParsedInput } from "@roster/contract";
import { type CompiledQuery, sql } from "kysely";
import { CheckedJson } from "../calls/checked-json.ts";
import { runCompiled } from "../database/compiled.ts";
import type { Database, Db } from "../database/database.ts";
import type { Searchable } from "../tables.ts";
import type { List, ListProcedure, PageRequest } from "./list.ts";
import { after, decodeCursor, encodeCursor, inOrder, placeOf } from "./order.ts";
import { parseSearch } from "./search.ts";
import { Selection, type Values } from "./selection.ts";

const PER_PAGE = 20;
/** From this many skipped rows on it pays to count the list: a page nearer to the end is reached from the end. */
const FAR = 100_000;

/** The parts of a call that a list needs. */
interface ListCall {
  db: Db;
  snapshot: Database["snapshot"];
  services: { clock(): Date };
}

/** Answers one page of a list. If it takes several statements, they run in one snapshot. */
export async function listPage<P extends ListProcedure>(
  { db, snapshot, services }: ListCall,
  list: List<P>,
  input: ParsedInput<P>,
): Promise<Output<P> | CheckedJson<Output<P>>> {
  const now = services.clock().toISOString();
  const read = (from: Db) => readPage(from, list, input, now);
  const isSingle = !input.include_total && !list.complete && skippedBy(input) < FAR;
  // `readPage` builds the answer from the list's own records.
  return (isSingle ? read(db) : snapshot(read)) as Promise<Output<P> | CheckedJson<Output<P>>>;
}

const skippedBy = ({ page = 1, per_page = PER_PAGE }: PageRequest) => (page - 1) * per_page;

async function readPage(db: Db, list: List, request: PageRequest & Record<string, unknown>, now: string) {
  const search = await parseSearch(db, list.table as Searchable, request.search); // only lists of searchable tables take `search`
  const selection = new Selection(list, request, search, now);
  const { order } = selection;
  const perPage = request.per_page ?? PER_PAGE;
  const skipped = skippedBy(request);
  const isFar = skipped >= FAR && !search;
  const total = request.include_total || isFar ? await selection.total(db) : undefined;
  const found = await readRows(db, list, selection, {
    ...selection.values,
    ...(request.cursor !== undefined && decodeCursor(request.cursor, order)),
    ...(skipped > 0 && (isFar && total !== undefined && skipped > total / 2 ? { left: total - skipped } : { skipped })),
    limit: perPage + 1,
  });
  const rows = found.slice(0, perPage);
  const last = found.length > perPage ? rows.at(-1) : undefined;
  const place = {
    has_more: last !== undefined,
    page: request.cursor === undefined ? (request.page ?? 1) : null,
    per_page: perPage,
    next_cursor: last ? encodeCursor(order, { seq: last.place_seq, key: last.place_key ?? undefined }) : null,
    total: request.include_total ? (total ?? null) : null,
  };
  const { checkedCard } = list;
  if (checkedCard) {
    const data = rows.map(({ place_seq, card = "" }) => checkedCard(place_seq, card));
    return new CheckedJson(`{"data":[${data.join(",")}],${JSON.stringify(place).slice(1)}`);
  }
  const records = rows.map((row) => list.toRecord(row, now));
  return { data: list.complete ? await list.complete(db, records, request) : records, ...place };
}

interface FoundRow {
  place_seq: number;
  place_key: string | null;
  /** Only in a list of cards. */
  card?: string;
}

const statements = new Map<string, CompiledQuery>();

async function readRows(db: Db, list: List, selection: Selection, values: Values): Promise<FoundRow[]> {
  const { order, shape } = selection;
  if (Number(values.left) <= 0) return []; // past the end
  const { rows } = await runCompiled(statements, db, values, shape, (given) => {
    let query = inOrder(selection.narrow(list.rows(db), given), order);
    if (given.seq !== undefined) query = query.where(after(placeOf(given), order));
    if (given.skipped !== undefined || given.left !== undefined) query = selection.skip(db, query, given);
    return (
      query
        .select([order.seq.as("place_seq"), (order.key ?? sql<string | null>`null`).as("place_key")])
        // The cast avoids that SQLite prepares the statement anew for each value of LIMIT.
        .limit(sql<number>`cast(${given.limit} as bigint)`)
    );
  });
  return rows as FoundRow[]; // the columns that the query selects
}
