import Sqlite from "better-sqlite3";
import { expect, inject, test } from "vitest";

test("the migrations make the schema that schema.sql shows", async () => {
  const database = new Sqlite(inject("template"), { readonly: true });
  const statements = database
    .prepare<[], string>(
      // Tables in the order in which they were made, each with its indexes; not what SQLite and Kysely keep for themselves.
      `select sql from sqlite_schema as part
        where sql is not null and tbl_name <> 'sqlite_sequence' and tbl_name not like 'kysely%' and tbl_name not glob '*_search_*'
        order by (select min(rowid) from sqlite_schema where tbl_name = part.tbl_name), rowid`,
    )
    .pluck()
    .all();
  database.close();

  // After a new migration, renew the file with: pnpm vitest run apps/server/src/database/schema.test.ts -u
  await expect(statements.map((statement) => `${dedent(statement)};\n`).join("\n")).toMatchFileSnapshot("./schema.sql");
});

/** Without the indentation that a statement has in the source of its migration. */
function dedent(statement: string) {
  const lines = statement.split("\n");
  const indents = lines.slice(1).map((line) => /^ */.exec(line)?.[0].length ?? 0);
  const least = Math.min(...indents);
  return lines.map((line, index) => (index === 0 ? line : line.slice(least))).join("\n");
}
