import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "@roster/client";
import { scopes } from "@roster/contract";
import { expect, test } from "vitest";
import { makeKey, openTestFolder, rosterCommand, serveRoster } from "../testing/command.ts";
import { mutationNames, samplesOf } from "../testing/examples.ts";
import { listenOn } from "../testing/http.ts";
import { startLoad } from "../testing/load.ts";
import { masked } from "../testing/masked.ts";
import { expectRefusal, expectRefusedUnchanged, openTestRoster, type TestRoster } from "../testing/roster.ts";
import { expectKept, expectSound } from "../testing/soundness.ts";
import { createWorld } from "../testing/world.ts";
import { createWriter } from "./writer.ts";

const clock = () => new Date(); // the thread has no other

/** Lets a writer thread make the changes of a directory from now on. */
async function throughThread({ roster: { services } }: TestRoster): Promise<AsyncDisposable> {
  const writer = createWriter(services);
  await writer.start();
  services.writer = writer;
  return { [Symbol.asyncDispose]: writer.close };
}

async function openWriting(): Promise<TestRoster> {
  const directory = await openTestRoster({}, undefined, { clock });
  const thread = await throughThread(directory);
  return {
    ...directory,
    async [Symbol.asyncDispose]() {
      await thread[Symbol.asyncDispose]();
      await directory[Symbol.asyncDispose]();
    },
  };
}

const times = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => make(index));

const actor = { name: "tester", scopes };

const comparable = (answer: unknown) => masked(JSON.stringify(answer)).replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "<time>");

const isLast = (name: string) => /^(delete|remove|revoke|deactivate|unlink)/.test(name);

test("each change has the same answers and refusals with the writer thread as without it", async () => {
  await using here = await openTestRoster({}, undefined, { clock });
  await using there = await openTestRoster({}, undefined, { clock });
  const worlds = [await createWorld(here), await createWorld(there)] as const;
  await using _thread = await throughThread(there);
  const inOrder = [...mutationNames.filter((name) => !isLast(name)), ...mutationNames.filter(isLast)];
  const samples = await samplesOf(worlds[0], here, inOrder);
  const samplesThere = new Map(await samplesOf(worlds[1], there, inOrder));

  let done = 0;
  for (const [name, input] of [...samples, ...samples]) {
    const answer = await here.roster.call(name, input, actor);
    const answerThere = await there.roster.call(name, samplesThere.get(name), actor);
    expect(comparable(answerThere), name).toBe(comparable(answer));
    if (answer.ok) done += 1;
  }

  expect(done).toBeGreaterThan(inOrder.length * 0.8);
  await expectSound(there.databaseUrl);
});

test("a refusal from the writer thread has its code and field, and leaves nothing behind", async () => {
  await using directory = await openWriting();
  const { api } = directory;
  const ada = { first_name: "Ada", last_name: "Lovelace", email_address: "ada@example.com" };
  const { id } = await api.createUser({ ...ada, password: "a green whale sings at noon" });

  const taken = await expectRefusedUnchanged(directory, () => api.createUser(ada), "email_taken");
  expect(taken.fieldErrors).toEqual([{ path: "email_address", message: expect.any(String) }]);
  const weak = await expectRefusedUnchanged(
    directory,
    () => api.updatePassword(id, { new_password: "password" }),
    "password_rejected",
  );
  expect(weak.reasons).toContain("common");
});

test("an unexpected error in the writer thread is logged, and not shown to the caller", async () => {
  await using directory = await openWriting();
  await directory.database.refuse("insert", "audit_entries", "a secret of the database");

  const create = () => directory.api.createUser({ first_name: "Ada", last_name: "Lovelace", username: "ada" });
  const error = await expectRefusedUnchanged(directory, create, "internal_error");

  expect(error.message).not.toContain("secret");
  expect(directory.logged()).toContain("a secret of the database");
  await directory.database.allow("audit_entries");
  await create();
});

test("a key that the writer thread has revoked is refused from its answer on", async () => {
  await using directory = await listenOn(await openWriting());
  const { id, key } = await directory.api.createApiKey({ name: "short", scopes: ["users:read"] });
  const api = directory.client({ apiKey: key });
  const used = async () => (await directory.api.fetchApiKeys()).data.find((one) => one.id === id)?.last_used_at;
  await api.fetchUsers();
  await expect.poll(used).not.toBeNull(); // that it was used is noted once a minute, after which it is looked up anew
  await api.fetchUsers();

  await directory.client().revokeApiKey(id);

  await expectRefusal(api.fetchUsers(), "unauthorized");
});

test("a first answer is kept for a repeated call, in either thread", async () => {
  await using directory = await listenOn(await openTestRoster({}, undefined, { clock }));
  const send = () =>
    directory.request("/trpc/createUser", {
      method: "POST",
      headers: { "idempotency-key": "the-same" },
      body: JSON.stringify({ first_name: "Ada", last_name: "Lovelace" }),
    });
  const first = await (await send()).text();

  await using _thread = await throughThread(directory);

  expect(await (await send()).text()).toBe(first);
  expect((await directory.api.fetchUsers({ include_total: true })).total).toBe(1);
});

