import { type RawBuilder, sql } from "kysely";
import { jsonArrayFrom as postgresArray } from "kysely/helpers/postgres";
import { jsonArrayFrom as sqliteArray } from "kysely/helpers/sqlite";
import type { Db } from "./database.ts";
import { isPostgres } from "./dialect.ts";

/** Rows of a subquery: JSON text from SQLite, parsed JSON from PostgreSQL's driver. `Row` is their type after `parseRows`. */
export type JsonRows<Row> = string & { readonly rows?: Row };

/** A subquery's rows in one column. Name its columns; `selectAll` does not work here. */
export const jsonRows = <Row>(db: Db, subquery: Parameters<typeof sqliteArray<Row>>[0]) =>
  (isPostgres(db) ? postgresArray(subquery) : sqliteArray(subquery)) as RawBuilder<unknown> as RawBuilder<
    JsonRows<Row>
  >; // one type for both databases' columns: `parseRows` accepts either

/**
 * The outer query's user, for its subqueries. With a bound value in its place SQLite would plan the statement anew for each user, as
 * it looks whether the value fits a partial index.
 */
export const outerUser = sql<string>`users.id`;

/** PostgreSQL's driver has parsed the rows already. */
export const parseRows = <Row>(rows: JsonRows<Row>): Row[] => (typeof rows === "string" ? JSON.parse(rows) : rows);

/** The texts of a JSON array, for `in`. */
export const textsIn = (db: Db, json: RawBuilder<string> | undefined) =>
  isPostgres(db)
    ? sql<string>`(select json_array_elements_text(${json}::json))`
    : sql<string>`(select value from json_each(${json}))`;

/** Values as the rows of a table. */
export function recordsOf<Name extends string>(
  db: Db,
  values: readonly Record<Name, string | number | null>[],
  columns: Record<Name, "bigint" | "text">,
) {
  const json = JSON.stringify(values);
  const names = Object.entries<string>(columns);
  if (isPostgres(db)) {
    const typed = names.map(([name, type]) => sql`${sql.id(name)} ${sql.raw(type)}`);
    return sql`(select * from json_to_recordset(${json}::json) as records(${sql.join(typed)}))`;
  }
  const extracted = names.map(([name]) => sql`value ->> ${sql.lit(name)} as ${sql.id(name)}`);
  return sql`(select ${sql.join(extracted)} from json_each(${json}))`;
}
