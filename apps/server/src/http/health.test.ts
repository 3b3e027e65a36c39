import { once } from "node:events";
import { rmSync } from "node:fs";
import { connect } from "node:net";
import { expect, test } from "vitest";
import { dialect } from "../testing/database.ts";
import { exchange, type ListeningRoster, listen, requestText } from "../testing/http.ts";

test("both checks answer without a key, and tell only the status", async () => {
  await using server = await listen();

  for (const path of ["/healthz", "/readyz", "/healthz?from=probe"]) {
    const response = await fetch(server.url + path);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: "ok" });
  }
  expect(await exchange(server.url, requestText("HEAD /readyz"))).toMatch(/^HTTP\/1\.1 200 OK[^]*\r\n\r\n$/);
});

test("a server whose database does not answer is alive but not ready", async () => {
  await using server = await listen();
  await server.roster.close();

  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  const ready = await fetch(`${server.url}/readyz`);
  expect(ready.status).toBe(503);
  expect(await ready.json()).toEqual({ status: "unavailable" });
});

test("a server whose database has lost its tables is not ready", async () => {
  await using server = await listen();
  await server.database.dropTable("users");

  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  expect((await fetch(`${server.url}/readyz`)).status).toBe(503);
});

/** From now on the database takes no changes. */
async function loseDatabase({ database, databaseUrl }: Awaited<ReturnType<typeof listen>>) {
  if (dialect === "sqlite") return rmSync(databaseUrl.slice("file:".length));
  await database.query(
    `alter database ${new URL(database.url).pathname.slice(1)} set default_transaction_read_only = on`,
  );
  await database.query(`select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'roster' and datname = current_database()`);
}

test("a server whose database takes no changes is not ready, and says when to ask again", async () => {
  await using server = await listen();
  await loseDatabase(server);

  const ready = () => fetch(`${server.url}/readyz`).then(({ status, headers }) => [status, headers.get("retry-after")]);
  await expect.poll(ready).toEqual([503, "1"]); // an attempt to write that takes long is no fault yet
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
});

test("unavailable says when to call again: a single call, a batch and a page", async () => {
  await using server = await listen();
  await loseDatabase(server);
  const headers = { authorization: `Bearer ${server.key}`, "content-type": "application/json" };
  const post = { method: "POST", headers, body: JSON.stringify({ email: "ada@example.com" }) };

  const answers = [
    await fetch(`${server.url}/trpc/joinWaitlist`, post),
    await fetch(`${server.url}/trpc/joinWaitlist,joinWaitlist?batch=1`, {
      ...post,
      body: `{"0":${post.body},"1":${post.body}}`,
    }),
    await fetch(`${server.url}/accept-invitation?token=${"a".repeat(43)}`),
  ];

  for (const answer of answers) expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "1"]);
});

/** Sends the head of a request, and waits until the server has begun with it. */
async function begin(server: ListeningRoster, path: string, body: string) {
  const headers = {
    authorization: `Bearer ${server.key}`,
    "content-type": "application/json",
    "content-length": String(body.length),
    connection: "keep-alive",
    expect: "100-continue",
  };
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname).setEncoding("utf8");
  const closed = once(socket, "close");
  let said = "";
  socket.on("data", (text: string) => (said += text));
  socket.write(requestText(`POST ${path}`, headers));
  await expect.poll(() => said).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\n/);
  return { send: (text: string) => socket.write(text), answer: closed.then(() => said) };
}

test("draining finishes the requests under way, and waits for nothing else", async () => {
  await using server = await listen();
  const user = JSON.stringify({ first_name: "Ada", last_name: "Lovelace", password: "correct horse battery staple" });
  const entry = JSON.stringify({ email: "slow@example.com" });
  const hashing = await begin(server, "/trpc/createUser", user);
  const sending = await begin(server, "/trpc/joinWaitlist", entry);
  hashing.send(user);
  sending.send(entry.slice(0, -10));

  const started = performance.now();
  const drained = server.drain();
  expect(await exchange(server.url, requestText("GET /healthz")), "on a new connection").toBe("");
  sending.send(entry.slice(-10));

  for (const { answer } of [sending, hashing]) expect(await answer).toMatch(/\r\n\r\nHTTP\/1\.1 200 OK/);
  await drained;
  expect(performance.now() - started).toBeLessThan(9000); // an idle connection would hold it up for ten seconds
  expect((await server.api.fetchUsers()).data.map(({ first_name }) => first_name)).toEqual(["Ada"]);
  expect((await server.api.fetchWaitlist()).data.map(({ email }) => email)).toEqual(["slow@example.com"]);
});

test("what arrives on a kept connection while the server drains is refused as unavailable, and the connection ends", async () => {
  await using server = await listen();
  const before = await server.dump();
  const headers = {
    authorization: `Bearer ${server.key}`,
    "content-type": "application/json",
    connection: "keep-alive",
  };
  const users = requestText("GET /trpc/fetchUsers", headers);
  const body = JSON.stringify({ first_name: "Ada", last_name: "x".repeat(200_000) });
  const create = requestText("POST /trpc/createUser", { ...headers, "content-length": String(body.length) }, body);
  const draining = Promise.withResolvers<void>();
  const kept = [users, create, requestText("GET /healthz", headers), requestText("GET /readyz", headers)].map((next) =>
    exchange(
      server.url,
      users,
      draining.promise.then(() => next),
    ),
  );
  await expect.poll(() => server.logged().match(/"procedure":"fetchUsers"/g)?.length).toBeGreaterThan(kept.length);

  const drained = server.drain();
  draining.resolve();
  const answers = await Promise.all(kept);
  await drained;

  expect(answers.map((answer) => answer.match(/HTTP\/1\.1 \d+/g))).toEqual(
    [503, 503, 200, 503].map((status) => ["HTTP/1.1 200", `HTTP/1.1 ${status}`]),
  );
  for (const answer of answers) expect(answer.split("HTTP/1.1")[2]?.toLowerCase()).toContain("connection: close");
  for (const answer of answers.slice(0, 2)) expect(answer).toContain('"error_code":"unavailable"');
  expect(await server.dump()).toEqual(before);
});

test("an idle connection is kept for as long as KEEP_ALIVE_SECONDS says", async () => {
  for (const [env, timeout] of [
    [{}, 75],
    [{ KEEP_ALIVE_SECONDS: "310" }, 310],
  ] as const) {
    await using server = await listen(env);
    expect((await fetch(`${server.url}/healthz`)).headers.get("keep-alive")).toBe(`timeout=${timeout}`);
  }
});
