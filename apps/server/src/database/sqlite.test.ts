import { createClient, type RosterClient } from "@roster/client";
import { scopes } from "@roster/contract";
import Sqlite from "better-sqlite3";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { serveRoster } from "../testing/command.ts";
import { repeatDuring } from "../testing/race.ts";
import { expectRefusal, expectRefusedUnchanged, openTestRoster } from "../testing/roster.ts";
import { expectSound } from "../testing/soundness.ts";
import { startWorker } from "../worker.ts";

const pathOf = (databaseUrl: string) => databaseUrl.slice("file:".length);

test("both connections check foreign keys, write through to the disk and wait five seconds for a lock", async () => {
  await using directory = await openTestRoster();
  const { database } = directory.roster.services;
  const expected = { journal_mode: "wal", synchronous: 2, foreign_keys: 1, timeout: 5000 };

  const pragmas = async (db: typeof database.read) => {
    const names = ["journal_mode", "synchronous", "foreign_keys", "busy_timeout"];
    const answers = await Promise.all(names.map((name) => sql`pragma ${sql.raw(name)}`.execute(db)));
    return Object.assign({}, ...answers.map((answer) => answer.rows[0]));
  };

  expect(await pragmas(database.read)).toEqual(expected);
  expect(await database.transaction(pragmas)).toEqual(expected);
});

test("the connection that reads cannot write", async () => {
  await using directory = await openTestRoster();
  const { database } = directory.roster.services;

  await expect(sql`delete from users`.execute(database.read)).rejects.toThrow("readonly database");
  await expect(sql`create table more (id text)`.execute(database.read)).rejects.toThrow("readonly database");
});

const named = (name: string) => ({ first_name: name, last_name: "Lovelace", email_address: `${name}@example.com` });
const pending = "select seq from pending_search";

test("users are indexed 256 at a time, and all are found meanwhile", async () => {
  await using directory = await openTestRoster();
  const { api, database } = directory;
  const found = async () => (await api.fetchUsers({ search: "lovelace", include_total: true })).total;
  const create = (names: string[]) => Promise.all(names.map((name) => api.createUser(named(name))));

  await create(Array.from({ length: 230 }, (_, index) => `ada${index}`));
  expect([await found(), (await database.query(pending)).length]).toEqual([230, 230]);
  await create(Array.from({ length: 30 }, (_, index) => `bea${index}`));

  expect([await found(), (await database.query(pending)).length]).toEqual([260, 4]);
  expect(await database.query("select distinct segid from users_search_idx")).toHaveLength(1);
  await database.expectWhole();
});

test("rows changed directly in the database are found at once, and indexed in batches", async () => {
  await using directory = await openTestRoster();
  const { api, database } = directory;
  await Promise.all(Array.from({ length: 300 }, (_, index) => api.createUser(named(`ada${index}`))));

  await database.query("update users set search_text = replace(search_text, 'lovelace', 'byron')");
  const left = [];
  for (let index = 0; index < 4; index++) {
    expect((await api.fetchUsers({ search: "byron", include_total: true })).total).toBe(300);
    expect((await api.fetchUsers({ search: "lovelace", include_total: true })).total).toBe(0);
    left.push((await database.query(pending)).length);
    await api.createOrganization({ name: "Acme" });
  }

  expect(left).toEqual([300, 44, 45, 46]);
  await database.expectWhole();
});

test("the worker indexes the remaining records", async () => {
  await using directory = await openTestRoster();
  const { api, database } = directory;
  const ada = await api.createUser(named("ada"));
  await api.deleteUser((await api.createUser(named("bea"))).id);

  const worker = startWorker(directory.roster.loops, directory.roster.services.log);
  await expect.poll(() => database.query(pending)).toEqual([]);
  await worker.stop();

  expect((await api.fetchUsers({ search: "lovelace" })).data).toEqual([ada]);
  await database.expectWhole();
});

