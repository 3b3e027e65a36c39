import { join } from "node:path";
import { createClient } from "@roster/client";
import Sqlite from "better-sqlite3";
import { expect, test } from "vitest";
import { openTestFolder, serveRoster, sourceCommand } from "../testing/command.ts";
import { ownPage } from "../testing/console.ts";
import { expectSound } from "../testing/soundness.ts";

const command = [...sourceCommand, "start"];

test("the first start in an empty folder creates sample data and a key, the second one neither", async () => {
  using place = openTestFolder();
  const path = join(place.folder, "data", "roster.db");

  const first = await serveRoster({ PORT: "0" }, { command, cwd: place.folder });
  const [key = ""] = /roster_[\w-]{43}/.exec(first.output.stdout) ?? [];
  const tried = await paste(/^ *(curl .+)$/m.exec(first.output.stdout)?.[1] ?? "");
  const made = await users(first.url, key);
  const api = createClient({ url: first.url, apiKey: key });
  const total = { per_page: 1, include_total: true };
  const invitations = await Promise.all(
    (["pending", "expired"] as const).map((status) => api.fetchInvitedUsers({ ...total, status })),
  );
  const waitlist = await Promise.all(
    (["pending", "approved", "rejected"] as const).map((status) => api.fetchWaitlist({ ...total, status })),
  );
  const [, at = "", token] = /^ *(http:\S+)\/sign-in#([\w-]{43})$/m.exec(first.output.stdout) ?? [];
  expect(at).toBe(first.url);
  const signedIn = await fetch(`${at}/console/session`, {
    method: "POST",
    headers: { "content-type": "application/json", ...ownPage },
    body: JSON.stringify({ token }),
  });
  expect(await signedIn.json()).toMatchObject({ actor: { id: "console" }, key_id: null });
  const days = Date.parse((await api.fetchApiKeys()).data[0]?.expires_at ?? "") - Date.now();
  expect(days / 86_400_000).toBeCloseTo(30, 1);
  first.signal("SIGTERM");

  expect(await first.ended).toMatchObject({ code: 0, stderr: expect.not.stringContaining("rror") });
  expect(made).toBeGreaterThanOrEqual(200);
  expect(tried.result.data).toMatchObject({ data: [{}, {}, {}], has_more: true });
  for (const list of [...invitations, ...waitlist]) expect(list.total).toBeGreaterThan(1);
  expect(emptyTables(path)).toEqual([]);
  await expectSound(`file:${path}`);

  await using serving = await serveRoster({ PORT: "0", MAIL_FOLDER: "mail" }, { cwd: place.folder });
  const refused = await createClient({ url: serving.url, apiKey: key }).safe.fetchUsers();
  expect(refused, "the development key under serve").toMatchObject({ ok: false, error: { code: "unauthorized" } });

  await using second = await serveRoster({ PORT: "0" }, { command, cwd: place.folder });
  expect(second.output.stdout).not.toMatch(/roster_[\w-]{43}|sample users/);
  expect(second.output.stdout).toContain("keys create");
  expect(await users(second.url, key)).toBe(made);
});

/** A request as by curl, which the machine may not have. */
async function paste(line: string) {
  const [, name = "", value = "", url = ""] = /^curl -H "([^:"]+): ([^"]+)" "([^"]+)"$/.exec(line) ?? [];
  const answer: unknown = (await fetch(url, { headers: { [name]: value } })).json();
  return answer as { result: { data: unknown } }; // tRPC's shape of an answer
}

const users = async (url: string, key: string) =>
  (await createClient({ url, apiKey: key }).fetchUsers({ per_page: 1, include_total: true })).total;

/** Tables of the sample data in which there are no rows. */
function emptyTables(path: string) {
  const tables = ["users", "user_emails", "user_phones", "social_connections", "organizations", "workspaces"];
  const memberships = ["organization_memberships", "workspace_memberships"];
  const database = new Sqlite(path, { readonly: true });
  const empty = [...tables, ...memberships].filter((table) => !database.prepare(`select 1 from ${table}`).get());
  const isUnlike = (column: string) => database.prepare(`select count(distinct ${column}) from users`).pluck().get();
  expect(isUnlike("is_active")).toBe(2);
  expect(Number(isUnlike("created_at"))).toBeGreaterThan(100);
  database.close();
  return empty;
}

test("of two starts on one new file, both serve all sample users", async () => {
  using place = openTestFolder();
  // Both have found no file before one of them is there.
  const barrier = `import { readdirSync, writeFileSync } from "node:fs";
    const { log } = console;
    const isWaiting = () => readdirSync(".").filter((name) => name.startsWith("making-")).length < 2;
    console.log = (text) => {
      log(text);
      if (!text.includes("Making")) return;
      writeFileSync("making-" + process.pid, "");
      while (isWaiting()) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    };`;
  const [node = "", ...args] = command;
  const atOnce = [node, `--import=data:text/javascript,${encodeURIComponent(barrier)}`, ...args];
  const start = () => serveRoster(place.env, { command: atOnce, cwd: place.folder });

  const [one, two] = await Promise.all([start(), start()]);
  await using first = one;
  await using second = two;

  const database = new Sqlite(place.database, { readonly: true });
  const made = database
    .prepare("select count(*) from users where username is not null or email is not null")
    .pluck()
    .get();
  database.close();
  expect(Number(made)).toBeGreaterThanOrEqual(200);
  const said = first.output.stdout + second.output.stdout;
  expect(said).toContain("Another start was faster");
  const keys = [...said.matchAll(/roster_[\w-]{43}/g)].map(([key]) => key);
  expect(await users(first.url, keys[0] ?? "")).toBe(await users(second.url, keys[0] ?? ""));
});
