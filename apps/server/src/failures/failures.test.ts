import { expect, test } from "vitest";
import { createKeys } from "../api-keys/authenticate.ts";
import { openTestFolder, runRoster } from "../testing/command.ts";
import { listen } from "../testing/http.ts";
import { expectRefusal, openTestRoster, type TestRoster } from "../testing/roster.ts";

const DAY = 24 * 60 * 60 * 1000;
const PASSWORD = "a green whale sings at noon";
const HOME = "203.0.113.7";

/** The counts that are stored: kind, day, who, place and how often. */
const counts = async ({ database }: Pick<TestRoster, "database">) =>
  (await database.query<Record<string, unknown>>("select kind, day, who, place, times from failures order by key")).map(
    (row) => [row.kind, row.day, row.who, row.place, Number(row.times)],
  );

async function openWithAda() {
  const directory = await openTestRoster();
  const { api } = directory;
  const ada = await api.createUser({ first_name: "Ada", last_name: "Lovelace", username: "ada", password: PASSWORD });
  const attempt = (identifier: string, password: string, ip_address?: string) =>
    api.verifyPassword({ identifier, password, ip_address });
  return { directory, api, ada, attempt };
}

test("failed sign-ins are counted by day, user and place, those of nobody together", async () => {
  const { directory, api, ada, attempt } = await openWithAda();
  await using _ = directory;
  for (const address of [HOME, HOME, undefined]) {
    await expectRefusal(attempt("ada", "wrong", address), "credentials_incorrect");
  }
  for (const nobody of ["nobody", "a password in the wrong field"]) {
    await expectRefusal(attempt(nobody, "wrong", HOME), "credentials_incorrect");
  }
  const change = { current_password: "wrong", new_password: "a blue whale", ip_address: "2001:db8::1" };
  await expectRefusal(api.updatePassword(ada.id, change), "current_password_incorrect");
  await attempt("ada", PASSWORD, HOME);
  directory.pass(DAY);
  await expectRefusal(attempt("ada", "wrong", HOME), "credentials_incorrect");

  expect(await counts(directory)).toEqual([
    ["sign_in", "2026-03-01", "all", "all", 6],
    ["sign_in", "2026-03-01", "unknown", HOME, 2],
    ["sign_in", "2026-03-01", ada.id, "2001:db8::/64", 1],
    ["sign_in", "2026-03-01", ada.id, HOME, 2],
    ["sign_in", "2026-03-01", ada.id, "tester", 1],
    ["sign_in", "2026-03-02", "all", "all", 1],
    ["sign_in", "2026-03-02", ada.id, HOME, 1],
  ]);
  expect(JSON.stringify(await directory.database.query("select * from failures"))).not.toContain("wrong field");
});

test("what is stored of a user's failures goes with the user, and the day's sum stays", async () => {
  const { directory, api, ada, attempt } = await openWithAda();
  await using _ = directory;
  await expectRefusal(attempt("ada", "wrong", HOME), "credentials_incorrect");
  await api.deleteUser(ada.id);
  expect(await counts(directory)).toEqual([["sign_in", "2026-03-01", "all", "all", 1]]);
});

test("refused API keys are counted for the key, if there is one, and the network address", async () => {
  await using server = await listen();
  const { id, key } = await server.api.createApiKey({ name: "old", scopes: ["users:read"] });
  await server.api.revokeApiKey(id);
  const call = (authorization: string, path = "fetchUsers") =>
    fetch(`${server.url}/trpc/${path}`, { headers: { authorization } });
  for (const header of [`Bearer ${key}`, `Bearer ${key}`, "Bearer unknown", "Basic x", `Bearer ${server.key}`]) {
    await call(header);
  }
  await call("Bearer unknown", "fetchUsers,fetchUsers?batch=1&input={}"); // one request
  await fetch(`${server.url}/trpc/fetchUsers`); // without a key
  await server.roster.services.failures.flush();

  expect(await counts(server)).toEqual([
    ["api_key", "2026-03-01", "all", "all", 5],
    ["api_key", "2026-03-01", id, "127.0.0.1", 2],
    ["api_key", "2026-03-01", "unknown", "127.0.0.1", 3],
  ]);
  expect(JSON.stringify(await server.database.query("select * from failures"))).not.toContain(key);
});

test("a flood from many places takes a bounded number of rows", async () => {
  await using directory = await openTestRoster();
  const { services } = directory.roster;
  const keys = createKeys(services);
  for (let round = 0; round < 30; round++) {
    for (let index = 0; index < 200; index++) await keys.authenticate("unknown", `2001:db8:${round}:${index}::/64`);
    await services.failures.flush();
  }
  const rows = await counts(directory);
  expect(rows.length).toBeLessThanOrEqual(1002);
  const sum = (which: (who: unknown) => boolean) =>
    rows.filter(([, , who]) => which(who)).reduce((total, row) => total + Number(row[4]), 0);
  expect([sum((who) => who === "all"), sum((who) => who !== "all")]).toEqual([6000, 6000]);
});

test("whose and from where is kept for ninety days, the sums for four hundred", async () => {
  const { directory, attempt } = await openWithAda();
  await using _ = directory;
  const sweep = async () => {
    const [loop] = directory.roster.loops.filter(({ what }) => what === "sweeping");
    await loop?.work(new AbortController().signal);
    return (await counts(directory)).map(([, , who]) => who === "all");
  };
  await expectRefusal(attempt("ada", "wrong", HOME), "credentials_incorrect");
  directory.pass(90 * DAY - 1);
  expect(await sweep()).toHaveLength(2);
  directory.pass(1);
  expect(await sweep()).toEqual([true]);
  directory.pass(310 * DAY);
  expect(await sweep()).toEqual([]);
});

test("the operator sees them at the command line", async () => {
  await using directory = await openTestRoster({}, undefined, { clock: () => new Date() });
  using place = openTestFolder();
  const env = { ...place.env, DATABASE_URL: directory.databaseUrl };
  expect((await runRoster(["failures"], env)).stdout).toBe("Nothing failed.\n");
  const call = directory.api.verifyPassword({ identifier: "nobody", password: "wrong", ip_address: HOME });
  await expectRefusal(call, "credentials_incorrect");
  const { stdout, code } = await runRoster(["failures", "--days", "1"], env);
  expect(code).toBe(0);
  expect(stdout).toMatch(/sign_in +1 {2}all +all {2}last [^\n]+\n[^\n]+sign_in +1 {2}unknown +203\.0\.113\.7 {2}last /);
  expect((await runRoster(["failures", "--days", "x"], env)).code).toBe(1);
});
