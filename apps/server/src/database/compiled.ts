import type { Compilable, CompiledQuery, QueryResult } from "kysely";
import type { Db } from "./database.ts";

/** Stands for a value while a statement is made. */
class Parameter {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

type Value = string | number | null | undefined;

type Run = (query: CompiledQuery) => QueryResult<unknown>;

/** How statements are run without Kysely's layers between, which take as long as many a statement. */
const direct = new WeakMap<object, Run>();

export const runDirectly = (db: Db, run: Run) => void direct.set(db.getExecutor().adapter, run);

/** Of one kind: a list has as many as there are ways to combine its filters. */
const MAX_STATEMENTS = 500;

type Values<V> = { [name in keyof V]: Value };

/**
 * Runs a query whose SQL is made once, for all calls of one shape that give the same fields, with the values of each call:
 * Kysely takes longer to put most statements together than SQLite takes to run them. What `build` gets are not the values
 * themselves, so it must not look into them; what else the SQL depends on is named by the shape. Without one it is made anew.
 */
export async function runCompiled<V extends Values<V>, Row>(
  made: Map<string, CompiledQuery<Row>>,
  db: Db,
  values: V,
  shape: string | undefined,
  build: (values: V) => Compilable<Row>,
): Promise<QueryResult<Row>> {
  const { adapter, plugins } = db.getExecutor();
  if (shape === undefined) return db.executeQuery(build(values).compile());
  let key = `${adapter.constructor.name} ${shape}`;
  for (const name in values) if (values[name] !== undefined) key += ` ${name}`;
  let query = made.get(key);
  if (!query) {
    const given = Object.keys(values).filter((name) => values[name as keyof V] !== undefined);
    const parameters = Object.fromEntries(given.map((name) => [name, new Parameter(name)]));
    query = build(parameters as unknown as V).compile(); // as documented
    if (made.size >= MAX_STATEMENTS) made.clear();
    made.set(key, query);
  }
  const parameters = query.parameters.map((value) =>
    value instanceof Parameter ? values[value.name as keyof V] : value,
  );
  const statement = { ...query, parameters };
  const run = plugins.length === 0 ? direct.get(adapter) : undefined; // a plugin is to see each statement
  return run ? (run(statement) as QueryResult<Row>) : db.executeQuery(statement); // as `build` has it
}

/** A query whose SQL is made once, as above. */
export function compiled<V extends Values<V>, Row, Shape extends string = string>(
  build: (db: Db, values: V, shape: Shape) => Compilable<Row>,
): (db: Db, values: V, shape?: Shape) => Promise<QueryResult<Row>> {
  const made = new Map<string, CompiledQuery<Row>>();
  return (
    db,
    values,
    shape = "" as Shape, // where there is only one
  ) => runCompiled(made, db, values, shape, (given) => build(db, given, shape));
}
