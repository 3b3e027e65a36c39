import type { ParsedInput } from "@roster/contract";
import { type CompiledQuery, type RawBuilder, type SelectQueryBuilder, type SqlBool, sql } from "kysely";
import { invalidInput } from "../errors.ts";
import { runCompiled } from "./compiled.ts";
import type { Db } from "./database.ts";

type PageRequest = ParsedInput<"fetchApiKeys">;

/** The order of a list: by `key` where there is one, then by `seq`, both in one direction. */
export interface Order {
  name: string;
  direction: "asc" | "desc";
  /** Never null. */
  key?: RawBuilder<string>;
  seq: RawBuilder<number>;
  /** Whether `seq` counts all rows from 1, without a gap: then it is known without counting which one has what number. */
  isGapless?: boolean;
}

/** Where a row is in the order of its list. */
export interface Placed {
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
  const isKey = order.key ? typeof key === "string" && !key.includes("\0") : key === undefined;
  const fits = name === order.name && Number.isSafeInteger(seq) && isKey;
  if (!fits || encode([name, seq, key]) !== cursor) {
    throw invalidInput("cursor", "must be the next_cursor of the same list");
  }
  return [name, seq, key];
}

/** A place as the order compares it. The sign lets SQLite look for key and number in one step, in an index on the key. */
const placeOf = (seq: number, key: string | undefined) =>
  key === undefined
    ? sql`${seq}`
    : sql`(select key, +seq from (select cast(${key} as text) as key, cast(${seq} as bigint) as seq) as place)`;

/** Where the rows after a place begin. */
function after(place: RawBuilder<unknown>, { direction, key, seq }: Order): RawBuilder<SqlBool> {
  const beyond = direction === "asc" ? sql.raw(">") : sql.raw("<");
  return key ? sql`(${key}, ${seq}) ${beyond} ${place}` : sql`${seq} ${beyond} ${place}`;
}

/** The place of the row that has so many others before it, skipped along an index; null where there is none. */
function placeAt<DB, TB extends keyof DB, Row>(
  rows: SelectQueryBuilder<DB, TB, Row>,
  { direction, key, seq, isGapless }: Order,
  index: number,
) {
  if (isGapless)
    return direction === "asc"
      ? sql`${index} + 1`
      : sql`(${rows.clearSelect().select(sql`max(${seq}) - ${index}`.as("place"))})`;
  const way = sql.raw(direction);
  const placed = rows
    .clearSelect()
    .select(key ? [key.as("key"), seq.as("seq")] : [seq.as("seq")])
    .$if(key !== undefined, (q) => q.orderBy(sql`${key} ${way}`))
    .orderBy(sql`${seq} ${way}`)
    .limit(1)
    .offset(sql<number>`cast(${index} as bigint)`);
  return key ? sql`(select key, +seq from ${placed.as("place")})` : sql`(${placed})`;
}

/** The rows of a list, with its filters and columns. */
interface List<DB, TB extends keyof DB, Row> {
  query: () => SelectQueryBuilder<DB, TB, Row>;
  /** What its SQL depends on, when it has no values in it: then it is made once. */
  shape?: string;
}

const pages = new Map<string, CompiledQuery>();

/** One page of a list, as every list answers it. */
export async function paginate<DB, TB extends keyof DB, Row, Answer>(
  db: Db,
  list: List<DB, TB, Row>,
  order: Order,
  request: PageRequest,
  toRecord: (row: Row & Placed) => Answer,
) {
  const perPage = request.per_page ?? 20;
  const page = request.cursor === undefined ? (request.page ?? 1) : null;
  const [, seq, key] = request.cursor === undefined ? [] : decode(request.cursor, order);
  const skipped = page !== null && page > 1 ? (page - 1) * perPage : undefined;
  const direction = sql.raw(order.direction);
  const values = { seq, key, skipped, lastSkipped: skipped && skipped - 1, limit: perPage + 1 };
  const shape = list.shape && `${list.shape} ${order.name}`;
  const { rows: found } = await runCompiled(pages, db, values, shape, (given) => {
    const placed = list
      .query()
      .select([order.seq.as("place_seq"), (order.key ?? sql<string | null>`null`).as("place_key")])
      // In a cast: SQLite prepares a statement anew for each value of a bare LIMIT.
      .limit(sql<number>`cast(${given.limit} as bigint)`);
    let query = placed as unknown as SelectQueryBuilder<DB, TB, Row & Placed>; // Kysely loses it for a generic table
    if (given.seq !== undefined) query = query.where(after(placeOf(given.seq, given.key), order));
    if (order.key) query = query.orderBy(sql`${order.key} ${direction}`);
    query = query.orderBy(sql`${order.seq} ${direction}`);
    if (given.skipped === undefined || given.lastSkipped === undefined) return query;
    if (!shape && !order.isGapless) return query.offset(sql<number>`cast(${given.skipped} as bigint)`);
    return query.where(after(placeAt(list.query(), order, given.lastSkipped), order));
  });
  const rows = found.slice(0, perPage) as (Row & Placed)[]; // of this shape
  const last = rows.at(-1);
  const hasMore = found.length > perPage;
  return {
    data: rows.map(toRecord),
    has_more: hasMore,
    page,
    per_page: perPage,
    next_cursor: hasMore && last ? encode([order.name, last.place_seq, last.place_key ?? undefined]) : null,
    total: request.include_total ? await count(list.query(), order) : null,
  };
}

async function count<DB, TB extends keyof DB, Row>(query: SelectQueryBuilder<DB, TB, Row>, { seq, isGapless }: Order) {
  const counting = query
    .clearSelect()
    .select((isGapless ? sql<number>`coalesce(max(${seq}), 0)` : sql<number>`count(*)`).as("total"));
  const { total } = (await counting.executeTakeFirstOrThrow()) as { total: number }; // as selected
  return total;
}
