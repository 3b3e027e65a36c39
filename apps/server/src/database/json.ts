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

/** How a column appears in JSON. `flag`: 0 and 1 as a boolean. `json`: the parsed value of a JSON text. */
export type JsonKind = "text" | "number" | "flag" | "json";

export interface JsonField {
  name: string;
  kind: JsonKind;
  value: unknown;
}

/** An object as JSON text, equal to the text of JSON.stringify. */
export function jsonObject(db: Pick<Db, "getExecutor">, fields: JsonField[]): RawBuilder<string> {
  if (isPostgres(db)) {
    const columns = fields.map(({ name, kind, value }) => sql`${onPostgres[kind](value)} as ${sql.id(name)}`);
    return sql`(select row_to_json(object)::text from (select ${sql.join(columns)}) as object)`; // `json_build_object` adds spaces
  }
  const pairs = fields.map(({ name, kind, value }) => sql`${sql.lit(name)}, ${onSqlite[kind](value)}`);
  return sql`json_object(${sql.join(pairs)})`;
}

type ToJson = Record<JsonKind, (value: unknown) => RawBuilder<unknown>>;

const onSqlite: ToJson = {
  text: (value) => sql`${value}`,
  number: (value) => sql`cast(${value} as integer)`, // a bound number is a float, and would appear as `1.0`
  flag: (value) => sql`json(iif(${value}, 'true', 'false'))`,
  json: (value) => sql`json(${value})`,
};

/** With casts, because PostgreSQL cannot infer the type of a bound value here. */
const onPostgres: ToJson = {
  text: (value) => sql`${value}::text`,
  number: (value) => sql`${value}::bigint`,
  flag: (value) => sql`${value}::bigint = 1`,
  json: (value) => sql`${value}::json`,
};
