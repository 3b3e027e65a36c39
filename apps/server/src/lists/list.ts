import type { Output, ParsedInput, ProcedureName } from "@roster/contract";
import { type RawBuilder, type SelectQueryBuilder, type SqlBool, sql } from "kysely";
import type { Db } from "../database/database.ts";
import { textsIn } from "../database/json.ts";
import type { Searchable, Tables } from "../tables.ts";

export type ListProcedure = {
  [P in ProcedureName]: Output<P> extends { data: unknown[]; next_cursor: string | null } ? P : never;
}[ProcedureName];

type RecordOf<P extends ListProcedure> = Output<P>["data"][number];

/** The input that all lists share. Every other field of a procedure's input is a filter. */
export interface PageRequest {
  page?: number | undefined;
  per_page?: number | undefined;
  cursor?: string | null | undefined;
  direction?: string | undefined;
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
type FilterBy<T> =
  | Narrowing
  | ([T] extends [boolean]
      ? Flag
      : [T] extends [string]
        ? string extends T
          ? OpenFilter<T> | Bound | Part
          : Record<T, Case>
        : OpenFilter<T>);
type OpenFilter<T> = (value: RawBuilder<T>) => Condition;
export type Case = (now: RawBuilder<string>) => Condition | CheckInRange;

/** A check of each record, in a range of a column that the list can be ordered by: a walk in that order reads the range alone. */
type CheckInRange = [check: Condition, range: Condition];

/** A filter by a bit of the table's column `flags`, which is set where the filter is true. */
export interface Flag {
  flag: number;
}

/** A limit of a range of an indexed column: its first value, or the first value beyond it. No range has the empty text. */
export type Bound = { from: string } | { to: string };

/** A filter that may leave few records of very many. */
export interface Narrowing {
  /** Finds the records by an index. */
  hits: (given: Given, db: Db) => RawBuilder<Hit>;
  /** At least as many rows of another table, which are counted faster than the hits. */
  source?: (given: Given, db: Db) => RawBuilder<unknown>;
  /** Makes the value that the statement takes of the filter's value. */
  bound?: (value: unknown) => unknown;
  /** Whether there are so few hits that they need not be counted. */
  areFew?: boolean;
  /** Checks a record. A list whose `base` joins what it filters by needs no check. */
  holds?: (given: Given, db: Db) => Condition;
}

/** A filter that only other filters read. */
export interface Part {
  partOf: readonly string[];
}

/** The placeholders of the filters' values, by the names of the filters. */
export type Given = Record<string, RawBuilder<string> | undefined>;

export interface Hit {
  seq: number;
}

/** The definition of a list: its rows, filters, orders, and the record that it answers per row. */
type ListDefinition<P extends ListProcedure, DB, TB extends keyof DB, Row> = Contents<P, DB, TB, Row> &
  Orders<OrderName<P>> &
  (Records<P, Row> | Cards<Row>);

interface Contents<P extends ListProcedure, DB, TB extends keyof DB, Row> {
  procedure: P;
  /** The table of its rows. Filters name columns as `table.column`. */
  table: ParsedInput<P> extends { search?: string | undefined } ? Searchable : keyof Tables;
  /** The query of the rows, with the columns of their records. */
  rows: (db: Db, given: Given, isTableFirst: boolean) => SelectQueryBuilder<DB, TB, Row>;
  /**
   * The same query without columns, if it has joins that select rows. With `isTableFirst` SQLite must read the list's table before those
   * it joins: the table's rows come in their order, or from a search.
   */
  base?: (db: Db, given: Given, isTableFirst: boolean) => SelectQueryBuilder<DB, TB, object>;
  /** One filter for each that the procedure's input has. */
  filters: { [F in FilterName<P>]-?: FilterBy<FilterValue<P, F>> };
  /** The column of the times of creation. A range of them is read in its order. */
  time?: string;
  /** Filters that apply when the input leaves them out. */
  defaults?: { [F in FilterName<P>]?: FilterValue<P, F> };
}

/**
 * The default order, and the column of each order, which is never null. The order of creation needs none. A column of another table
 * has that table's name before it.
 */
type Orders<Name> = [Name] extends [never]
  ? { order: "asc" | "desc" }
  : { order: Name; orders: { [F in OrderField<Name>]: string | undefined } };

interface Records<P extends ListProcedure, Row> {
  toRecord: (row: Row, now: string) => RecordOf<P>;
  /** Adds data that is read once per page. */
  complete?: (db: Db, records: RecordOf<P>[], input: ParsedInput<P>) => Promise<RecordOf<P>[]>;
}

/** A list that checks its records itself, and answers them as JSON. */
interface Cards<Row> {
  toJson: (row: Row & { place_seq: number }) => string;
}

/** A query of a list's table, with any columns and joins. */
export type Rows = SelectQueryBuilder<Tables, keyof Tables, object>;

/** A list for the engine, without the types of its rows. */
export interface List<P extends ListProcedure = ListProcedure> {
  procedure: P;
  table: keyof Tables;
  rows(db: Db, given: Given, isTableFirst: boolean): Rows;
  base?(db: Db, given: Given, isTableFirst: boolean): Rows;
  toRecord(row: object, now: string): unknown;
  filters: Record<string, Filter>;
  time?: string;
  defaults?: Record<string, unknown>;
  order: string;
  orders?: Record<string, string | undefined>;
  toJson?(row: object): string;
  complete?(db: Db, records: unknown[], input: unknown): Promise<unknown[]>;
}

export type Filter = OpenFilter<unknown> | Record<string, Case> | Flag | Bound | Narrowing | Part;

/** A narrowing whose condition finds its hits by an index of the list's table. */
export const holding = (table: keyof Tables, holds: (given: Given, db: Db) => Condition) => ({
  hits: (given: Given, db: Db) => sql<Hit>`select seq from ${sql.table(table)} where ${holds(given, db)}`,
  holds,
});

/** A filter by a column of its name, which has an index. */
export const equalTo = (table: keyof Tables, column: string) =>
  holding(table, (given) => sql`${sql.ref(`${table}.${column}`)} = ${given[column]}`);

export const byIds = (table: keyof Tables) => ({
  ids: { ...holding(table, ({ ids }, db) => sql`${sql.ref(`${table}.id`)} in ${textsIn(db, ids)}`), areFew: true },
});

// The engine passes only rows of `rows` to `toRecord` and `toJson`, and only the contract's input to filters.
export const defineList = <P extends ListProcedure, DB, TB extends keyof DB, Row>(
  definition: ListDefinition<P, DB, TB, Row>,
) => definition as unknown as List<P>;
