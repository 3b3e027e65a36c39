import type { Output, ParsedInput, ProcedureName } from "@roster/contract";
import { type RawBuilder, type SelectQueryBuilder, type SqlBool, sql } from "kysely";
import type { ZodType } from "zod";
import type { Db } from "../database/database.ts";
import type { Searchable, Tables } from "../tables.ts";
import { cardChecker } from "./cards.ts";

/** The procedures that answer a list. */
export type ListProcedure = {
  [P in ProcedureName]: Output<P> extends { data: unknown[]; next_cursor: string | null } ? P : never;
}[ProcedureName];

type RecordOf<P extends ListProcedure> = Output<P>["data"][number];

/** The input that all lists share. Every other field of a procedure's input is a filter. */
export interface PageRequest {
  page?: number | undefined;
  per_page?: number | undefined;
  cursor?: string | undefined;
  include_total?: boolean | undefined;
  search?: string | undefined;
  order_by?: string | undefined;
}

type FilterName<P extends ListProcedure> = Exclude<keyof ParsedInput<P>, keyof PageRequest>;
type FilterValue<P extends ListProcedure, F extends keyof ParsedInput<P>> = NonNullable<ParsedInput<P>[F]>;

type OrderName<P extends ListProcedure> = ParsedInput<P> extends { order_by?: infer Name | undefined } ? Name : never;
type OrderField<Name> = Name extends `${infer Field}_asc` ? Field : never;

export type Condition = RawBuilder<SqlBool>;

/** A filter by an enum has a condition per value. A filter by any value has one condition, which takes the value's placeholder. */
type FilterBy<T> = [T] extends [boolean]
  ? Record<"true" | "false", Case>
  : [T] extends [string]
    ? string extends T
      ? OpenFilter<T>
      : Record<T, Case>
    : OpenFilter<T>;
type OpenFilter<T> = (value: RawBuilder<T>) => Condition;
type Case = (now: RawBuilder<string>) => Condition;

/** The definition of a list: its rows, filters, orders, and the record that it answers per row. */
type ListDefinition<P extends ListProcedure, DB, TB extends keyof DB, Row> = Contents<P> &
  Orders<OrderName<P>> &
  (Records<P, DB, TB, Row> | Cards<P>);

interface Contents<P extends ListProcedure> {
  procedure: P;
  /** The table of its rows. Filters name columns as `table.column`. */
  table: ParsedInput<P> extends { search?: string | undefined } ? Searchable : keyof Tables;
  /** One filter for each that the procedure's input has. */
  filters: { [F in FilterName<P>]-?: FilterBy<FilterValue<P, F>> };
  /** Filters that apply when the input leaves them out. */
  defaults?: { [F in FilterName<P>]?: FilterValue<P, F> };
}

/** The default order, and the column of each order, which is never null. The order of creation needs none. */
type Orders<Name> = [Name] extends [never]
  ? { order: "asc" | "desc" }
  : { order: Name; orders: { [F in OrderField<Name>]: string | undefined } };

interface Records<P extends ListProcedure, DB, TB extends keyof DB, Row> {
  /** The query of the rows, with the columns that `toRecord` needs. */
  rows: (db: Db) => SelectQueryBuilder<DB, TB, Row>;
  toRecord: (row: Row, now: string) => RecordOf<P>;
  /** Adds data that is read once per page. */
  complete?: (db: Db, records: RecordOf<P>[], input: ParsedInput<P>) => Promise<RecordOf<P>[]>;
}

/** A list whose rows have each record as JSON in a column. */
interface Cards<P extends ListProcedure> {
  cards: { column: string; schema: ZodType<RecordOf<P>> };
}

/** A query of a list's table, with any columns and joins. */
export type Rows = SelectQueryBuilder<Tables, keyof Tables, object>;

/** A list for the engine, without the types of its rows. */
export interface List<P extends ListProcedure = ListProcedure> {
  procedure: P;
  table: keyof Tables;
  rows(db: Db): Rows;
  toRecord(row: object, now: string): unknown;
  filters: Record<string, Filter>;
  defaults?: Record<string, unknown>;
  order: string;
  orders?: Record<string, string | undefined>;
  /** Only in a list of cards. */
  checkedCard?(seq: number, card: string): string;
  complete?(db: Db, records: unknown[], input: unknown): Promise<unknown[]>;
}

export type Filter = OpenFilter<unknown> | Record<string, Case>;

export function defineList<P extends ListProcedure, DB, TB extends keyof DB, Row>(
  definition: ListDefinition<P, DB, TB, Row>,
): List<P> {
  // The engine passes only rows of `rows` to `toRecord`, and only the contract's input to filters.
  const list = definition as unknown as List<P>;
  if (!("cards" in definition)) return list;
  const { column, schema } = definition.cards;
  const rows = (db: Db) => db.selectFrom(list.table).select(sql.ref(column).as("card")) as Rows; // `Rows` is of any table
  return { ...list, rows, checkedCard: cardChecker(schema) };
}
