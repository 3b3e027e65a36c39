import Sqlite from "better-sqlite3";
import { type KyselyPlugin, type QueryId, SqliteQueryCompiler } from "kysely";
import type { Db } from "../database/database.ts";
import type { Roster } from "../roster.ts";

export interface Statement {
  sql: string;
  parameters: readonly unknown[];
}

/** Answers the statements that `work` runs on a directory's database, in order. */
export async function statementsOf(roster: Roster, work: () => Promise<unknown>): Promise<Statement[]> {
  const statements: Statement[] = [];
  const compiled = new WeakMap<QueryId, Statement>();
  const compiler = new SqliteQueryCompiler();
  const recorder: KyselyPlugin = {
    transformQuery({ node, queryId }) {
      compiled.set(queryId, compiler.compileQuery(node, queryId));
      return node;
    },
    // Parts of a statement pass above too, but only whole statements have a result.
    async transformResult({ result, queryId }) {
      const statement = compiled.get(queryId);
      if (statement) statements.push(statement);
      return result;
    },
  };
  const recorded = <D extends Db>(db: D) => {
    const recording = db.withPlugin(recorder) as D; // a transaction stays one
    const execute = recording.executeQuery.bind(recording);
    // Statements that are compiled already pass only here.
    recording.executeQuery = (query) => {
      const statement = "compile" in query ? query.compile() : query;
      compiled.delete(statement.queryId);
      statements.push(statement);
      return execute(statement);
    };
    return recording;
  };
  const { services } = roster;
  const { database } = services;
  services.database = {
    ...database,
    read: recorded(database.read),
    single: (read) => database.single((db) => read(recorded(db))),
    snapshot: (read) => database.snapshot((db) => read(recorded(db))),
    transaction: (work, finish, caller) =>
      database.transaction(
        (tx) => work(recorded(tx)),
        (tx, results) => finish?.(recorded(tx), results) ?? Promise.resolve(),
        caller,
      ),
  };
  try {
    await work();
  } finally {
    services.database = database;
  }
  return statements;
}

/** SQLite's query plan of a statement, step by step. */
export function planOf(path: string, { sql, parameters }: Statement): string[] {
  const database = new Sqlite(path, { readonly: true });
  const steps = database.prepare<unknown[], { detail: string }>(`explain query plan ${sql}`).all(...parameters);
  database.close();
  return steps.map((step) => step.detail);
}
