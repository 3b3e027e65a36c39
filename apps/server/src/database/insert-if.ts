import { type InsertObject, type SelectQueryBuilder, sql } from "kysely";
import type { Tables } from "../tables.ts";
import type { Db } from "./database.ts";

/**
 * Inserts a row if `condition`, a query without columns, finds something. Values may refer to what it finds. With `locked` the rows
 * that the new one refers to stay.
 */
export function insertIf<Table extends keyof Tables, DB, TB extends keyof DB, O>(
  db: Db,
  table: Table,
  row: InsertObject<Tables, Table>,
  condition: SelectQueryBuilder<DB, TB, O>,
) {
  const names = Object.keys(row) as (keyof Tables[Table] & keyof typeof row & string)[]; // a row's keys are columns
  const values = names.map((name) => sql`${row[name]}`.as(name));
  return db.insertInto(table).columns(names).expression(condition.select(values));
}
