import { copyFileSync, existsSync } from "node:fs";
import { createClient } from "@roster/client";
import { expect, inject, test } from "vitest";
import { openTestFolder, runRoster, serveRoster } from "../testing/command.ts";
import { expectRefusal } from "../testing/roster.ts";

test("a key made at the command line is all of stdout, works, and is refused once it is revoked", async () => {
  using place = openTestFolder();
  await using server = await serveRoster(place.env);

  const made = await runRoster(["keys", "create", "billing", "--scopes", "users:read,audit:read"], place.env);
  const key = made.stdout.trim();
  expect(made.code).toBe(0);
  expect(made.stdout).toMatch(/^roster_[\w-]{43}\n$/);

  const api = createClient({ url: server.url, apiKey: key });
  expect((await api.fetchUsers()).data).toEqual([]);
  await expectRefusal(api.createUser({ first_name: "Ada", last_name: "Lovelace" }), "forbidden");
  expect((await api.fetchAuditLog()).data).toMatchObject([{ action: "createApiKey", actor: "cli" }]);

  const listed = await runRoster(["keys", "list"], place.env);
  const id = /key_[0-9a-z]{26}/.exec(listed.stdout)?.[0] ?? "";
  expect(listed.stdout).toContain("billing");
  expect(listed.stdout + listed.stderr).not.toContain(key);

  const rotated = await runRoster(["keys", "rotate", id, "--overlap-hours", "1"], place.env);
  expect(rotated).toMatchObject({ code: 0, stderr: expect.stringContaining(id) });
  for (const apiKey of [key, rotated.stdout.trim()]) {
    expect((await createClient({ url: server.url, apiKey }).fetchUsers()).data).toEqual([]);
  }

  const revoked = await runRoster(["keys", "revoke", id], place.env);
  expect(revoked).toMatchObject({ code: 0, stdout: expect.stringContaining(id) });
  await expectRefusal(api.fetchUsers(), "unauthorized");
  expect((await runRoster(["keys", "list"], place.env)).stdout).toMatch(
    /users:read, audit:read; made \S+Z, revoked \S+Z; by cli/,
  );
});

test.for([
  ["an unknown scope", ["create", "x", "--scopes", "users:everything"], "users:everything"],
  ["no scopes", ["create", "x"], "--scopes"],
  ["no name", ["create", "--scopes", "all"], "name"],
  ["an empty name", ["create", " ", "--scopes", "all"], "name"],
  ["an expiry that is no number", ["create", "x", "--scopes", "all", "--expires-in-days", "soon"], "expires_in_days"],
  ["an id that is none", ["revoke", "billing"], "api_key_id"],
  ["an id that nothing has", ["revoke", "key_01h455vb4pex5vsknk084sn02q"], "no such API key"],
] as const)("roster keys refuses %s, says so and ends with 1", async ([, args, told]) => {
  using place = openTestFolder();
  copyFileSync(inject("template"), place.database);

  const { code, stdout, stderr } = await runRoster(["keys", ...args], place.env);

  expect(code).toBe(1);
  expect(stdout).toBe("");
  expect(stderr).toContain(told);
  expect(stderr).not.toContain("    at "); // no stack
});

test.each([["list"], ["create", "x", "--scopes", "all"]])(
  "roster keys %s makes no database where there is none",
  async (...args) => {
    using place = openTestFolder();

    const { code, stderr } = await runRoster(["keys", ...args], place.env);

    expect(code).toBe(1);
    expect(stderr).toContain(place.database);
    expect(existsSync(place.database)).toBe(false);
  },
);
