import { hash } from "node:crypto";
import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { Db } from "../database/database.ts";
import { isPostgres } from "../database/dialect.ts";
import { fold } from "../fold.ts";
import type { Case, Condition, Filter, Given, Hit, List, PageRequest, Rows } from "./list.ts";
import { isBySql, isCases, isNarrowing, type Narrow, narrowsOf, rarest } from "./narrowing.ts";
import { after, inOrder, type Order } from "./order.ts";
import type { Search } from "./search.ts";

/** The values of a statement, by name. */
export type Values = Record<string, string | number | undefined>;

/** The input of a list, with the defaults of its filters. */
type Request = PageRequest & Record<string, unknown>;

/** The cast avoids that SQLite prepares the statement anew for each value of LIMIT or OFFSET. */
export const bigint = (value: unknown) => sql<number>`cast(${value} as bigint)`;

/** How the rows of a request are found. */
interface Plan {
  narrows: readonly Narrow[];
  /** The narrow whose hits are looked up. Without it, a walk in the list's order checks each record. */
  rare: Narrow | undefined;
  /** The column of the order. The order of creation has none. */
  column: string | undefined;
}

/** Plans the selection of a request's rows. PostgreSQL has statistics, and plans for itself. */
export async function select(db: Db, list: List, request: Request, search: Search | undefined, now: string) {
  const given = Object.entries(request).filter(([, value]) => value !== undefined);
  const asked: Request = { ...list.defaults, ...Object.fromEntries(given) };
  const narrows = narrowsOf(list, asked);
  const field = (asked.order_by ?? list.order).replace(/_(asc|desc)$/, "");
  const column = list.orders?.[field] ?? narrows.find((narrow) => narrow.column === list.time)?.column;
  const others = narrows.filter((narrow) => narrow.column === undefined || narrow.column !== column);
  const isFound = isPostgres(db) || search?.isCommon === false;
  const rare = isFound ? undefined : await rarest(db, list, others, boundValues(list, asked));
  return new Selection(list, asked, search, { narrows, rare, column }, now);
}

/** The rows of a request, and their order. */
export class Selection {
  readonly order: Order;
  /** A key for everything that the SQL depends on. A search has none, because its SQL is compiled anew. */
  readonly shape: string | undefined;
  readonly values: Values;
  readonly #list: List;
  readonly #plan: Plan;
  readonly #search: Search | undefined;
  /** Hits of the search index. With very many hits, an order other than creation walks that order instead. */
  readonly #hits: Search["hits"];
  readonly #conditions: readonly PlainFilter[];

