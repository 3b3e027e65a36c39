import { setTimeout as sleep } from "node:timers/promises";
import { createClient, type ProcedureName, type RosterClient, type SafeResult } from "@roster/client";
import pg from "pg";
import { expect, test } from "vitest";
import { makeKey, openTestPlace, type ServedRoster, serveRoster } from "./testing/command.ts";
import { openTestDatabase } from "./testing/database.ts";
import { waitOf } from "./testing/elapsed.ts";
import { putLoad, startLoad } from "./testing/load.ts";
import { copyDatabase } from "./testing/postgres-database.ts";
import { startPostgres } from "./testing/postgres-template.ts";
import { startSmtp } from "./testing/smtp.ts";
import { expectKept, expectSound } from "./testing/soundness.ts";
import { tokenIn } from "./testing/world.ts";

const serveTwo = (env: Record<string, string>) => Promise.all([serveRoster(env), serveRoster(env)]);

const expectAnswer = (api: RosterClient) =>
  expect.poll(() => api.safe.fetchUsers({ per_page: 1 })).toMatchObject({ ok: true });

/** Expects no duplicates of unique records. */
async function expectNothingTwice(url: string) {
  await using database = openTestDatabase(url);
  const twice = (column: string, table: string, where = "1 = 1") =>
    database.query(`select ${column} from ${table} where ${where} group by ${column} having count(*) > 1`);
  expect(await twice("subject_id", "messages", "template = 'invitation'")).toEqual([]);
  expect(await twice("email", "invitations")).toEqual([]);
  expect(await twice("username", "users", "username is not null")).toEqual([]);
  expect(await twice("target_id", "audit_entries", "action = 'inviteUser'")).toEqual([]);
}

test("three servers lose and double nothing when one of them is killed and PostgreSQL goes and comes back", async () => {
  const postgres = await startPostgres(["-c", "fsync=on"]);
  try {
    const DATABASE_URL = await copyDatabase(postgres.url);
    await using place = await openTestPlace();
    const env = { ...place.env, DATABASE_URL };
    await using first = await serveRoster(env);
    await using second = await serveRoster(env);
    await using third = await serveRoster(env);
    const apiKey = await makeKey(env);
    const clientOf = ({ url }: ServedRoster) => createClient({ url, apiKey });
    const [stays, staysToo, goes] = [first, second, third].map(clientOf) as [RosterClient, RosterClient, RosterClient]; // of three
    const counter = await stays.createUser({ first_name: "Counter", last_name: "Load", username: "counter" });
    const organization = await stays.createOrganization({ name: "Load" });

    const plan = { counterId: counter.id, organizationId: organization.id, lanes: 4 };
    const loads = [stays, staysToo, goes].map((api, index) => startLoad(api, { ...plan, name: `server${index}` }));
    const changes = () => entries(DATABASE_URL);
    const expectMore = async (more: number) => expect.poll(changes).toBeGreaterThan((await changes()) + more);
    await expectMore(150);
    third.signal("SIGKILL");
    await expectMore(50);
    await postgres.halt();
    await sleep(1500);
    expect(await stays.safe.fetchUsers()).toMatchObject({ error: { code: "unavailable" } });
    await postgres.start();
    await Promise.all([stays, staysToo].map(expectAnswer));
    await expectMore(150);
    const ledgers = await Promise.all(loads.map((load) => load.end()));

    const lines = [first, second, third].flatMap(({ output }) => output.stdout.split("\n"));
    const unexpected = lines.filter((line) => line.includes("unexpected error"));
    // The outcome of a commit that was under way when the database stopped may be unknown: of one call in each lane of two servers.
    expect(unexpected.filter((line) => !line.includes('"type":"InDoubt"'))).toEqual([]);
    expect(unexpected.length).toBeLessThanOrEqual(2 * plan.lanes);
    const told = ledgers.reduce((sum, { refusals }) => sum + (refusals.internal_error ?? 0), 0);
    expect(told).toBe(unexpected.length);
    await expectKept(DATABASE_URL, ledgers, counter.id);
    await expectSound(DATABASE_URL);
    await expectNothingTwice(DATABASE_URL);
    await using another = await serveRoster(env);
    await expectAnswer(clientOf(another));
  } finally {
    await postgres.stop();
  }
});

