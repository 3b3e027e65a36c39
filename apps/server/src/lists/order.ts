import { type RawBuilder, type SelectQueryBuilder, type SqlBool, sql } from "kysely";
import { invalidInput } from "../errors.ts";

/** The order of a list: by the column `key` if it has one, then by the column `seq`, both in one direction. */
export interface Order {
  /** Digest of the list, its order, filters and search. A cursor is valid only for the same. */
  list: string;
  direction: "asc" | "desc";
  key?: string | undefined;
  seq: string;
}

interface Place {
  seq: number;
  key?: string | undefined;
}

export const encodeCursor = (order: Order, { seq, key }: Place) =>
  Buffer.from(JSON.stringify(key === undefined ? [order.list, seq] : [order.list, seq, key])).toString("base64url");

export function decodeCursor(cursor: string, order: Order): Place {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, "base64url").toString());
  } catch {
    parts = undefined;
  }
  const [list, seq, key] = Array.isArray(parts) ? parts : [];
  const isKey = order.key ? typeof key === "string" && !key.includes("\0") : key === undefined;
  const fits = list === order.list && Number.isSafeInteger(seq) && isKey;
  if (!fits || encodeCursor(order, { seq, key }) !== cursor) {
    throw invalidInput("cursor", "must be the next_cursor of the same list, order, filters and search");
  }
  return { seq, key };
}

/** The condition for rows after a place: a `seq`, or a subquery of `key` and `seq` if the order has a key. */
export function after(place: RawBuilder<unknown>, { direction, key, seq }: Order) {
  const beyond = direction === "asc" ? sql.raw(">") : sql.raw("<");
  if (!key) return sql<SqlBool>`${sql.ref(seq)} ${beyond} ${place}`;
  // The unary plus lets SQLite seek key and number in one step, in an index on the key.
  return sql<SqlBool>`(${sql.ref(key)}, ${sql.ref(seq)}) ${beyond} (select key, +seq from ${place} as place)`;
}

export function inOrder<DB, TB extends keyof DB, Row>(
  query: SelectQueryBuilder<DB, TB, Row>,
  { direction, key, seq }: Order,
) {
  return (key ? query.orderBy(sql.ref(key), direction) : query).orderBy(sql.ref(seq), direction);
}
