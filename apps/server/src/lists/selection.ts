import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { Db } from "../database/database.ts";
import type { Condition, Filter, List, PageRequest, Rows } from "./list.ts";
import { after, inOrder, type Order } from "./order.ts";
import type { Search } from "./search.ts";

/** The values of a statement, by name. */
export type Values = Record<string, string | number | undefined>;

interface GivenFilter {
  name: string;
  filter: Filter;
  value: unknown;
}

/** The cast avoids that SQLite prepares the statement anew for each value of LIMIT or OFFSET. */
export const bigint = (value: unknown) => sql<number>`cast(${value} as bigint)`;

/** The rows of a request, and their order. */
export class Selection {
  readonly order: Order;
  /** A key for everything that the SQL depends on. A search has none, because its SQL is compiled anew. */
  readonly shape: string | undefined;
  readonly values: Values;
  readonly #list: List;
  readonly #search: Search | undefined;
  /** Hits of the search index. With very many hits, an order other than creation walks that order instead. */
  readonly #hits: Search["hits"];
  readonly #filters: GivenFilter[] = [];

  constructor(list: List, request: PageRequest & Record<string, unknown>, search: Search | undefined, now: string) {
    this.#list = list;
    this.#search = search;
    const name = request.order_by ?? list.order;
    const column = list.orders?.[name.replace(/_(asc|desc)$/, "")];
    this.#hits = search?.isCommon && column ? undefined : search?.hits;
    this.order = {
      name: `${list.procedure} ${name}`,
      direction: name.endsWith("asc") ? "asc" : "desc",
      key: column && `${list.table}.${column}`,
      seq: this.#hits ? "hits.seq" : `${list.table}.seq`,
    };
    let shape = this.order.name;
    this.values = { now };
    for (const [field, filter] of Object.entries(list.filters)) {
      const value = request[field] ?? list.defaults?.[field];
      if (value === undefined) continue;
      const given: GivenFilter = { name: `filter ${field}`, filter, value };
      this.#filters.push(given);
      if (typeof filter === "function") this.values[given.name] = boundValue(given);
      else shape += `,${given.name} ${String(given.value)}`;
    }
    this.shape = search ? undefined : shape;
  }

  /** Restricts a query to the rows of the list. */
  narrow(query: Rows, values: Values): Rows {
    let rows = query;
    if (this.#hits) {
      const seq = sql.ref(`${this.#list.table}.seq`);
      // The join adds a column, which `Rows` leaves open.
      rows = rows.innerJoin(this.#hits.as("hits"), (join) => join.on(sql<SqlBool>`hits.seq = ${seq}`)) as Rows;
    }
    for (const given of this.#filters) {
      const condition = conditionOf(given, values);
      // A search has far fewer rows than a filter: `is true` keeps SQLite from using the filter's index.
      rows = rows.where(this.#hits ? sql<SqlBool>`(${condition}) is true` : condition);
    }
    return this.#search ? rows.where(this.#search.holds) : rows;
  }

  /** Skips the first rows of a query. */
  skip(db: Db, query: Rows, values: Values): Rows {
    if (this.#search) return query.offset(bigint(values.skipped));
    return query.where(after(this.#lastSkipped(db, values), this.order));
  }

  /** The place of the last skipped row, found in an index alone, without looking up the rows before it. */
  #lastSkipped(db: Db, values: Values): RawBuilder<unknown> {
    const { key, seq } = this.order;
    const last = inOrder(this.narrow(this.#base(db), values), this.order)
      .limit(1)
      .offset(sql<number>`${bigint(values.skipped)} - 1`);
    return sql`(${last.select([...(key ? [sql.ref(key).as("key")] : []), sql.ref(seq).as("seq")])})`;
  }

  async total(db: Db): Promise<number> {
    const rows = this.narrow(this.#base(db), this.values).select(sql<number>`count(*)`.as("total"));
    return (await rows.executeTakeFirstOrThrow()).total;
  }

  #base(db: Db) {
    return db.selectFrom(this.#list.table) as Rows; // `Rows` is a query of any table
  }
}

/** A list of values is bound as one JSON text. */
const boundValue = ({ value }: GivenFilter) =>
  typeof value === "string" || typeof value === "number" ? value : JSON.stringify(value);

function conditionOf({ name, filter, value }: GivenFilter, values: Values): Condition {
  if (typeof filter === "function") return filter(sql`${values[name]}`);
  const condition = filter[String(value)];
  if (!condition) throw new Error(`a list has no condition for ${name} ${String(value)}`);
  return condition(sql`${values.now}`);
}