async function entries(url: string) {
  await using database = openTestDatabase(url);
  return (await database.query("select sequence from audit_entries")).length;
}

/** Entries of the log that have no number, and the transaction that is giving them theirs. */
const unnumbered = "select seq from audit_entries where sequence is null";
const numbering = `select pid from pg_stat_activity where datname = current_database()
  and state = 'idle in transaction' and query ~ '^(select|update).*(pg_try_advisory|audit_entries)'`;

test("when the server that numbers the audit log is killed in the middle of that, another goes on", async () => {
  await using place = await openTestPlace();
  const { env, database } = place;
  const [numbers, waits] = await serveTwo(env);
  await using _numbers = numbers;
  await using _waits = waits;
  const apiKey = await makeKey(env);
  const [goes, stays] = [numbers, waits].map(({ url }) => createClient({ url, apiKey })) as [
    RosterClient,
    RosterClient,
  ]; // of two
  const counter = await goes.createUser({ first_name: "Counter", last_name: "Load" });
  const organization = await goes.createOrganization({ name: "Load" });
  await expect.poll(() => database.query(unnumbered)).toEqual([]);
  waits.signal("SIGSTOP"); // it numbers nothing now
  const plan = { counterId: counter.id, organizationId: organization.id, lanes: 4 };
  const load = startLoad(goes, { ...plan, name: "goes" });
  await expect.poll(() => entries(env.DATABASE_URL)).toBeGreaterThan(50);
  let open: { seq: number }[] = [];
  while (open.length === 0) {
    numbers.signal("SIGCONT");
    await sleep(20 * Math.random());
    numbers.signal("SIGSTOP");
    await sleep(10); // its last statement ends
    if ((await database.query(numbering)).length > 0) open = await database.query<{ seq: number }>(unnumbered);
  }

  waits.signal("SIGCONT");
  numbers.signal("SIGKILL");
  const left = `${unnumbered} and seq <= ${Math.max(...open.map(({ seq }) => seq))}`;
  // PostgreSQL ends a transaction that is idle for four seconds.
  expect(await waitOf(() => expect.poll(() => database.query(left)).toEqual([]))).toBeLessThan(3000);

  const ledgers = [await load.ended, await putLoad(stays, { ...plan, name: "stays", milliseconds: 1500 })];
  await expect.poll(() => database.query(unnumbered)).toEqual([]);
  await expectKept(env.DATABASE_URL, ledgers, counter.id);
  await expectSound(env.DATABASE_URL);
});

test("a server that is killed in the middle of a change leaves no lock behind for which others would wait in vain", async () => {
  await using place = await openTestPlace();
  const { env, database } = place;
  const [stays, goes] = await serveTwo(env);
  await using _stays = stays;
  await using _goes = goes;
  const apiKey = await makeKey(env);
  const [api, lost] = [stays, goes].map(({ url }) => createClient({ url, apiKey, retries: 0 })) as [
    RosterClient,
    RosterClient,
  ]; // of two
  const user = await api.createUser({ first_name: "Ada", last_name: "Lovelace" });
  const organization = await api.createOrganization({ name: "Engines" });
  const stranger = new pg.Client({ connectionString: database.url });
  await stranger.connect();
  try {
    await stranger.query("begin");
    await stranger.query("select from users where id = $1 for update", [user.id]);
    const cut = lost.safe.addOrganizationMember({ organization_id: organization.id, user_id: user.id, role: "member" });
    const waiting = "select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    await expect.poll(() => database.query(waiting)).toHaveLength(1); // it has locked the organization and waits for the user

    goes.signal("SIGKILL");
    // The wait of the lost server for the user ends after five seconds.
    expect(await waitOf(() => api.deleteOrganization(organization.id))).toBeLessThan(3000);

    expect(await cut).toMatchObject({ error: { code: "unreachable" } });
  } finally {
    await stranger.end();
  }
  await expectSound(env.DATABASE_URL);
});

