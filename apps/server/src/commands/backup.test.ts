import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { createClient } from "@roster/client";
import Sqlite from "better-sqlite3";
import { expect, test } from "vitest";
import { makeKey, openTestFolder, runRoster, type ServedRoster, serveRoster } from "../testing/command.ts";
import { openTestDatabase } from "../testing/database.ts";
import { putLoad, startLoad } from "../testing/load.ts";
import { expectSound } from "../testing/soundness.ts";

type Place = ReturnType<typeof openTestFolder>;

const clientOf = ({ url }: ServedRoster, apiKey: string) => createClient({ url, apiKey });
const modeOf = (path: string) => statSync(path).mode & 0o777;
const backUp = ({ env }: Place, file: string) => runRoster(["backup", file], env);
const restore = ({ env }: Place, file: string) => runRoster(["restore", file], env);

async function stop(server: ServedRoster) {
  server.signal("SIGTERM");
  expect((await server.ended).code).toBe(0);
}

/** A directory with a user, and a backup of it. */
async function openBackedUp() {
  const place = openTestFolder();
  const backup = join(place.folder, "backup.db");
  const key = await makeKey(place.env);
  await using server = await serveRoster(place.env);
  const ada = await clientOf(server, key).createUser({ first_name: "Ada", last_name: "Lovelace", username: "ada" });
  await stop(server);
  expect(await backUp(place, backup)).toMatchObject({ code: 0 });
  return { ...place, backup, key, ada };
}

test("a backup that is made under load restores, after the directory is gone, everything answered before it", async () => {
  using place = openTestFolder();
  const backup = join(place.folder, "backup.db");
  const key = await makeKey(place.env);
  await using server = await serveRoster(place.env);
  const api = clientOf(server, key);
  const counter = await api.createUser({ first_name: "Counter", last_name: "Load" });
  const organization = await api.createOrganization({ name: "Load" });
  const plan = { counterId: counter.id, organizationId: organization.id, lanes: 8 };
  const before = await putLoad(api, { ...plan, name: "before", milliseconds: 2000 });
  const load = startLoad(api, { ...plan, name: "during" });

  const made = await backUp(place, backup);
  await expect.poll(() => load.ledger.calls).toBeGreaterThan(50);
  await load.end();
  await stop(server);
  for (const name of readdirSync(place.folder)) if (name.startsWith("roster.db")) rmSync(join(place.folder, name));
  const restored = await restore(place, backup);

  expect(made).toMatchObject({ code: 0, stderr: "" });
  const head = /(\d+:[0-9a-f]{64})$/m.exec(made.stdout)?.[1] ?? "";
  expect(await runRoster(["audit", "verify", "--head", head], place.env)).toMatchObject({
    code: 0,
    stdout: `${head}\n`,
  });
  expect(restored).toMatchObject({ code: 0, stderr: "" });
  expect([modeOf(backup), modeOf(place.database)]).toEqual([0o600, 0o600]);
  await expectSound(place.env.DATABASE_URL);
  await using database = openTestDatabase(place.env.DATABASE_URL);
  const ids = new Set((await database.query<{ id: string }>("select id from users")).map(({ id }) => id));
  expect(before.users.filter((id) => !ids.has(id))).toEqual([]);
  await using again = await serveRoster(place.env);
  expect((await clientOf(again, key).fetchUserDetails(counter.id)).user.first_name).toBe("Counter");
});

test("a restore sets the old files aside, and tells which keys and users the backup does not know", async () => {
  using place = await openBackedUp();
  await using server = await serveRoster(place.env);
  const api = clientOf(server, place.key);
  const { id } = (await api.fetchApiKeys()).data[0] ?? { id: "" };
  await api.deleteUser(place.ada.id);
  await api.createUser({ first_name: "Grace", last_name: "Hopper" });
  await api.revokeApiKey(id);
  server.signal("SIGKILL");
  await server.ended;

  const { code, stdout } = await restore(place, place.backup);

  expect(code).toBe(0);
  for (const told of [id, place.ada.id, "1 × user.created", "1 × user.deleted"]) expect(stdout).toContain(told);
  const aside = readdirSync(place.folder).filter((name) => name.includes(".before-"));
  expect(aside).toHaveLength(1);
  await using old = openTestDatabase(`file:${join(place.folder, aside[0] ?? "")}`);
  expect(await old.query("select first_name from users")).toEqual([{ first_name: "Grace" }]);
  await using now = openTestDatabase(place.env.DATABASE_URL);
  expect(await now.query("select first_name from users")).toEqual([{ first_name: "Ada" }]);
  await expectSound(place.env.DATABASE_URL);
});

