import { sql } from "kysely";
import pg from "pg";
import { expect, test } from "vitest";
import { createDatabase } from "../testing/database.ts";
import { waitOf } from "../testing/elapsed.ts";
import { expectFailure, listenOn } from "../testing/http.ts";
import { openProxy } from "../testing/proxy.ts";
import { openTestRoster } from "../testing/roster.ts";
import { openDatabase } from "./open.ts";

const grace = { first_name: "Grace", last_name: "Hopper" };

/** A server whose connection to the database hangs at a text, and the outcome of a change with an Idempotency-Key. */
async function createAsSilenceFalls(text: string) {
  await using database = await createDatabase();
  await using proxy = await openProxy(database.url);
  await using server = await listenOn(await openTestRoster({ DATABASE_URL: proxy.url }));
  proxy.stallAt(text);
  const request = server.request("/trpc/createUser", {
    method: "POST",
    headers: { "idempotency-key": "once" },
    body: JSON.stringify(grace),
  });
  const milliseconds = await waitOf(() => request);
  const response = await request;
  const users = await database.query("select id from users");
  return { response, milliseconds, users };
}

test("a change with a key whose commit is in doubt is not answered as unavailable", async () => {
  const { response, users } = await createAsSilenceFalls("COMMIT\0");

  await expectFailure(response, 500, "internal_error");
  expect(users).toHaveLength(1);
});

test("a change with a key is answered within six seconds when the database stops answering in the middle of it", async () => {
  const { response, milliseconds } = await createAsSilenceFalls(`insert into "users"`);

  await expectFailure(response, 503, "unavailable");
  expect(milliseconds).toBeLessThan(6000);
});

test("with several hosts, one that stops answering after the connection is replaced by the next", async () => {
  await using database = await createDatabase();
  await using proxy = await openProxy(database.url);
  proxy.stallAt("show transaction_read_only");
  const hosts = `${new URL(proxy.url).host},${new URL(database.url).host}`;

  const opened = await openDatabase(database.url.replace(new URL(database.url).host, hosts));
  const { rows } = await sql<{ one: number }>`select 1 as one`.execute(opened.read);
  await opened.close();

  expect(rows).toEqual([{ one: 1 }]);
});

test("a connection that hangs, while others work, delays a change by some seconds only", async () => {
  await using database = await createDatabase();
  await using proxy = await openProxy(database.url);
  await using directory = await openTestRoster({ DATABASE_URL: proxy.url });
  proxy.loseAt("audit_entries");

  const { api } = directory;
  const calls = await Promise.all([api.safe.createUser(grace), api.safe.createUser(grace)]);

  const done = calls.filter((result) => result.ok);
  expect(done).toHaveLength((await database.query("select id from users")).length);
  await expect.poll(() => api.safe.createUser(grace)).toMatchObject({ ok: true });
});

test("a server goes on when a newer one adds a column to a table", async () => {
  await using directory = await openTestRoster();
  const { api, database } = directory;
  const { id } = await api.createUser(grace);
  const work = (last_name: string) => [
    ...Array.from({ length: 20 }, () => api.fetchUserDetails(id)), // on all connections
    api.updateUser(id, { last_name }),
    api.createUser(grace),
  ];
  await Promise.all(work("Murray"));

  for (const column of ["nickname", "pet_name"]) {
    await database.query(`alter table users add column ${column} text`);
    expect(await Promise.all(work(column))).toHaveLength(22);
  }
  expect(await api.fetchUserDetails(id)).toMatchObject({ user: { last_name: "pet_name" } });
});

test("slow statements open no connection beyond those of the pool, however many there are", async () => {
  await using directory = await openTestRoster();
  const { api, database } = directory;
  const stranger = new pg.Client({ connectionString: database.url });
  await stranger.connect();
  await stranger.query("begin");
  await stranger.query("lock table users in access exclusive mode");
  const stuck = Array.from({ length: 10 }, () => api.safe.fetchUsers());
  let most = 0;
  const until = performance.now() + 1000;
  while (performance.now() < until) {
    const [row] = await database.query<{ count: number }>(
      "select count(*) as count from pg_stat_activity where datname = current_database() and application_name = 'roster'",
    );
    most = Math.max(most, row?.count ?? 0);
  }
  await stranger.query("rollback");
  await stranger.end();
  await Promise.all(stuck);

  expect(most).toBeLessThanOrEqual(10);
});
