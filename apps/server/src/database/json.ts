import { type RawBuilder, sql } from "kysely";
import { jsonArrayFrom as postgresArray } from "kysely/helpers/postgres";
import { jsonArrayFrom as sqliteArray } from "kysely/helpers/sqlite";
import type { Db } from "./database.ts";
import { isPostgres } from "./dialect.ts";

/** Rows of a subquery as the database hands them over: JSON text, or what its driver has made of it. */
export type JsonRows<Row> = string & { readonly rows?: Row };

/** A subquery's rows in one column. Name its columns; `selectAll` does not work here. */
export const jsonRows = <Row>(db: Db, subquery: Parameters<typeof sqliteArray<Row>>[0]) =>
  (isPostgres(db) ? postgresArray(subquery) : sqliteArray(subquery)) as RawBuilder<unknown> as RawBuilder<
    JsonRows<Row>
  >; // see above

export const parseRows = <Row>(rows: JsonRows<Row>): Row[] => (typeof rows === "string" ? JSON.parse(rows) : rows); // parsed by the driver of PostgreSQL

/** What JSON is to show of a value: itself, a number from 0 and 1 as a boolean, a text of JSON as what it says. */
export type JsonKind = "text" | "number" | "flag" | "json";

export interface JsonField {
  name: string;
  kind: JsonKind;
  value: unknown;
}

/** An object as JSON text, letter by letter what JSON.stringify would make of it. */
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
  number: (value) => sql`cast(${value} as integer)`, // what is bound is a floating-point number, and would be shown as one
  flag: (value) => sql`json(iif(${value}, 'true', 'false'))`,
  json: (value) => sql`json(${value})`,
};

/** A bound value has no type until it gets one. */
const onPostgres: ToJson = {
  text: (value) => sql`${value}::text`,
  number: (value) => sql`${value}::bigint`,
  flag: (value) => sql`${value}::bigint = 1`,
  json: (value) => sql`${value}::json`,
};
