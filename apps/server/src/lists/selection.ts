import { hash } from "node:crypto";
import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { Db } from "../database/database.ts";
import { isPostgres } from "../database/dialect.ts";
import { fold } from "../fold.ts";
import type { Case, Condition, Filter, Given, Hit, List, PageRequest, Rows } from "./list.ts";
import { isBySql, isCases, isNarrowing, narrowsOf, rarest } from "./narrowing.ts";
import { after, inOrder, type Order } from "./order.ts";
import type { Search } from "./search.ts";

export type Values = Record<string, string | number | undefined>;

/** The input of a list, with the defaults of its filters. */
type Request = PageRequest & Record<string, unknown>;

/** The cast avoids that SQLite prepares the statement anew for each value of LIMIT or OFFSET. */
export const bigint = (value: unknown) => sql<number>`cast(${value} as bigint)`;

export type Plan = Awaited<ReturnType<typeof planOf>>;

/** Plans how the rows of a request are found, and in which order. PostgreSQL has statistics, and plans for itself. */
export async function planOf(db: Db, list: List, request: Request, search: Search | undefined, now: string) {
  const given = Object.entries(request).filter(([, value]) => value !== undefined);
  const asked: Request = { ...list.defaults, ...Object.fromEntries(given) };
  const conditions = plainFilters(list, asked);
  const narrows = narrowsOf(list, asked);
  const bound = boundValues(list, asked);
  const name = asked.order_by ?? list.order;
  /** The column of the order. The order of creation has none. */
  const column =
    list.orders?.[name.replace(/_(asc|desc)$/, "")] ?? narrows.find((narrow) => narrow.column === list.time)?.column;
  const others = narrows.filter((narrow) => narrow.column === undefined || narrow.column !== column);
  const isFound = isPostgres(db) || search?.isCommon === false;
  /** The narrow whose hits are looked up. Without it, a walk in the list's order checks each record. */
  const rare = isFound ? undefined : await rarest(db, list, others, bound);
  /** Hits of the search index. With very many hits, an order other than creation walks that order instead. */
  const hits = rare?.holds || (search?.isCommon && column) ? undefined : search?.hits;
  const order: Order = {
    list: digestOf(list, asked, name),
    direction: name.endsWith("asc") ? "asc" : "desc",
    key: column && (column.includes(".") ? column : `${list.table}.${column}`),
    seq: rare?.holds || hits ? "hits.seq" : `${list.table}.seq`,
  };
  /** A key for everything that the SQL depends on. A search has none, because its SQL is compiled anew. */
  const parts = [...conditions, ...narrows].map((part) => part.name);
  const shape = search ? undefined : [list.procedure, name, ...parts, `by ${rare?.name}`].join();
  const values: Values = { now, ...prefixed(bound) };
  return { list, search, conditions, narrows, column, rare, hits, order, shape, values };
}

/** The query of the rows, with the columns of their records. */
export const rowsOf = (db: Db, plan: Plan, values: Values) =>
  narrowed(db, plan, plan.list.rows(db, givenIn(values), isTableFirst(db, plan)), values);

export const skip = (db: Db, plan: Plan, query: Rows, values: Values): Rows =>
  plan.search ? query.offset(bigint(values.skipped)) : query.where(after(lastSkipped(db, plan, values), plan.order));

/** The place of the last skipped row, found in an index alone, without looking up the rows before it. */
function lastSkipped(db: Db, plan: Plan, values: Values): RawBuilder<unknown> {
  const { key, seq } = plan.order;
  const base = baseOf(db, plan, values, isTableFirst(db, plan));
  const last = inOrder(narrowed(db, plan, base, values), plan.order)
    .limit(1)
    .offset(sql<number>`${bigint(values.skipped)} - 1`);
  return sql`(${last.select([...(key ? [sql.ref(key).as("key")] : []), sql.ref(seq).as("seq")])})`;
}

/** Counts all rows, in any order: the hits of a filter that has no column of the table, or the rows of an index. */
export async function totalOf(db: Db, plan: Plan): Promise<number> {
  const { narrows, rare, hits, values } = plan;
  const foreign = isPostgres(db) || hits ? undefined : narrows.find((narrow) => narrow.column === undefined);
  const base = baseOf(db, plan, values, hits !== undefined);
  const rows = narrowed(db, { ...plan, rare: rare ?? foreign }, base, values, true);
  return (await rows.select(sql<number>`count(*)`.as("total")).executeTakeFirstOrThrow()).total;
}

const baseOf = (db: Db, { list: { base, table } }: Plan, values: Values, isFirst: boolean) =>
  base ? base(db, givenIn(values), isFirst) : (db.selectFrom(table) as Rows); // `Rows` is a query of any table

function isTableFirst(db: Db, { rare, column, hits }: Plan) {
  const isWalk = !rare && column !== undefined && !column.includes(".");
  return !isPostgres(db) && (rare?.holds !== undefined || hits !== undefined || isWalk);
}

function narrowed(db: Db, plan: Plan, query: Rows, values: Values, isCounted = false): Rows {
  const { list, rare, column, conditions, narrows, search } = plan;
  const given = givenIn(values);
  const hits = rare?.holds ? sql<Hit>`(${rare.hits(given, db)})` : plan.hits;
  let rows = query;
  if (hits) {
    const seq = sql.ref(`${list.table}.seq`);
    // The join adds a column, which `Rows` leaves open.
    rows = rows.innerJoin(hits.as("hits"), (join) => join.on(sql<SqlBool>`hits.seq = ${seq}`)) as Rows;
  }
  const isWalk = !isPostgres(db) && column !== undefined;
  for (const { condition } of conditions) {
    const made = condition(values);
    const [check, range] = Array.isArray(made) ? made : [made];
    rows = rows.where(checked(check, hits !== undefined || isWalk));
    if (range) rows = rows.where(checked(range, hits !== undefined));
  }
  const hasRange = narrows.some((narrow) => narrow.column !== undefined && narrow.column !== "flags");
  for (const narrow of narrows) {
    if (!narrow.holds || narrow === rare) continue;
    const isRead = isCounted && !(hasRange && narrow.column === "flags"); // a range is mostly shorter
    const isInOrder = narrow.column !== undefined && narrow.column === column;
    const isOnlyChecked = hits !== undefined || !(isRead || isInOrder);
    rows = rows.where(checked(narrow.holds(given, db), isOnlyChecked && !isPostgres(db)));
  }
  return search ? rows.where(search.holds) : rows;
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
function givenIn(values: Values): Given {
  const given = Object.entries(values).filter(([name, value]) => name.startsWith(prefix) && value !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [name.slice(prefix.length), sql<string>`${value}`]));
}
