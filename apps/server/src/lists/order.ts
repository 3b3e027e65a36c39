import { type RawBuilder, type SelectQueryBuilder, type SqlBool, sql } from "kysely";
import { invalidInput } from "../errors.ts";

/** The order of a list: by `key` if it has one, then by `seq`, both in one direction. */
export interface Order {
  /** Name of the list and the order. A cursor is valid only for the same name. */
  name: string;
  direction: "asc" | "desc";
  key?: RawBuilder<string> | undefined;
  seq: RawBuilder<number>;
}

/** The position of a row in the order of its list. */
interface Place {
  seq: number;
  key?: string | undefined;
}

export const encodeCursor = (order: Order, { seq, key }: Place) =>
  Buffer.from(JSON.stringify(key === undefined ? [order.name, seq] : [order.name, seq, key])).toString("base64url");

export function decodeCursor(cursor: string, order: Order): Place {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, "base64url").toString());
  } catch {
    parts = undefined;
  }
  const [name, seq, key] = Array.isArray(parts) ? parts : [];
  const isKey = order.key ? typeof key === "string" && !key.includes("\0") : key === undefined;
  const fits = name === order.name && Number.isSafeInteger(seq) && isKey;
  if (!fits || encodeCursor(order, { seq, key }) !== cursor) {
    throw invalidInput("cursor", "must be the next_cursor of the same list");
  }
  return { seq, key };
}

/** A position as SQL. The unary plus lets SQLite seek key and number in one step, in an index on the key. */
export const placeOf = ({ seq, key }: Place | Record<string, unknown>) =>
  key === undefined
    ? sql`${seq}`
    : sql`(select key, +seq from (select cast(${key} as text) as key, cast(${seq} as bigint) as seq) as place)`;

/** The condition for rows after a position. */
export function after(place: RawBuilder<unknown>, { direction, key, seq }: Order): RawBuilder<SqlBool> {
  const beyond = direction === "asc" ? sql.raw(">") : sql.raw("<");
  return key ? sql`(${key}, ${seq}) ${beyond} ${place}` : sql`${seq} ${beyond} ${place}`;
}

export const reversed = (order: Order): Order => ({ ...order, direction: order.direction === "asc" ? "desc" : "asc" });

export function inOrder<DB, TB extends keyof DB, Row>(
  query: SelectQueryBuilder<DB, TB, Row>,
  { direction, key, seq }: Order,
) {
  const way = sql.raw(direction);
  return (key ? query.orderBy(sql`${key} ${way}`) : query).orderBy(sql`${seq} ${way}`);
}
