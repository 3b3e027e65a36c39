import { inject } from "vitest";
import { createPostgres, named, openPostgres } from "./postgres-database.ts";
import { createSqlite, openSqlite } from "./sqlite-database.ts";
import type { TestDatabase } from "./test-database.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** A migrated, empty database: the path of a file, or a URL. */
    template: string;
    /** On PostgreSQL: the tables in which the migrations leave rows. */
    filledTables: string[];
  }
}

/** The database of this test run. */
export const dialect = process.env.ROSTER_TEST_DATABASE === "postgres" ? "postgres" : "sqlite";

/** Its messages for broken constraints. */
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

/** A new database for one test: a copy of a template. */
export const createDatabase = (template = inject("template")): Promise<TestDatabase> =>
  dialect === "postgres" ? createPostgres(template) : createSqlite(template);

/** A new database for one test, without a schema. */
export const createEmptyDatabase = (): Promise<TestDatabase> =>
  dialect === "postgres" ? createPostgres(named(inject("template"), "template1")) : createSqlite();

/** A database that another part of the test creates and removes. */
export const openTestDatabase = (url: string): TestDatabase =>
  url.startsWith("file:") ? openSqlite(url.slice("file:".length)) : openPostgres(url);