test("both threads write at the same time, and every answered change is readable", async () => {
  await using directory = await openWriting();
  const { api, database, roster } = directory;
  const { limits } = roster.services;

  await Promise.all([
    ...times(100, async (index) => {
      const { id } = await api.createUser({ first_name: "Ada", last_name: `${index}`, username: `ada${index}` });
      expect((await api.fetchUserDetails(id)).user.username).toBe(`ada${index}`);
    }),
    ...times(100, () => limits.take("publicCallsOfKey", "somebody")),
  ]);

  const counted = await database.query("select points from rate_limits where key like 'publicCallsOfKey%'");
  expect(counted).toEqual([{ points: 100 }]);
  expect((await api.fetchUsers({ include_total: true })).total).toBe(100);
  await expectSound(directory.databaseUrl);
});

test("closing the writer thread finishes its changes, also those that are still hashing", async () => {
  await using directory = await openWriting();
  const { api, roster } = directory;
  const password = "a green whale sings at noon";
  const changes = times(8, (index) => api.createUser({ first_name: "Ada", last_name: `${index}`, password }));
  await sleep(20);

  await roster.services.writer?.close();

  expect(await Promise.all(changes)).toHaveLength(8);
  expect(await directory.database.query("select count(*) as made from users")).toEqual([{ made: 8 }]);
});

/** A directory with a writer, as in a server. */
async function openServed(parts: { databaseUrl?: string } = {}) {
  const directory = await openTestRoster({}, undefined, { clock });
  const { services } = directory.roster;
  const writer = createWriter({ ...services, settings: { ...services.settings, ...parts } });
  services.writer = writer;
  return {
    ...directory,
    create: (index: number) => directory.api.createUser({ first_name: "Ada", last_name: `${index}` }),
    async [Symbol.asyncDispose]() {
      await writer.close();
      await directory[Symbol.asyncDispose]();
    },
  };
}

type Served = Awaited<ReturnType<typeof openServed>>;

const STARTED = "the writer thread makes changes";

const countUsers = async ({ api }: Served) => (await api.fetchUsers({ include_total: true })).total;

test.for([
  ["another change", (directory: Served) => directory.create(6), 22],
  ["a read", (directory: Served) => directory.api.fetchUsers(), 16],
] as const)("the thread is started when %s is asked for beside a change, and not in turn", async ([, ask, users]) => {
  await using directory = await openServed();
  const { services } = directory.roster;
  for (const index of times(5, Number)) {
    await directory.create(index);
    await ask(directory);
  }
  await sleep(50);
  expect(directory.logged()).not.toContain(STARTED);

  const change = directory.create(5);
  for (let index = 0; index < 20; index++) await Promise.resolve(); // until it is let in
  await Promise.all([change, ask(directory)]);
  await expect.poll(() => directory.logged()).toContain(STARTED);

  const { database } = services;
  services.database = { ...database, transaction: () => expect.fail("this thread writes") };
  await Promise.all(times(9, (index) => directory.create(10 + index)));
  services.database = database;
  await services.writer?.close();
  await directory.create(20); // as before there was a thread
  expect(await countUsers(directory)).toBe(users);
});

test("a row that is nested too deeply for the writer thread is refused alone", async () => {
  await using directory = await openServed();
  await Promise.all(times(5, directory.create));
  await expect.poll(() => directory.logged()).toContain(STARTED);
  let deep: unknown = 1;
  for (let level = 0; level < 6000; level++) deep = [deep];
  const rows = [{ email: "grace@example.com" }, { email: "alan@example.com", role: deep }];

  const [invited, ...created] = await Promise.all([
    directory.roster.call("inviteUsers", { invitations: rows } as never, actor), // a compile error otherwise
    ...times(5, (index) => directory.create(10 + index)),
  ]);

  expect(invited).toMatchObject({ ok: true });
  expect(JSON.stringify(invited)).toContain("invalid_input");
  expect(created).toHaveLength(5);
});

test("without a writer thread the serving thread makes the changes", async () => {
  await using directory = await openServed({ databaseUrl: "file:/dev/null/roster.db" });

  await Promise.all(times(10, directory.create));
  await expect.poll(() => directory.logged()).toContain("the writer thread could not be started");
  await Promise.all(times(10, directory.create));

  expect(await countUsers(directory)).toBe(20);
  expect(directory.logged()).not.toContain(STARTED);
});

test("an error in the thread ends the server with 1, and what was acknowledged is kept", async () => {
  using place = openTestFolder();
  const apiKey = await makeKey(place.env);
  // It fails after its twentieth message to the server. The first says that it is open, the others answer changes.
  const failing = `import { parentPort } from "node:worker_threads";
    const post = parentPort?.postMessage.bind(parentPort);
    let posted = 0;
    if (post) parentPort.postMessage = (message) => {
      post(message);
      if (++posted === 20) throw new Error("the thread fails");
    };`;
  const [node, ...rest] = [...rosterCommand, "serve"];
  const command = [node, `--import=data:text/javascript,${encodeURIComponent(failing)}`, ...rest];
  await using server = await serveRoster(place.env, { command });
  const api = createClient({ url: server.url, apiKey, retries: 0 });
  const counter = await api.createUser({ first_name: "Counter", last_name: "Load", username: "counter" });
  const { id: organizationId } = await api.createOrganization({ name: "Load" });

  const plan = { counterId: counter.id, organizationId, name: "load", lanes: 8 };
  const ledger = await startLoad(api, plan).ended; // when the server stops answering

  expect(await server.ended).toMatchObject({ code: 1 });
  expect(server.output.stdout).toContain("the thread fails");
  expect(ledger.calls).toBeGreaterThan(20);
  await expectKept(place.env.DATABASE_URL, [ledger], counter.id);
  await expectSound(place.env.DATABASE_URL);
});
