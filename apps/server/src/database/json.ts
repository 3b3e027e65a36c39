import type { RawBuilder } from "kysely";
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