test("a refused call leaves nothing in the search index, alone or among others", async () => {
  await using directory = await openTestRoster();
  const { api, database } = directory;
  await api.createUser(named("ada"));

  await expectRefusal(api.createUser(named("ada")), "email_taken");
  await Promise.allSettled(["bea", "ada", "cara"].map((name) => api.createUser(named(name))));
  await api.joinWaitlist({ email: "ada@example.com", first_name: "Ada", last_name: "Lovelace" });
  await api.approveNextWaitlistUsers(1);

  expect((await api.fetchUsers({ search: "lovelace" })).data).toHaveLength(3);
  await database.expectWhole();
});

test("a failed deletion does not undo the index entries of concurrent changes", async () => {
  await using directory = await openTestRoster();
  const { api, database } = directory;
  const [ada, bea] = [await api.createUser(named("ada")), await api.createUser(named("bea"))];
  await database.refuse("insert", "audit_entries", "no more", "new.action = 'deleteUser'");

  const renamed = api.updateUser(ada.id, { first_name: "Zelda" });
  await expectRefusal(api.deleteUser(bea.id), "internal_error");
  await renamed;

  const found = async (search: string) => (await api.fetchUsers({ search })).data.map(({ id }) => id);
  expect(await found("zelda")).toEqual([ada.id]);
  expect(await found("bea")).toEqual([bea.id]);
});

/** One change of each kind, on prepared records. */
async function prepareChanges(api: RosterClient) {
  const ada = await api.createUser({ first_name: "Ada", last_name: "Lovelace", email_address: "ada@example.com" });
  const second = await api.addEmail(ada.id, "ada@work.example");
  const phone = await api.addPhone(ada.id, "+14155552671");
  const claim = await api.createUser({ first_name: "Grace", last_name: "Hopper", username: "grace" });
  await api.addEmail(claim.id, "ada@work.example");
  const account = { provider: "github", provider_user_id: "1" };
  const social = await api.linkSocialConnection(ada.id, account);
  const organization = await api.createOrganization({ name: "Analytical Engines" });
  const member = { organization_id: organization.id, user_id: ada.id };
  await api.addOrganizationMember(member);
  const workspace = await api.createWorkspace({ organization_id: organization.id, name: "Mill" });
  await api.joinWaitlist({ email: "charles@example.com" });
  const waiting = (await api.fetchWaitlist()).data[0]?.id ?? "";
  const key = await api.createApiKey({ name: "old", scopes: ["users:read"] });
  const name = { first_name: "Mary", last_name: "Somerville" };
  const changes: Record<string, () => Promise<unknown>> = {
    createUser: () => api.createUser({ ...name, email_address: "mary@example.com", phone_number: "+14155552672" }),
    "createUser of an address that waits": () => api.createUser({ ...name, email_address: "ada@work.example" }),
    updateUser: () => api.updateUser(ada.id, { first_name: "Augusta", username: "ada" }),
    deactivateUser: () => api.deactivateUser(ada.id, "gone"),
    deleteUser: () => api.deleteUser(ada.id),
    updatePassword: () => api.updatePassword(ada.id, { new_password: "four random words here" }),
    addEmail: () => api.addEmail(ada.id, "ada@third.example"),
    updateEmail: () => api.updateEmail(ada.id, second.id, true, true),
    deleteEmail: () => api.deleteEmail(ada.id, second.id),
    updatePhone: () => api.updatePhone(ada.id, phone.id, true, true),
    deletePhone: () => api.deletePhone(ada.id, phone.id),
    linkSocialConnection: () => api.linkSocialConnection(ada.id, { ...account, provider_user_id: "2" }),
    deleteSocialConnection: () => api.deleteSocialConnection(ada.id, social.id),
    createOrganization: () => api.createOrganization({ name: "Royal Society" }),
    updateOrganization: () => api.updateOrganization({ organization_id: organization.id, name: "Engines" }),
    deleteOrganization: () => api.deleteOrganization(organization.id),
    addOrganizationMember: () => api.addOrganizationMember({ ...member, user_id: claim.id }),
    updateOrganizationMember: () => api.updateOrganizationMember({ ...member, role: "admin" }),
    removeOrganizationMember: () => api.removeOrganizationMember(member),
    createWorkspace: () => api.createWorkspace({ organization_id: organization.id, name: "Store" }),
    addWorkspaceMember: () => api.addWorkspaceMember({ workspace_id: workspace.id, user_id: ada.id }),
    deleteWorkspace: () => api.deleteWorkspace(workspace.id),
    inviteUser: () => api.inviteUser({ email: "mary@example.com" }),
    joinWaitlist: () => api.joinWaitlist({ email: "mary@example.com" }),
    approveWaitlistUser: () => api.approveWaitlistUser(waiting),
    rejectWaitlistUser: () => api.rejectWaitlistUser(waiting),
    createApiKey: () => api.createApiKey({ name: "new", scopes: ["users:read"] }),
    revokeApiKey: () => api.revokeApiKey(key.id),
  };
  return changes;
}

