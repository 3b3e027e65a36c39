import type { Output, ParsedInput, ProcedureName } from "@roster/contract";
import type { RawBuilder, SelectQueryBuilder, SqlBool } from "kysely";
import type { ZodType } from "zod";
import type { Db } from "../database/database.ts";
import type { Searchable, Tables } from "../database/tables.ts";
import { cardChecker } from "./cards.ts";

/** The procedures that answer a page of a list. */
export type ListProcedure = {
  [P in ProcedureName]: Output<P> extends { data: unknown[]; next_cursor: string | null } ? P : never;
}[ProcedureName];

type RecordOf<P extends ListProcedure> = Output<P>["data"][number];

/** What lists take. All else in a procedure's input is a filter. */
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

/** A value in SQL. Nothing can look into it, as the SQL is made once for all values. */
type Value<T> = RawBuilder<T>;

/** A filter by one of few values has a condition for each; one by any value has a condition with the value in it. */
type FilterBy<T> = [T] extends [boolean]
  ? Record<"true" | "false", Case>
  : [T] extends [string]
    ? string extends T
      ? OpenFilter<T>
      : Record<T, Case>
    : OpenFilter<T>;
type OpenFilter<T> = (value: Value<T>) => Condition;
type Case = (now: Value<string>) => Condition;

/** What a list is: which rows it has, by what they are filtered and ordered, and what it answers of each. */
type ListDefinition<P extends ListProcedure, DB, TB extends keyof DB, Row> = Contents<P> &
  Orders<OrderName<P>> &
  (Records<P, DB, TB, Row> | Cards<P>);

interface Contents<P extends ListProcedure> {
  procedure: P;
  /** Where its rows are. Filters name columns as `table.column`. */
  table: ParsedInput<P> extends { search?: string | undefined } ? Searchable : keyof Tables;
  /** One for each that the procedure takes. */
  filters: { [F in FilterName<P>]-?: FilterBy<FilterValue<P, F>> };
  /** What is filtered by where nothing else is asked for. */
  defaults?: { [F in FilterName<P>]?: FilterValue<P, F> };
  /** The column that counts the rows in the order of their creation, `seq` by default; without a gap if it counts from 1 and leaves no number out. */
  seq?: { column: string; isGapless?: boolean };
}

/** The order where no other is asked for, and the column of each order, which is never null; creation has none. */
type Orders<Name> = [Name] extends [never]
  ? { order: "asc" | "desc" }
  : { order: Name; orders: { [F in OrderField<Name>]: string | undefined } };

interface Records<P extends ListProcedure, DB, TB extends keyof DB, Row> {
  /** The rows with the columns that a record is made of. */
  rows: (db: Db) => SelectQueryBuilder<DB, TB, Row>;
  toRecord: (row: Row, now: string) => RecordOf<P>;
  /** Adds what is read once for a whole page. */
  complete?: (db: Db, records: RecordOf<P>[], input: ParsedInput<P>) => Promise<RecordOf<P>[]>;
}

/** The column that has each record as JSON already. */
interface Cards<P extends ListProcedure> {
  cards: { column: string; schema: ZodType<RecordOf<P>> };
}

/** A query of a list's table, with whatever columns and joins. */
export type Rows = SelectQueryBuilder<Tables, keyof Tables, object>;

/** As the engine has it, to which all rows are the same. */
export interface List<P extends ListProcedure = ListProcedure> {
  procedure: P;
  table: keyof Tables;
  rows(db: Db): Rows;
  toRecord(row: object, now: string): unknown;
  filters: Record<string, Filter>;
  defaults?: Record<string, unknown>;
  order: string;
  orders?: Record<string, string | undefined>;
  seq?: { column: string; isGapless?: boolean };
  cards?: { column: string; checked(seq: number, card: string): string };
  complete?(db: Db, records: unknown[], input: unknown): Promise<unknown[]>;
}

export type Filter = OpenFilter<unknown> | Record<string, Case>;

export function defineList<P extends ListProcedure, DB, TB extends keyof DB, Row>(
  definition: ListDefinition<P, DB, TB, Row>,
): List<P> {
  const cards = "cards" in definition ? definition.cards : undefined;
  const list = definition as unknown as List<P>; // each part of it gets what another part or the contract has given
  return cards ? { ...list, cards: { column: cards.column, checked: cardChecker(cards.schema) } } : list;
}
