// Measures an in-process call of Roster and its bare statement. Prints microseconds as JSON.
import { createCaller } from "@roster/client";
import { openRoster, readSettings } from "@roster/server";
import Sqlite from "better-sqlite3";
import { pino } from "pino";
import { databasePath } from "./listen.ts";
import { toUser, userColumns } from "./statements.ts";

const BATCH = 5000;
const BATCHES = 9;

const log = pino({ level: "info" }, pino.destination("/dev/null"));
await using directory = await openRoster(readSettings(), { log });
const roster = createCaller(directory, { name: "benchmark", scopes: ["users:read"] });
const statement = new Sqlite(databasePath(), { readonly: true })
  .prepare<[string], unknown[]>(`select ${userColumns.join(", ")} from users where external_id = ?`)
  .raw();
const { data } = await roster.fetchUsers();
const externalId = data.at(-1)?.external_id ?? "";

async function timed(work: () => unknown) {
  const started = performance.now();
  for (let index = 0; index < BATCH; index++) await work();
  return ((performance.now() - started) * 1000) / BATCH;
}

const call = () => roster.fetchUserByExternalId(externalId);
const bare = () => toUser(statement.get(externalId) ?? []);
await timed(call); // so that it is compiled
await timed(bare);
const found = { call: [] as number[], statement: [] as number[] };
for (let batch = 0; batch < BATCHES; batch++) {
  found.call.push(await timed(call));
  found.statement.push(await timed(bare));
}
console.log(JSON.stringify(found));
