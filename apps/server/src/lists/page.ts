import type { Output } from "@roster/contract";
import { type CompiledQuery, sql } from "kysely";
import { CheckedJson, type QueryCall } from "../calls/call.ts";
import { runCompiled } from "../database/compiled.ts";
import type { Db } from "../database/database.ts";
import type { Searchable } from "../tables.ts";
import type { List, ListProcedure, PageRequest } from "./list.ts";
import { after, decodeCursor, encodeCursor, inOrder } from "./order.ts";
import { parseSearch } from "./search.ts";
import { bigint, type Plan, planOf, rowsOf, skip, totalOf, type Values } from "./selection.ts";

const PER_PAGE = 20;

/** Answers one page of a list. If it takes several statements, they run in one snapshot. */
export async function listPage<P extends ListProcedure>(
  { db, snapshot, services, input }: QueryCall<P>,
  list: List<P>,
): Promise<Output<P> | CheckedJson<Output<P>>> {
  const now = services.clock().toISOString();
  const read = (from: Db) => readPage(from, list, input, now);
  const isSingle = !input.include_total && !list.complete;
  // `readPage` builds the answer from the list's own records.
  return (isSingle ? read(db) : snapshot(read)) as Promise<Output<P> | CheckedJson<Output<P>>>;
}

async function readPage(db: Db, list: List, request: PageRequest & Record<string, unknown>, now: string) {
  const search = await parseSearch(db, list.table as Searchable, request.search); // only lists of searchable tables take `search`
  const plan = await planOf(db, list, request, search, now);
  const { order } = plan;
  const { page = 1, per_page: perPage = PER_PAGE } = request;
  const cursor = request.cursor ?? undefined;
  const total = request.include_total ? await totalOf(db, plan) : null;
  const found = await readRows(db, plan, {
    ...plan.values,
    ...(cursor !== undefined && decodeCursor(cursor, order)),
    ...(page > 1 && { skipped: (page - 1) * perPage }),
    limit: perPage + 1,
  });
  const rows = found.slice(0, perPage);
  const last = found.length > perPage ? rows.at(-1) : undefined;
  const place = {
    has_more: last !== undefined,
    page: cursor === undefined ? page : null,
    per_page: perPage,
    next_cursor: last ? encodeCursor(order, { seq: last.place_seq, key: last.place_key ?? undefined }) : null,
    total,
  };
  const { toJson } = list;
  if (toJson) return new CheckedJson(`{"data":[${rows.map(toJson).join(",")}],${JSON.stringify(place).slice(1)}`);
  const records = rows.map((row) => list.toRecord(row, now));
  return { data: list.complete ? await list.complete(db, records, request) : records, ...place };
}

interface FoundRow {
  place_seq: number;
  place_key: string | null;
}

const statements = new Map<string, CompiledQuery>();

async function readRows(db: Db, plan: Plan, values: Values): Promise<FoundRow[]> {
  const { order, shape } = plan;
  const { rows } = await runCompiled(statements, db, values, shape, (given) => {
    let query = inOrder(rowsOf(db, plan, given), order);
    if (given.seq !== undefined) query = query.where(after(placeOf(given), order));
    if (given.skipped !== undefined) query = skip(db, plan, query, given);
    const place = [sql.ref(order.seq).as("place_seq"), (order.key ? sql.ref(order.key) : sql`null`).as("place_key")];
    return query.select(place).limit(bigint(given.limit));
  });
  return rows as FoundRow[]; // the columns that the query selects
}

const placeOf = ({ seq, key }: Values) =>
  key === undefined ? sql`${seq}` : sql`(select cast(${key} as text) as key, ${bigint(seq)} as seq)`;