test("what is limited is counted by all servers together", async () => {
  await using place = await openTestPlace({ RATE_LIMIT_PUBLIC: "8" });
  const [one, other] = await serveTwo(place.env);
  await using _one = one;
  await using _other = other;
  const apiKey = await makeKey(place.env);
  const clients = [one, other].map(({ url }) => createClient({ url, apiKey, retries: 0 }));
  const strangers = [one, other].map(({ url }) => createClient({ url, retries: 0 }));
  const wrong = { identifier: "ada", password: "not hers", ip_address: "203.0.113.7" };
  const tries = await ends(clients, (api) => api.safe.verifyPassword(wrong));
  expect(tries).toEqual([...Array(10).fill("credentials_incorrect"), ...Array(10).fill("rate_limited")]);
  const visits = await ends(strangers, (api) => api.safe.fetchInvitation("nothing"));
  expect(visits).toEqual([...Array(8).fill("invitation_not_found"), ...Array(12).fill("rate_limited")]);
});

/** The outcomes of the same calls, half of them at each server, concurrently. */
async function ends(apis: RosterClient[], call: (api: RosterClient) => Promise<SafeResult<ProcedureName>>) {
  const results = await Promise.all(Array.from({ length: 10 }).flatMap(() => apis.map(call)));
  return results.map((result) => (result.ok ? "ok" : result.error.code)).toSorted();
}

test("a call that is made again on another server is answered as the first time, and done once", async () => {
  await using place = await openTestPlace();
  const [one, other] = await serveTwo(place.env);
  await using _one = one;
  await using _other = other;
  const apiKey = await makeKey(place.env);

  for (let round = 0; round < 10; round++) {
    const call = (url: string) =>
      createClient({ url, apiKey, idempotencyKey: `round-${round}` }).inviteUser({ email: `ada${round}@example.com` });
    const [first, ...others] = await Promise.all([one.url, other.url, one.url, other.url].map(call));
    for (const answer of others) expect(answer).toEqual(first);
    expect(await createClient({ url: other.url }).fetchInvitation(tokenIn(first?.accept_url ?? ""))).toMatchObject({
      email: `ada${round}@example.com`,
    });
  }
  expect(await place.database.query("select count(*) as count from invitations")).toEqual([{ count: 10 }]);
  await expectNothingTwice(place.env.DATABASE_URL);
});

test("an API key that is revoked on one server is refused by the other within seconds", async () => {
  await using place = await openTestPlace();
  const [one, other] = await serveTwo(place.env);
  await using _one = one;
  await using _other = other;
  const api = createClient({ url: one.url, apiKey: await makeKey(place.env) });
  const { id, key } = await api.createApiKey({ name: "to be revoked", scopes: ["users:read"] });
  const there = createClient({ url: other.url, apiKey: key });
  expect((await there.fetchUsers()).data).toEqual([]);

  await api.revokeApiKey(id);
  const refused = () => expect.poll(() => there.safe.fetchUsers()).toMatchObject({ error: { code: "unauthorized" } });
  expect(await waitOf(refused)).toBeLessThan(3000);
});

/** Number of messages that a server has sent. */
const sentBy = ({ output }: ServedRoster) => output.stdout.split('"message sent"').length - 1;

test("two servers send each mail once", async () => {
  await using smtp = await startSmtp();
  await using place = await openTestPlace(smtp.env);
  const [one, other] = await serveTwo(place.env);
  await using _one = one;
  await using _other = other;
  const api = createClient({ url: one.url, apiKey: await makeKey(place.env) });
  const emails = Array.from({ length: 100 }, (_, index) => `ada${index}@example.com`);
  smtp.behave("slow"); // so that both servers get some
  await api.inviteUsers(emails.map((email) => ({ email })));
  for (const server of [one, other]) await expect.poll(() => sentBy(server)).toBeGreaterThan(0);
  smtp.behave();

  const unsent = "select id from messages where state <> 'sent'";
  await expect.poll(() => place.database.query(unsent)).toEqual([]);
  const recipients = smtp.mails.flatMap(({ envelope }) => envelope.to);
  expect(recipients.toSorted()).toEqual(emails.toSorted());
  await expect.poll(() => sentBy(one) + sentBy(other)).toBe(100);
});
