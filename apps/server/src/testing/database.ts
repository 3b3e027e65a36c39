import { inject } from "vitest";
import { createPostgres, named, openPostgres } from "./postgres-database.ts";
import { createSqlite, openSqlite } from "./sqlite-database.ts";
import type { TestDatabase } from "./test-database.ts";

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

/** A database of its own for one test: a copy of a template. */
export const createDatabase = (template = inject("template")): Promise<TestDatabase> =>
  dialect === "postgres" ? createPostgres(template) : createSqlite(template);

/** A database of its own for one test in which there is nothing at all. */
export const createEmptyDatabase = (): Promise<TestDatabase> =>
  dialect === "postgres" ? createPostgres(named(inject("template"), "template1")) : createSqlite();

/** One that somebody else has made, and will remove. */
export const openTestDatabase = (url: string): TestDatabase =>
  url.startsWith("file:") ? openSqlite(url.slice("file:".length)) : openPostgres(url);
