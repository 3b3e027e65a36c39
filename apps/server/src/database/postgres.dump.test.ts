import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, globSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createClient } from "@roster/client";
import { expect, test } from "vitest";
import { makeKey, openTestFolder, run, runRoster, serveRoster } from "../testing/command.ts";
import { openTestDatabase } from "../testing/database.ts";
import { putLoad, startLoad } from "../testing/load.ts";
import { freePort, isRoot } from "../testing/postgres-server.ts";
import { expectSound } from "../testing/soundness.ts";

// The PostgreSQL from npm has no pg_dump, and one of the machine dumps no server that is newer: so its own server runs here.
const tools = globSync("/usr/lib/postgresql/*/bin/pg_dump")
  .map((path) => dirname(path))
  .filter((folder) => existsSync(join(folder, "initdb")))
  .at(-1);

const idOf = (flag: "-u" | "-g") => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));

/** A server of the machine's PostgreSQL, which refuses to run as root. */
async function startCluster(bin: string) {
  const folder = mkdtempSync(join(tmpdir(), "roster-cluster-"));
  const user = isRoot ? { uid: idOf("-u"), gid: idOf("-g") } : {};
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
  const data = join(folder, "data");
  execFileSync(join(bin, "initdb"), ["-D", data, "-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C"], {
    cwd: folder,
    stdio: "ignore",
    ...user,
  });
  const port = await freePort();
  const flags = ["-D", data, "-p", `${port}`, "-k", folder, "-c", "listen_addresses=127.0.0.1"];
  const server = spawn(join(bin, "postgres"), flags, { cwd: folder, stdio: "ignore", ...user });
  const urlOf = (name: string) => `postgres://postgres@127.0.0.1:${port}/${name}`;
  await expect.poll(async () => (await run([join(bin, "psql"), urlOf("postgres"), "-c", "select 1"])).code).toBe(0);
  return {
    urlOf,
    async [Symbol.asyncDispose]() {
      server.kill("SIGINT");
      await once(server, "exit");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

test.skipIf(!tools)("a dump that is made under load restores everything answered before it", async () => {
  const bin = tools ?? "";
  await using cluster = await startCluster(bin);
  using place = openTestFolder();
  const [from, to] = [cluster.urlOf("one"), cluster.urlOf("two")];
  for (const name of ["one", "two"]) {
    expect((await run([join(bin, "createdb"), `--maintenance-db=${cluster.urlOf("postgres")}`, name])).code).toBe(0);
  }
  const env = { ...place.env, DATABASE_URL: from };
  const apiKey = await makeKey(env);
  await using server = await serveRoster(env);
  const api = createClient({ url: server.url, apiKey });
  const counter = await api.createUser({ first_name: "Counter", last_name: "Load" });
  const organization = await api.createOrganization({ name: "Load" });
  const plan = { counterId: counter.id, organizationId: organization.id, lanes: 8 };
  const before = await putLoad(api, { ...plan, name: "before", milliseconds: 2000 });
  const load = startLoad(api, { ...plan, name: "during" });

  const dump = join(place.folder, "backup.dump");
  const dumped = await run([join(bin, "pg_dump"), "--format=custom", `--file=${dump}`, from]);
  await expect.poll(() => load.ledger.calls).toBeGreaterThan(20);
  await load.end();
  const restored = await run([join(bin, "pg_restore"), "--exit-on-error", "--no-owner", `--dbname=${to}`, dump]);

  expect([dumped, restored]).toMatchObject([
    { code: 0, stderr: "" },
    { code: 0, stderr: "" },
  ]);
  await expectSound(to);
  expect(await runRoster(["audit", "verify"], { DATABASE_URL: to })).toMatchObject({ code: 0 });
  await using database = openTestDatabase(to);
  const ids = new Set((await database.query<{ id: string }>("select id from users")).map(({ id }) => id));
  expect(before.users.filter((id) => !ids.has(id))).toEqual([]);
  await using again = await serveRoster({ ...env, DATABASE_URL: to });
  const restoredApi = createClient({ url: again.url, apiKey });
  expect((await restoredApi.fetchUsers({ search: "counter" })).data).toMatchObject([{ id: counter.id }]);
  await restoredApi.createUser({ first_name: "After", last_name: "Restore" });
  await expectSound(to);
});
