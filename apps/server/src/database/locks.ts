// Locks of a transaction on PostgreSQL. SQLite has one writer at a time and needs none. Every change takes them in one order:
// entries of the waitlist, names, groups, users (in the order of their ids), other rows, mailboxes.

import { hash } from "node:crypto";
import { type Expression, type SelectQueryBuilder, type SqlBool, sql } from "kysely";
import { compiled } from "./compiled.ts";
import type { Db, Tx } from "./database.ts";
import { isPostgres } from "./dialect.ts";

const lockKeys = compiled(
  (_, { keys }: { keys: string }) =>
    sql`select pg_advisory_xact_lock(key) from unnest(cast(${keys} as bigint[])) as key`,
);

type NameKind = "email" | "phone" | "username" | "external_id" | "mailbox";

type Names = readonly string[] | (() => Promise<readonly string[]>);

/** Locks names, which may have no row yet, until the transaction ends. All names of a kind in one call, for one order of locks. */
export async function lockNames(tx: Tx, kind: NameKind, given: Names) {
  if (!isPostgres(tx)) return;
  const names = typeof given === "function" ? await given() : given;
  if (names.length === 0) return;
  const keys = names.map((name) => keyOf(kind, name));
  await lockKeys(tx, { keys: `{${keys.toSorted((a, b) => (a < b ? -1 : 1)).join()}}` });
}

/** Locks a piece of background work until the transaction ends, unless another transaction has locked it. */
export async function tryLock(tx: Tx, work: "sequencer") {
  if (!isPostgres(tx)) return true;
  const query = sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(${keyOf("work", work)}) as mine`;
  return (await query.execute(tx)).rows[0]?.mine === true;
}

const keyOf = (kind: string, name: string) => hash("sha256", `${kind} ${name}`, "buffer").readBigInt64BE();

/** `update` before a deletion, `no key update` before a change, `key share` to keep a row that new rows refer to. */
export type Strength = "update" | "no key update" | "key share";

export function locked<DB, TB extends keyof DB, O>(
  db: Db,
  query: SelectQueryBuilder<DB, TB, O>,
  strength: Strength = "no key update",
) {
  if (!isPostgres(db)) return query;
  if (strength === "update") return query.forUpdate();
  return strength === "key share" ? query.forKeyShare() : query.forNoKeyUpdate();
}

/** Locks the rows of a query in its order, for changes of them one by one. Answers them; none on SQLite. */
export const lockRows = async <DB, TB extends keyof DB, O>(
  tx: Tx,
  rows: SelectQueryBuilder<DB, TB, O>,
  strength?: Strength,
) => (isPostgres(tx) ? locked(tx, rows, strength).execute() : []);

/** A column's value is one of these. On PostgreSQL it is one statement for any number of them, which connections keep prepared. */
export const isOneOf = (db: Db, column: string, values: readonly string[]) =>
  isPostgres(db)
    ? sql<SqlBool>`${sql.ref(column)} = any(${values})`
    : sql<SqlBool>`${sql.ref(column)} in (${sql.join(values)})`;

/**
 * A column's value is among those of a subquery, in a query that locks its rows. PostgreSQL would join the subquery of an `in`, and in
 * some of these plans a row that changes while its lock is awaited is missing from the answer.
 */
export const isAmong = (db: Db, column: string, subquery: Expression<unknown>) =>
  isPostgres(db)
    ? sql<SqlBool>`${sql.ref(column)} = any(array(${subquery}))`
    : sql<SqlBool>`${sql.ref(column)} in (${subquery})`;

/** Locks the rows of a query and skips rows that another transaction has locked. */
export const lockFree = <DB, TB extends keyof DB, O>(db: Db, query: SelectQueryBuilder<DB, TB, O>) =>
  isPostgres(db) ? query.forUpdate().skipLocked() : query;
