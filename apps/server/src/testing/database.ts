import { inject } from "vitest";
import { createPostgres, named, openPostgres } from "./postgres-database.ts";
import { createSqlite, openSqlite } from "./sqlite-database.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** A migrated database with nothing in it: the path of a file, or the address of a database. */
    template: string;
    /** On PostgreSQL: the tables in which the migrations leave rows. */
    filledTables: string[];
  }
}

/** Which database this run of the tests is on. */
export const dialect = process.env.ROSTER_TEST_DATABASE === "postgres" ? "postgres" : "sqlite";

/** With which words it refuses a row that breaks a constraint. */
export const refusals =
  dialect === "postgres"
    ? {
        unique: "violates unique constraint",
        foreignKey: "violates foreign key constraint",
        check: "violates check constraint",
      }
    : {
        unique: "UNIQUE constraint failed",
        foreignKey: "FOREIGN KEY constraint failed",
        check: "CHECK constraint failed",
      };

export type Row = Record<string, unknown>;

/** A database of one test, and what can be done to it behind the server's back, past all its rules. */
export interface TestDatabase extends AsyncDisposable {
  /** For DATABASE_URL. */
  url: string;
  /** Runs one statement, with `?` for each value, and answers its rows. */
  query<Answer = Row>(statement: string, ...values: unknown[]): Promise<Answer[]>;
  /** All rows of all tables. */
  dump(): Promise<Record<string, Row[]>>;
  /** Lets the database refuse to insert into or update a table, with `reason`, where `when` holds of the `new` row. */
  refuse(event: "insert" | "update", table: string, reason?: string, when?: string): Promise<void>;
  /** Ends the refusal. */
  allow(table: string): Promise<void>;
  /** Removes a table and whatever refers to it. */
  dropTable(table: string): Promise<void>;
  /** Expects that the database itself is whole. */
  expectWhole(): Promise<void>;
  /** Expects that nothing at all is committed meanwhile. */
  expectNothingWritten(work: () => Promise<unknown>): Promise<void>;
  /** What somebody who has the whole database can read in it. */
  contents(): Promise<string>;
  /** Closes its own connections, so that the database can be copied. */
  leave(): Promise<void>;
}

/** A database of its own for one test: a copy of a template. */
export const createDatabase = (template = inject("template")): Promise<TestDatabase> =>
  dialect === "postgres" ? createPostgres(template) : createSqlite(template);

/** A database of its own for one test in which there is nothing at all. */
export const createEmptyDatabase = (): Promise<TestDatabase> =>
  dialect === "postgres" ? createPostgres(named(inject("template"), "template1")) : createSqlite();

/** One that somebody else has made, and will remove. */
export const openTestDatabase = (url: string): TestDatabase =>
  url.startsWith("file:") ? openSqlite(url.slice("file:".length)) : openPostgres(url);
