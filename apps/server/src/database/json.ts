import type { RawBuilder } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/sqlite";

/** Rows of a subquery as the database hands them over: JSON text. */
export type JsonRows<Row> = string & { readonly rows?: Row };

/** A subquery's rows in one column. Name its columns; `selectAll` does not work here. */
export const jsonRows = <Row>(subquery: Parameters<typeof jsonArrayFrom<Row>>[0]) =>
  jsonArrayFrom(subquery) as RawBuilder<unknown> as RawBuilder<JsonRows<Row>>; // on SQLite it arrives as text

export const parseRows = <Row>(rows: JsonRows<Row>): Row[] => JSON.parse(rows);
