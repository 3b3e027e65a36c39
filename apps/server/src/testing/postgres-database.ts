import { randomBytes } from "node:crypto";
import pg from "pg";
import { expect, inject } from "vitest";
import { isRenewed } from "./postgres-renewal.ts";
import type { Row, TestDatabase } from "./test-database.ts";

const INT8 = pg.types.builtins.INT8;
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) => (oid === INT8 ? Number : pg.types.getTypeParser(oid, format)),
};

/** A pool, because a connection costs some milliseconds. It keeps no process alive, and survives lost connections. */
function connect(url: string, max: number) {
  const pool = new pg.Pool({ connectionString: url, max, types, allowExitOnIdle: true });
  pool.on("error", () => undefined);
  return pool;
}

/** The address of another database on the same server. */
export const named = (url: string, name: string) => Object.assign(new URL(url), { pathname: `/${name}` }).href;
const nameOf = (url: string) => new URL(url).pathname.slice(1);

const servers = new Map<string, pg.Pool>();

/** A connection for creating and dropping databases. */
function serverOf(url: string) {
  const address = named(url, "postgres");
  const pool = servers.get(address) ?? connect(address, 2);
  servers.set(address, pool);
  return pool;
}

/** Prefix of the names of a run's databases: the name of their template. */
const familyOf = (url: string) => /^test_[0-9a-f]{16}/.exec(nameOf(url))?.[0] ?? "test";

/** Copies a database, to which nothing may be connected meanwhile. The strategy that copies files is several times faster. */
export async function copyDatabase(template: string): Promise<string> {
  const name = `${familyOf(template)}_${randomBytes(8).toString("hex")}`;
  await serverOf(template).query(`create database ${name} template ${nameOf(template)} strategy file_copy`);
  return named(template, name);
}

const dropDatabase = (url: string) => serverOf(url).query(`drop database if exists ${nameOf(url)} with (force)`);

/** Drops a template and its remaining copies. */
export async function dropFamily(template: string) {
  const query = "select datname as name from pg_database where starts_with(datname, $1)";
  const { rows } = await serverOf(template).query<{ name: string }>(query, [familyOf(template)]);
  for (const { name } of rows) await dropDatabase(named(template, name));
}

/** Closes the connections that copying and dropping have opened. */
export async function leaveServers() {
  await Promise.all([...servers.values()].map((pool) => pool.end()));
  servers.clear();
}

/** A database for one test, which is reused or dropped afterwards. */
export async function createPostgres(template: string): Promise<TestDatabase> {
  const isReused = template === inject("template");
  const database = (isReused && (await takeRenewed())) || openPostgres(await copyDatabase(template));
  return {
    ...database,
    // Not awaited. The end of the run drops whatever is left.
    [Symbol.asyncDispose]: async () => void (isReused ? laidAside.push(database) : discard(database)),
  };
}

async function discard(database: TestDatabase) {
  await database[Symbol.asyncDispose]();
  await dropDatabase(database.url).catch(() => undefined);
}

/** Databases of finished tests, with their connections. */
const laidAside: TestDatabase[] = [];

/** The latest one is not reused yet: connections of its test may still be open. */
async function takeRenewed() {
  while (laidAside.length > 1) {
    const database = laidAside.shift();
    if (!database || (await isRenewed(database).catch(() => false))) return database;
    void discard(database);
  }
  return undefined;
}

const tables = `select relname as name,
    (select attname from pg_attribute where attrelid = pg_class.oid and attname = 'seq') as number
  from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by relname`;

export function openPostgres(url: string): TestDatabase {
  const pool = connect(url, 1);
  const query = async <Answer = Row>(statement: string, ...values: unknown[]) => {
    let place = 0;
    const numbered = statement.replace(/\?/g, () => `$${++place}`);
    return (await pool.query(numbered, values)).rows as Answer[]; // the test names the type of its query's rows
  };
  async function dump(columns: string) {
    const found = await query<{ name: string; number: string | null }>(tables);
    const statements = found.map(({ name, number }) => `select ${columns} from "${name}" order by ${number ?? "ctid"}`);
    const results: unknown = await pool.query(statements.join(";"));
    const all = [results].flat() as pg.QueryResult<Row>[]; // pg answers an array for several statements, untyped
    return Object.fromEntries(found.map(({ name }, index) => [name, all[index]?.rows ?? []]));
  }
  return {
    url,
    query,
    dump: () => dump("*"),
    async refuse(event, table, reason = "no more", when = "true") {
      await query(`create function refuse_${table}() returns trigger language plpgsql
        as $$ begin if ${when} then raise exception '${reason}'; end if; return new; end $$`);
      await query(`create trigger refuse_${table} before ${event} on ${table} for each row
        execute function refuse_${table}()`);
    },
    allow: async (table) => void (await query(`drop function refuse_${table} cascade`)),
    dropTable: async (table) => void (await query(`drop table ${table} cascade`)),
    async expectWhole() {
      expect(await query("select 1 as one")).toEqual([{ one: 1 }]);
    },
    async expectNothingWritten(work) {
      const before = await dump("xmin, *"); // the transaction that wrote the row
      await work();
      expect(await dump("xmin, *")).toEqual(before);
    },
    contents: async () => JSON.stringify(await dump("*")),
    leave: () => pool.end(),
    [Symbol.asyncDispose]: () => pool.end(),
  };
}