test("a restore tells which keys were rotated and which users deactivated after the backup", async () => {
  using place = await openBackedUp();
  {
    await using server = await serveRoster(place.env);
    const api = clientOf(server, place.key);
    const { id } = (await api.fetchApiKeys()).data[0] ?? { id: "" };
    await api.deactivateUser(place.ada.id);
    await api.rotateApiKey({ api_key_id: id });
  }

  const { stdout } = await restore(place, place.backup);

  expect(stdout).toMatch(/keys were revoked or rotated, and work again\..*\n\s+key_/);
  expect(stdout).toMatch(new RegExp(`deactivated and are active again:\\n\\s+${place.ada.id}`));
});

test("a restore refuses while a server runs, and changes nothing", async () => {
  using place = await openBackedUp();
  await using server = await serveRoster(place.env);
  const before = readdirSync(place.folder).toSorted();

  const { code, stderr } = await restore(place, place.backup);

  expect(code).toBe(1);
  expect(stderr).toContain("A server is running on");
  expect(readdirSync(place.folder).toSorted()).toEqual(before);
  expect(await clientOf(server, place.key).createUser({ first_name: "Grace", last_name: "Hopper" })).toMatchObject({});
});

/** A file behind its first page, which tells that the log is closed. */
const pagesOf = (path: string) => readFileSync(path).subarray(4096);

test("a damaged directory is replaced by the backup, and kept", async () => {
  using place = await openBackedUp();
  const bytes = readFileSync(place.database);
  bytes.fill(0x5a, 4096, 40_960);
  writeFileSync(place.database, bytes);

  expect(await restore(place, place.backup)).toMatchObject({ code: 0 });

  const aside = readdirSync(place.folder).find((name) => name.includes(".before-")) ?? "";
  expect(pagesOf(join(place.folder, aside))).toEqual(bytes.subarray(4096));
  await expectSound(place.env.DATABASE_URL);
});

function makeForeign(path: string) {
  const other = new Sqlite(path);
  other.exec("create table invoices (id text); insert into invoices values ('1')");
  other.close();
}

test.for<[string, (backup: string) => void, RegExp]>([
  ["a damaged backup", (backup) => truncateSync(backup, 8192), /is damaged|cannot be opened/],
  ["a file that is no database", (backup) => writeFileSync(backup, "A letter. ".repeat(500)), /cannot be opened/],
  ["another application's file", (backup) => (rmSync(backup), makeForeign(backup)), /is not Roster's.*invoices/],
  ["a backup that is not there", (backup) => rmSync(backup), /There is no backup/],
])("a restore refuses %s, and leaves the directory as it is", async ([, change, told]) => {
  using place = await openBackedUp();
  change(place.backup);
  const before = readFileSync(place.database);

  expect(await restore(place, place.backup)).toMatchObject({
    code: 1,
    stdout: "",
    stderr: expect.stringMatching(told),
  });

  expect(readFileSync(place.database)).toEqual(before);
  expect(readdirSync(place.folder).filter((name) => /before|unfinished/.test(name))).toEqual([]);
});

test("a backup replaces no file, and is made of a directory that is there", async () => {
  using place = await openBackedUp();
  const before = readFileSync(place.backup);

  expect(await backUp(place, place.backup)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("is there already"),
  });
  expect(readFileSync(place.backup)).toEqual(before);

  const elsewhere = join(place.folder, "elsewhere.db");
  const missing = { ...place, env: { ...place.env, DATABASE_URL: `file:${elsewhere}` } };
  expect(await backUp(missing, join(place.folder, "x.db"))).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(elsewhere),
  });
  expect([elsewhere, join(place.folder, "x.db")].map((file) => existsSync(file))).toEqual([false, false]);

  const postgres = { ...place, env: { ...place.env, DATABASE_URL: "postgres://db.example/roster" } };
  expect(await backUp(postgres, "x.db")).toMatchObject({ code: 1, stderr: expect.stringContaining("pg_dump") });
  expect(await restore(postgres, place.backup)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("pg_restore"),
  });
});

test("a backup of a newer Roster is not restored", async () => {
  using place = await openBackedUp();
  const backup = new Sqlite(place.backup);
  backup.exec(
    "insert into roster_migration (name, timestamp) values ('9999-from-the-future', '2027-01-01T00:00:00.000Z')",
  );
  backup.close();

  expect(await restore(place, place.backup)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("newer Roster"),
  });
});

test("a backup can be served as it is", async () => {
  using place = await openBackedUp();
  const moved = join(place.folder, "moved.db");
  copyFileSync(place.backup, moved);

  await using server = await serveRoster({ ...place.env, DATABASE_URL: `file:${moved}` });

  expect((await clientOf(server, place.key).fetchUsers()).data).toMatchObject([{ id: place.ada.id }]);
  expect(modeOf(moved)).toBe(0o600);
});
