import type { CompiledQuery, QueryResult } from "kysely";
import type { Db } from "./database.ts";

/** Placeholder of a value while a statement is compiled. */
class Parameter {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

type Value = string | number | null | undefined;

/** A query of Kysely's builder, or of its `sql` tag. */
interface Statement<Row> {
  compile(db: Db): CompiledQuery<Row>;
}

type Run = (query: Pick<CompiledQuery, "sql" | "parameters">) => QueryResult<unknown>;

/** Runs a statement without Kysely's executor, which takes longer than SQLite takes for a look-up. */
const direct = new WeakMap<object, Run>();

export const runDirectly = (db: Db, run: Run) => void direct.set(db.getExecutor().adapter, run);

/** Statements per query: a list has one for each combination of its filters. */
const MAX_STATEMENTS = 500;

type Values<V> = { [name in keyof V]: Value };

/**
 * Runs a query whose SQL is compiled once per shape and set of given fields: Kysely takes longer to compile most statements than
 * SQLite takes to run them. `build` gets placeholders, so it must not branch on values. `shape` names everything else that the SQL
 * depends on; without a shape the query is compiled anew.
 */
export async function runCompiled<V extends Values<V>, Row>(
  made: Map<string, CompiledQuery<Row>>,
  db: Db,
  values: V,
  shape: string | undefined,
  build: (values: V) => Statement<Row>,
): Promise<QueryResult<Row>> {
  const { adapter, plugins } = db.getExecutor();
  if (shape === undefined) return db.executeQuery(build(values).compile(db));
  let key = `${adapter.constructor.name} ${shape}`;
  for (const name in values) if (values[name] !== undefined) key += ` ${name}`;
  let query = made.get(key);
  if (!query) {
    const given = Object.keys(values).filter((name) => values[name as keyof V] !== undefined); // its own keys are `keyof V`
    const parameters = Object.fromEntries(given.map((name) => [name, new Parameter(name)]));
    query = build(parameters as unknown as V).compile(db); // placeholders, which `build` only passes on to Kysely
    if (made.size >= MAX_STATEMENTS) made.clear();
    made.set(key, query);
  }
  const parameters = query.parameters.map(
    (value) => (value instanceof Parameter ? values[value.name as keyof V] : value), // made above from the keys of `V`
  );
  const run = plugins.length === 0 ? direct.get(adapter) : undefined; // a plugin must see each statement
  if (!run) return db.executeQuery({ ...query, parameters });
  return run({ sql: query.sql, parameters }) as QueryResult<Row>; // the rows of the query that `build` returned
}

/** A query whose SQL is compiled once. See `runCompiled`. */
export function compiled<V extends Values<V>, Row, Shape extends string = string>(
  build: (db: Db, values: V, shape: Shape) => Statement<Row>,
): (db: Db, values: V, shape?: Shape) => Promise<QueryResult<Row>> {
  const made = new Map<string, CompiledQuery<Row>>();
  return (
    db,
    values,
    shape = "" as Shape, // callers of a query with one shape pass none
  ) => runCompiled(made, db, values, shape, (given) => build(db, given, shape));
}
