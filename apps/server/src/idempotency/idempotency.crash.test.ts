import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "@roster/client";
import { scopes } from "@roster/contract";
import { expect, test } from "vitest";
import { makeKey, openTestPlace, serveRoster } from "../testing/command.ts";
import { listen } from "../testing/http.ts";
import type { TestDatabase } from "../testing/test-database.ts";

const ada = { first_name: "Ada", last_name: "Lovelace", email_address: "ada@example.com" };

/** Number of rows of a table, read from the database itself. */
async function count(database: TestDatabase, table: string) {
  const [row] = await database.query<{ rows: number }>(`select count(*) as rows from ${table}`);
  return row?.rows;
}

/** A proxy between client and server. It cuts the connections that `isCut` selects when the server answers on them. */
async function openProxy(target: string, isCut: (connection: number) => boolean) {
  const { port: targetPort, hostname } = new URL(target);
  let connections = 0;
  const open = new Set<Socket>();
  const proxy = createServer((near) => {
    const cuts = isCut(++connections);
    const far = connect(Number(targetPort), hostname);
    near.pipe(far);
    far.on("data", (answer) => (cuts ? near.resetAndDestroy() : near.write(answer)));
    open.add(near);
    near.on("close", () => far.destroy());
    far.on("close", () => near.destroy());
    for (const socket of [near, far]) socket.on("error", () => undefined); // the other end has gone
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const { port } = proxy.address() as AddressInfo; // a TCP server that listens has one
  return {
    url: `http://127.0.0.1:${port}`,
    connections: () => connections,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        proxy.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

test.for([false, true])(
  "when an answer is lost, the client retries and no change is made twice (batch: %s)",
  async (batch) => {
    await using server = await listen();
    await using proxy = await openProxy(server.url, (connection) => connection <= 2);
    const client = server.client({ url: proxy.url, batch });

    const invitation = await client.inviteUser({ email: "grace@example.com" });
    const [user, key] = await Promise.all([
      client.createUser(ada),
      client.createApiKey({ name: "ci", scopes: [...scopes] }),
    ]);

    expect(proxy.connections()).toBeGreaterThanOrEqual(3);
    expect((await server.api.fetchUsers()).data).toEqual([user]);
    expect((await server.api.fetchInvitedUsers()).data).toMatchObject([{ id: invitation.id }]);
    expect((await server.dump()).messages).toHaveLength(1);
    expect((await server.client({ apiKey: key.key }).fetchUsers()).data).toEqual([user]);
    const actions = (await server.api.fetchAuditLog()).data.map(({ action }) => action);
    expect(actions.toSorted()).toEqual(["createApiKey", "createApiKey", "createUser", "inviteUser"]);
  },
);

test("without retries a lost answer is an error, and the change stays", async () => {
  await using server = await listen();
  await using proxy = await openProxy(server.url, () => true);

  const result = await server.client({ url: proxy.url, retries: 0 }).safe.createUser(ada);

  expect(result).toMatchObject({ ok: false, error: { code: "unreachable" } });
  expect((await server.api.fetchUsers()).data).toMatchObject([{ email: ada.email_address }]);
});

test.for(["SIGTERM", "SIGKILL"] as const)(
  "a server that restarts after a %s knows its first answers",
  async (signal) => {
    await using place = await openTestPlace();
    const apiKey = await makeKey(place.env);
    const make = async () => {
      await using server = await serveRoster(place.env);
      const client = createClient({ url: server.url, apiKey, idempotencyKey: "nightly-2026-03-01" });
      const made = await client.createApiKey({ name: "ci", scopes: ["users:read"] });
      server.signal(signal);
      await server.ended;
      return made;
    };

    const first = await make();
    expect(await make()).toEqual(first);

    expect(await count(place.database, "api_keys")).toBe(2);
  },
);

test("a job that is killed and restarted in the middle of its calls makes each of them once", async () => {
  await using place = await openTestPlace();
  const apiKey = await makeKey(place.env);
  const run = (url: string, retries: number) =>
    Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        createClient({ url, apiKey, retries, idempotencyKey: `job-${index}` }).safe.inviteUser({
          email: `guest${index}@example.com`,
        }),
      ),
    );

  {
    await using server = await serveRoster(place.env);
    const job = run(server.url, 0);
    while ((await count(place.database, "invitations")) === 0) await sleep(1);
    server.signal("SIGKILL");
    await server.ended;
    await job;
  }
  await using server = await serveRoster(place.env);
  const results = await run(server.url, 2);

  expect(results.filter(({ ok }) => !ok)).toEqual([]);
  expect(await count(place.database, "invitations")).toBe(40);
  expect(await count(place.database, "messages")).toBe(40);
});

test("of fifty concurrent calls with one key, at three servers, one is made and all have its answer", async () => {
  await using place = await openTestPlace();
  const apiKey = await makeKey(place.env);
  await using first = await serveRoster(place.env);
  await using second = await serveRoster(place.env);
  await using third = await serveRoster(place.env);
  const request = { ...ada, password: "a green whale sings at noon" };

  const users = await Promise.all(
    Array.from({ length: 50 }, (_, index) => {
      const { url } = [first, second, third][index % 3] ?? first;
      return createClient({ url, apiKey, idempotencyKey: "once" }).createUser(request);
    }),
  );

  expect(new Set(users.map((user) => JSON.stringify(user))).size).toBe(1);
  expect(await count(place.database, "users")).toBe(1);
  expect(await count(place.database, "audit_entries where action = 'createUser'")).toBe(1);
});
