import { readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createClient } from "@roster/client";
import { scopes } from "@roster/contract";
import { expect, test } from "vitest";
import { openTestPlace, run, serveRoster } from "../testing/command.ts";

// These tests run the output of `pnpm build`, not the sources.

const server = fileURLToPath(new URL("../..", import.meta.url));
const built = [process.execPath, join(server, "dist/main.js")];

test("the built server serves calls whose modules load on demand, and its command line makes the key", async () => {
  await using place = await openTestPlace();
  const { stdout: key } = await run([...built, "keys", "create", "test", "--scopes", "all"], place.env);
  await using served = await serveRoster(place.env, { command: [...built, "serve"] });
  const api = createClient({ url: served.url, apiKey: key.trim(), batch: true }); // tRPC's own adapter answers batches

  const password = "correct horse battery staple";
  const [ada, organization] = await Promise.all([
    api.createUser({ first_name: "Ada", last_name: "Lovelace", email_address: "ada@example.com", password }),
    api.createOrganization({ name: "Acme Überseehandel" }), // its slug derives from this name
    api.inviteUser({ email: "grace@example.com" }),
  ]);
  expect((await api.verifyPassword({ identifier: "ada@example.com", password })).id).toBe(ada.id);
  const common = await api.safe.updatePassword(ada.id, { new_password: "password123" });
  expect(!common.ok && common.error.code).toBe("password_rejected");
  expect(organization.slug).toBe("acme-ueberseehandel");
  const mails = () => readdirSync(place.env.MAIL_FOLDER, { recursive: true }).map(String);
  await expect.poll(mails).toEqual([expect.stringMatching(/invitation/)]);
  expect(await (await fetch(`${served.url}/accept-invitation?token=none`)).text()).toContain("<!doctype html>");
  served.signal("SIGTERM");
  expect(await served.ended).toMatchObject({ code: 0, stderr: "" });
});

test("the built server shows the console, as small as a browser takes it", async () => {
  await using place = await openTestPlace();
  await using served = await serveRoster(place.env, { command: [...built, "serve"] });

  const page = await fetch(`${served.url}/users`, { headers: { "accept-encoding": "br" } });
  const text = await page.text();
  const [, script = ""] = /<script type="module"[^>]* src="(\/assets\/[^"]+)"/.exec(text) ?? [];
  const { status, headers } = await fetch(served.url + script, {
    method: "HEAD",
    headers: { "accept-encoding": "br" },
  });

  expect([page.status, page.headers.get("content-encoding")]).toEqual([200, "br"]);
  expect([status, headers.get("content-encoding")]).toEqual([200, "br"]);
  expect(headers.get("cache-control")).toContain("immutable");
  expect(served.output.stdout).not.toContain("not built");
});

test("the built server is called in the same process by its package's name", async () => {
  await using place = await openTestPlace();
  const script = `import { openRoster, readSettings } from "@roster/server";
    await using roster = await openRoster(readSettings({ ...process.env, LOG_LEVEL: "silent" }));
    const actor = { name: "script", scopes: ${JSON.stringify(scopes)} };
    console.log(JSON.stringify(await roster.call("fetchUsers", {}, actor)));`;

  const { stdout, stderr } = await run([process.execPath, "--input-type=module", "-e", script], place.env, server);

  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toMatchObject({ ok: true, data: { data: [], has_more: false } });
});

/** Writes the URL of each loaded module to stderr. */
const loads = `import { registerHooks } from "node:module"; registerHooks({ load(url, context, next) {
  process.stderr.write("loads " + url + "\\n"); return next(url, context); } });`;

// The usual cause of a failure is `import { z } from "zod"`, which loads the messages of all languages.
test("a start loads at most 2 MB of code, in at most 60 files", async () => {
  await using place = await openTestPlace();
  const [node = "", ...args] = built;
  const command = [node, `--import=data:text/javascript,${encodeURIComponent(loads)}`, ...args, "serve"];
  await using served = await serveRoster(place.env, { command });

  const files = [...served.output.stderr.matchAll(/^loads file:\/\/(.+)$/gm)].map(([, path = ""]) => path);
  expect(files.some((path) => path.startsWith(dirname(built[1] ?? "")))).toBe(true);
  expect(files.length).toBeLessThanOrEqual(60);
  expect(files.reduce((sum, path) => sum + statSync(path).size, 0)).toBeLessThanOrEqual(2_000_000);
});