  constructor(list: List, asked: Request, search: Search | undefined, plan: Plan, now: string) {
    const { column, rare, narrows } = plan;
    this.#list = list;
    this.#plan = plan;
    this.#search = search;
    this.#hits = rare?.holds || (search?.isCommon && column) ? undefined : search?.hits;
    this.#conditions = plainFilters(list, asked);
    this.values = { now, ...prefixed(boundValues(list, asked)) };
    const name = asked.order_by ?? list.order;
    this.order = {
      list: digestOf(list, asked, name),
      direction: name.endsWith("asc") ? "asc" : "desc",
      key: column && (column.includes(".") ? column : `${list.table}.${column}`),
      seq: rare?.holds || this.#hits ? "hits.seq" : `${list.table}.seq`,
    };
    const parts = [...this.#conditions, ...narrows].map((part) => part.name);
    this.shape = search ? undefined : [list.procedure, name, ...parts, `by ${rare?.name}`].join();
  }

  /** The query of the rows, with the columns of their records. */
  rows(db: Db, values: Values) {
    return this.#narrow(db, this.#list.rows(db, givenIn(values), this.#isTableFirst(db)), values);
  }

  /** Skips the first rows of a query. */
  skip(db: Db, query: Rows, values: Values): Rows {
    if (this.#search) return query.offset(bigint(values.skipped));
    return query.where(after(this.#lastSkipped(db, values), this.order));
  }

  /** The place of the last skipped row, found in an index alone, without looking up the rows before it. */
  #lastSkipped(db: Db, values: Values): RawBuilder<unknown> {
    const { key, seq } = this.order;
    const base = this.#base(db, values, this.#isTableFirst(db));
    const last = inOrder(this.#narrow(db, base, values), this.order)
      .limit(1)
      .offset(sql<number>`${bigint(values.skipped)} - 1`);
    return sql`(${last.select([...(key ? [sql.ref(key).as("key")] : []), sql.ref(seq).as("seq")])})`;
  }

  /** Counts all rows, in any order: the hits of a filter that has no column of the table, or the rows of an index. */
  async total(db: Db): Promise<number> {
    const { narrows, rare } = this.#plan;
    const foreign = isPostgres(db) || this.#hits ? undefined : narrows.find((narrow) => narrow.column === undefined);
    const base = this.#base(db, this.values, this.#hits !== undefined);
    const rows = this.#narrow(db, base, this.values, { isCounted: true, rare: rare ?? foreign });
    return (await rows.select(sql<number>`count(*)`.as("total")).executeTakeFirstOrThrow()).total;
  }

  #base(db: Db, values: Values, isTableFirst: boolean) {
    const { base, table } = this.#list;
    return base ? base(db, givenIn(values), isTableFirst) : (db.selectFrom(table) as Rows); // `Rows` is a query of any table
  }

  #isTableFirst(db: Db) {
    const { rare, column } = this.#plan;
    const isWalk = !rare && column !== undefined && !column.includes(".");
    return !isPostgres(db) && (rare?.holds !== undefined || this.#hits !== undefined || isWalk);
  }

  /** Restricts a query to the rows of the list. */
  #narrow(db: Db, query: Rows, values: Values, { rare = this.#plan.rare, isCounted = false } = {}): Rows {
    const given = givenIn(values);
    const hits = rare?.holds ? sql<Hit>`(${rare.hits(given, db)})` : this.#hits;
    let rows = query;
    if (hits) {
      const seq = sql.ref(`${this.#list.table}.seq`);
      // The join adds a column, which `Rows` leaves open.
      rows = rows.innerJoin(hits.as("hits"), (join) => join.on(sql<SqlBool>`hits.seq = ${seq}`)) as Rows;
    }
    const isWalk = !isPostgres(db) && this.#plan.column !== undefined;
    for (const { condition } of this.#conditions) {
      const made = condition(values);
      const [check, range] = Array.isArray(made) ? made : [made];
      rows = rows.where(checked(check, hits !== undefined || isWalk));
      if (range) rows = rows.where(checked(range, hits !== undefined));
    }
    const { narrows } = this.#plan;
    const hasRange = narrows.some(({ column }) => column !== undefined && column !== "flags");
    for (const narrow of narrows) {
      if (!narrow.holds || narrow === rare) continue;
      const isRead = isCounted && !(hasRange && narrow.column === "flags"); // a range is mostly shorter
      const isInOrder = narrow.column !== undefined && narrow.column === this.#plan.column;
      const isOnlyChecked = hits !== undefined || !(isRead || isInOrder);
      rows = rows.where(checked(narrow.holds(given, db), isOnlyChecked && !isPostgres(db)));
    }
    return this.#search ? rows.where(this.#search.holds) : rows;
  }
}

/** `is true` keeps SQLite from finding rows by the condition's index: there are far fewer hits, or a walk must be in order. */
const checked = (condition: Condition, isOnlyChecked: boolean) =>
  isOnlyChecked ? sql<SqlBool>`(${condition}) is true` : condition;

/** A short digest of all that decides which rows a list has, and their order. */
function digestOf({ procedure, filters }: List, asked: Request, order: string) {
  const given = Object.keys(filters).map((name) => asked[name] ?? null);
  return hash("sha256", JSON.stringify([procedure, order, fold(asked.search ?? ""), given]), "base64url").slice(0, 12);
}

/** A filter with one condition, and a key for its SQL. */
interface PlainFilter {
  name: string;
  condition: (values: Values) => ReturnType<Case>;
}

function plainFilters({ filters }: List, asked: Request): PlainFilter[] {
  return Object.entries(filters).flatMap(([name, filter]): PlainFilter[] => {
    if (asked[name] === undefined) return [];
    if (typeof filter === "function") return [{ name, condition: (values) => filter(sql`${values[prefix + name]}`) }];
    if (!isCases(filter)) return [];
    const value = textOf(asked[name]);
    const condition = filter[value];
    if (!condition) throw new Error(`a list has no condition for ${name} ${value}`);
    return [{ name: `${name} ${value}`, condition: (values) => condition(sql`${values.now}`) }];
  });
}

/** The values of the filters whose SQL takes them. */
function boundValues({ filters }: List, asked: Request): Record<string, string> {
  const given = Object.entries(filters).filter(([name, filter]) => asked[name] !== undefined && !isBySql(filter));
  return Object.fromEntries(given.map(([name, filter]) => [name, textOf(boundBy(filter, asked[name]))]));
}

const boundBy = (filter: Filter, value: unknown) => (isNarrowing(filter) && filter.bound ? filter.bound(value) : value);

/** A list of values is bound as one JSON text. */
const textOf = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));

/** What keeps the names of filters apart from those of other values. */
const prefix = "filter ";

const prefixed = (values: Record<string, string>): Values =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [prefix + name, value]));

/** The filters' placeholders among those of a statement. */
const givenIn = (values: Values): Given =>
  Object.fromEntries(
    Object.entries(values)
      .filter(([name, value]) => name.startsWith(prefix) && value !== undefined)
      .map(([name, value]) => [name.slice(prefix.length), sql<string>`${value}`]),
  );
