import { type CompiledQuery, type RawBuilder, type SqlBool, sql } from "kysely";
import { runCompiled } from "../database/compiled.ts";
import type { Db } from "../database/database.ts";
import { MINUTE } from "../times.ts";
import {
  type Bound,
  type Case,
  type Filter,
  type Flag,
  type Given,
  holding,
  type List,
  type Narrowing,
  type Part,
} from "./list.ts";
import { remembering } from "./remembering.ts";

/** A filter that may leave few records of very many, or several such filters combined. */
export interface Narrow extends Narrowing {
  /** A key for its SQL. */
  name: string;
  /** The column of the list's table that it is about. A range is read in the order of its column. */
  column?: string;
}

type GivenFilter = [name: string, filter: Filter];

const has = (filter: Filter, key: string) => typeof filter === "object" && key in filter;

const isFlag = (filter: Filter): filter is Flag => has(filter, "flag");
const isBound = (filter: Filter): filter is Bound => has(filter, "from") || has(filter, "to");
export const isNarrowing = (filter: Filter): filter is Narrowing => has(filter, "hits");
const isPart = (filter: Filter): filter is Part => has(filter, "partOf");

/** A filter with a condition for each of its values. */
export const isCases = (filter: Filter): filter is Record<string, Case> =>
  typeof filter === "object" && !["flag", "from", "to", "hits", "partOf"].some((key) => key in filter);

/** Whether the SQL depends on the filter's value. Otherwise it takes the value. */
export const isBySql = (filter: Filter) => isFlag(filter) || isCases(filter);

/** The narrowing filters of a request: all flags are one, and so are the limits of a range. */
export function narrowsOf(list: List, request: Record<string, unknown>): Narrow[] {
  const given = Object.entries(list.filters).filter(([name]) => request[name] !== undefined);
  const parts = given.flatMap(([name, filter]) => (isPart(filter) ? [name] : []));
  const own = given.flatMap(([name, filter]) =>
    isNarrowing(filter) ? [{ ...filter, name: [name, ...parts].join() }] : [],
  );
  return [...own, ...rangesOf(list, given), ...flagsOf(list, given, request)];
}

function rangesOf({ table }: List, given: GivenFilter[]): Narrow[] {
  const bounds = given.flatMap(([name, filter]) => (isBound(filter) ? [{ name, ...limitOf(filter) }] : []));
  return Object.entries(Object.groupBy(bounds, ({ column }) => column)).map(([column, limits = []]) => {
    const key = sql.ref<string>(`${table}.${column}`);
    const holds = (values: Given) =>
      sql<SqlBool>`${sql.join(
        limits.map(({ name, limit }) => limit(key, values[name])),
        sql` and `,
      )}`;
    return { name: limits.map(({ name }) => name).join(), ...holding(table, holds), column };
  });
}

type Limit = (key: RawBuilder<string>, value: RawBuilder<string> | undefined) => RawBuilder<SqlBool>;

const limitOf = (bound: Bound): { column: string; limit: Limit } =>
  "from" in bound
    ? { column: bound.from, limit: (key, value) => sql`${key} >= ${value}` }
    : { column: bound.to, limit: (key, value) => sql`${key} < ${value} and ${key} > ''` };

function flagsOf({ table, filters }: List, given: GivenFilter[], request: Record<string, unknown>): Narrow[] {
  const asked = given.flatMap(([name, filter]) =>
    isFlag(filter) ? [{ flag: filter.flag, isSet: request[name] === true }] : [],
  );
  if (asked.length === 0) return [];
  const all = Object.values(filters).reduce((sum, filter) => sum + (isFlag(filter) ? filter.flag : 0), 0);
  const values = Array.from({ length: all + 1 }, (_, value) => value).filter((value) =>
    asked.every(({ flag, isSet }) => ((value & flag) !== 0) === isSet),
  );
  const holds = () => sql<SqlBool>`${sql.ref(`${table}.flags`)} in (${sql.raw(values.join())})`;
  return [{ name: `flags ${values.join()}`, ...holding(table, holds), column: "flags" }];
}

/** A few more than the rows of most pages. */
const PAGE = 21;
const MOST_HITS = 5000;

type Values = Record<string, string>;

interface Found {
  hits: number;
  records: number;
}

const statements = new Map<string, CompiledQuery<Found>>();
const counted = remembering<number>(MINUTE);

/**
 * The filter with the fewest hits, if looking them all up and sorting them is faster than walking past the list's other records.
 * SQLite has no statistics to choose by itself.
 */
export async function rarest(db: Db, list: List, narrows: readonly Narrow[], values: Values) {
  let best: { narrow?: Narrow; hits: number } = { hits: Number.POSITIVE_INFINITY };
  for (const narrow of narrows) {
    const hits = narrow.areFew ? 0 : await hitsOf(db, list, narrow, values);
    if (hits < best.hits) best = { narrow, hits };
  }
  return best.narrow;
}

/** Number of hits, at most a minute old, or infinity for too many to look them up. */
const hitsOf = (db: Db, list: List, narrow: Narrow, values: Values) =>
  counted(db, JSON.stringify([list.procedure, narrow.name, values]), () => count(db, list, narrow, values));

/** A walk looks at `records / hits` records for each one that it finds. */
async function count(db: Db, list: List, { name, hits, source = hits }: Narrow, values: Values) {
  const { rows } = await runCompiled(statements, db, values, `${list.procedure} ${name}`, (given) => {
    const placeholders = Object.fromEntries(
      Object.entries(given).map(([filter, value]) => [filter, sql<string>`${value}`]),
    );
    const some = sql`(select 1 from (${source(placeholders, db)}) limit ${sql.lit(MOST_HITS)})`;
    return sql<Found>`select (select count(*) from ${some}) as hits, (select max(seq) from ${sql.table(list.table)}) as records`;
  });
  const [found] = rows;
  if (!found || found.hits === MOST_HITS || found.hits ** 2 > PAGE * found.records) return Number.POSITIVE_INFINITY;
  return found.hits;
}