/** Makes the database itself fail, by a trigger. Answers a function that repairs it. */
function breakDatabase(path: string, trigger: string) {
  const database = new Sqlite(path);
  database.exec(trigger);
  return () => {
    database.exec("drop trigger broken");
    database.close();
  };
}

const failures = {
  "the audit entry cannot be written":
    "create trigger broken before insert on audit_entries begin select raise(abort, 'secret_detail'); end",
  "the commit is refused, by a constraint that is checked last": `create trigger broken after insert on audit_entries begin
    insert into users (id, card, email, flags, name_key, search_text, search_digits, public_metadata, private_metadata, created_at, updated_at)
    values ('secret_detail', '{}', 'nobody@example.com', 21, '', '', '', '{}', '{}', '', ''); end`,
};

test.for(Object.entries(failures))("when %s, nothing of a change stays", async ([, trigger]) => {
  await using directory = await openTestRoster();
  const path = pathOf(directory.databaseUrl);
  const changes = await prepareChanges(directory.api);

  const repair = breakDatabase(path, trigger);
  for (const [name, change] of Object.entries(changes)) {
    const error = await expectRefusedUnchanged(directory, change, "internal_error");
    expect(`${name}: ${error.message}`).not.toMatch(/secret_detail|SQLITE|constraint|trigger|audit_entries/i);
    expect(directory.logged(), "what the operator is told").toContain(error.requestId);
  }
  repair();

  await changes.createUser?.();
  await expectSound(`file:${path}`);
});

test("when the mail of a change cannot be queued, nothing of the change stays", async () => {
  await using directory = await openTestRoster();
  const { inviteUser, approveWaitlistUser } = await prepareChanges(directory.api);
  const repair = breakDatabase(
    pathOf(directory.databaseUrl),
    "create trigger broken before insert on messages begin select raise(abort, 'secret_detail'); end",
  );

  for (const change of [inviteUser, approveWaitlistUser]) {
    await expectRefusedUnchanged(directory, () => change?.() ?? Promise.resolve(), "internal_error");
  }
  repair();
});

test("while another process keeps the database locked, writes answer unavailable and reads go on", async () => {
  await using directory = await openTestRoster();
  const { api, databaseUrl } = directory;
  await api.createUser({ first_name: "Ada", last_name: "Lovelace" });
  const { key } = await api.createApiKey({ name: "test", scopes: [...scopes] });
  await using server = await serveRoster({ DATABASE_URL: databaseUrl, PORT: "0" });
  const client = createClient({ url: server.url, apiKey: key });
  const before = await directory.dump();

  const lock = new Sqlite(pathOf(databaseUrl));
  lock.exec("begin immediate");
  const create = (last_name: string) => client.safe.createUser({ first_name: "Grace", last_name });
  const writes = Promise.all(Array.from({ length: 10 }, (_, index) => create(`Hopper ${index}`)));
  const reads = await repeatDuring(writes, async () => {
    expect((await client.fetchUsers()).data).toHaveLength(1);
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  });
  expect(reads, "reads of the same server while its writes wait").toBeGreaterThan(10);
  for (const write of await writes) expect(write).toMatchObject({ ok: false, error: { code: "unavailable" } });
  expect(await directory.dump()).toEqual(before);

  lock.close();
  expect(await create("Hopper")).toMatchObject({ ok: true });
});
