import type { ParsedInput } from "@roster/contract";
import { type RawBuilder, type SelectQueryBuilder, type SqlBool, sql } from "kysely";
import { invalidInput } from "../errors.ts";

type PageRequest = ParsedInput<"fetchApiKeys">;

/** The order of a list: by `key` where there is one, then by `seq`, both in one direction. */
export interface Order {
  name: string;
  direction: "asc" | "desc";
  /** Never null. */
  key?: RawBuilder<string>;
  seq: RawBuilder<number>;
}

interface Placed {
  place_seq: number;
  place_key: string | null;
}

type Place = [order: string, seq: number, key?: string];

const encode = ([order, seq, key]: Place) =>
  Buffer.from(JSON.stringify(key === undefined ? [order, seq] : [order, seq, key])).toString("base64url");

function decode(cursor: string, order: Order): Place {
  let place: unknown;
  try {
    place = JSON.parse(Buffer.from(cursor, "base64url").toString());
  } catch {
    place = undefined;
  }
  const [name, seq, key] = Array.isArray(place) ? place : [];
  const fits = name === order.name && Number.isSafeInteger(seq) && typeof key === (order.key ? "string" : "undefined");
  if (!fits || encode([name, seq, key]) !== cursor) {
    throw invalidInput("cursor", "must be the next_cursor of the same list");
  }
  return [name, seq, key];
}

/** Where the rows after a place begin. Written so that an index on an expression bounds it. */
function after([, seq, key]: Place, order: Order): RawBuilder<SqlBool> {
  const beyond = order.direction === "asc" ? sql.raw(">") : sql.raw("<");
  const bySeq = sql<SqlBool>`${order.seq} ${beyond} ${seq}`;
  if (!order.key) return bySeq;
  return sql`${order.key} ${beyond}= ${key} and (${order.key} ${beyond} ${key} or ${bySeq})`;
}

/** One page of a query that has its filters and columns, as every list answers it. */
export async function paginate<DB, TB extends keyof DB, Row, Answer>(
  query: SelectQueryBuilder<DB, TB, Row>,
  order: Order,
  request: PageRequest,
  toRecord: (row: Row) => Answer,
) {
  const perPage = request.per_page ?? 20;
  const page = request.cursor === undefined ? (request.page ?? 1) : null;
  const direction = sql.raw(order.direction);
  const placed = query
    .select([order.seq.as("place_seq"), (order.key ?? sql<string | null>`null`).as("place_key")])
    // A literal: a bound LIMIT makes SQLite prepare the statement anew at each execution.
    .limit(sql.lit(perPage + 1));
  let rowsQuery = placed as unknown as SelectQueryBuilder<DB, TB, Row & Placed>; // Kysely loses it for a generic table
  if (request.cursor !== undefined) rowsQuery = rowsQuery.where(after(decode(request.cursor, order), order));
  if (order.key) rowsQuery = rowsQuery.orderBy(sql`${order.key} ${direction}`);
  rowsQuery = rowsQuery.orderBy(sql`${order.seq} ${direction}`);
  if (page !== null && page > 1) rowsQuery = rowsQuery.offset((page - 1) * perPage);
  const found: (Row & Placed)[] = await rowsQuery.execute();
  const rows = found.slice(0, perPage);
  const last = rows.at(-1);
  const hasMore = found.length > perPage;
  return {
    data: rows.map(({ place_seq, place_key, ...row }) => toRecord(row as unknown as Row)),
    has_more: hasMore,
    page,
    per_page: perPage,
    next_cursor: hasMore && last ? encode([order.name, last.place_seq, last.place_key ?? undefined]) : null,
    total: request.include_total ? await count(query) : null,
  };
}

async function count<DB, TB extends keyof DB, Row>(query: SelectQueryBuilder<DB, TB, Row>) {
  const counting = query.clearSelect().select(sql<number>`count(*)`.as("total"));
  const { total } = (await counting.executeTakeFirstOrThrow()) as { total: number }; // as selected
  return total;
}
