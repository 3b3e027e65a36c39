import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import Sqlite from "better-sqlite3";
import { expect, inject } from "vitest";
import { searchable } from "../tables.ts";
import type { Row, TestDatabase } from "./test-database.ts";

/** A copy of a file, or none yet, in a folder of its own. */
export async function createSqlite(template?: string): Promise<TestDatabase> {
  const folder = mkdtempSync(join(dirname(inject("template")), "test-"));
  const path = join(folder, "roster.db");
  if (template) copyFileSync(template.replace(/^file:/, ""), path);
  return {
    ...openSqlite(path),
    [Symbol.asyncDispose]: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

function rows<Answer>(file: Sqlite.Database, statement: string, ...values: unknown[]): Answer[] {
  const prepared = file.prepare<unknown[], Answer>(statement);
  if (prepared.reader) return prepared.all(...values);
  prepared.run(...values);
  return [];
}

export function openSqlite(path: string): TestDatabase {
  function on<T>(work: (file: Sqlite.Database) => T, { foreignKeys = "on", readonly = false } = {}): T {
    const file = new Sqlite(path, { readonly });
    file.pragma(`foreign_keys = ${foreignKeys}`);
    try {
      return work(file);
    } finally {
      file.close();
    }
  }
  const reading = { readonly: true }; // otherwise the last connection to close would checkpoint a killed server's log
  const tables = "select name from sqlite_schema where type = 'table' order by name";
  return {
    url: `file:${path}`,
    query: async (statement, ...values) =>
      on((file) => rows(file, statement, ...values), statement.startsWith("select") ? reading : {}),
    dump: async () =>
      on(
        (file) =>
          Object.fromEntries(
            rows<{ name: string }>(file, tables).map(({ name }) => [name, rows<Row>(file, `select * from "${name}"`)]),
          ),
        reading,
      ),
    refuse: async (event, table, reason = "no more", when = "1") =>
      on(
        (file) =>
          void file.exec(`create trigger refuse_${table} before ${event} on ${table} when ${when}
            begin select raise(abort, '${reason}'); end`),
      ),
    allow: async (table) => on((file) => void file.exec(`drop trigger refuse_${table}`)),
    dropTable: async (table) => on((file) => void file.exec(`drop table ${table}`), { foreignKeys: "off" }),
    expectWhole: async () =>
      on((file) => {
        expect(file.pragma("integrity_check")).toEqual([{ integrity_check: "ok" }]);
        expect(file.pragma("foreign_key_check")).toEqual([]);
        for (const table of searchable) {
          const pending = `(select seq from pending_search where name = '${table}')`;
          const found = rows(
            file,
            `select rowid as seq from ${table}_search where rowid not in ${pending} order by rowid`,
          );
          const there = rows(file, `select seq from ${table} where seq not in ${pending} order by seq`);
          expect(found, `${table}_search`).toEqual(there);
        }
      }, reading),
    expectNothingWritten: async (work) => {
      const file = new Sqlite(path, reading);
      const version = () => file.pragma("data_version", { simple: true });
      const before = version();
      await work();
      const after = version();
      file.close();
      expect(after).toBe(before);
    },
    contents: async () => on((file) => file.serialize().toString("latin1"), reading),
    leave: async () => undefined,
    [Symbol.asyncDispose]: async () => undefined,
  };
}
