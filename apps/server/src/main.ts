#!/usr/bin/env node
import { type Scope, scopes } from "@roster/contract";
import { Command, Option } from "commander";
import { createKey, listKeys, revokeKey } from "./commands/keys.ts";
import { serve } from "./commands/serve.ts";
import { readSettings } from "./config.ts";
import { openRoster, type Roster } from "./roster.ts";

const program = new Command("roster").description("Roster, a self-hosted user directory");

program
  .command("start")
  .description("for development: makes a key and sample users on the first run, then serves")
  .action(async () => {
    const { start } = await import("./commands/start.ts"); // its sample data is not installed in production
    await start();
  });

program
  .command("serve")
  .description("serves the API; migrates the database first")
  .action(async () => {
    const roster = await openRoster(readSettings());
    const url = await serve(roster);
    roster.services.log.info({ url }, "listening");
    if ((await listKeys(roster)).length === 0) {
      roster.services.log.warn("there is no API key yet: make one with `roster keys create <name>`");
    }
  });

const keys = program.command("keys").description("makes, lists and revokes API keys");

keys
  .command("create")
  .description("makes a key and shows it, this once")
  .argument("<name>", "what the key is for")
  .addOption(new Option("-s, --scopes <scope...>", "what it may do").choices(scopes).default([...scopes], "all"))
  .addOption(new Option("-e, --expires-in-days <days>", "default: never").argParser(Number))
  .action(async (name: string, options: { scopes: Scope[]; expiresInDays?: number }) =>
    withRoster(async (roster) => {
      const { key, id, ...made } = await createKey(roster, name, options.scopes, options.expiresInDays);
      console.error(`Made ${id} (${made.scopes.join(", ")}). The key is shown this once:`);
      console.log(key);
    }),
  );

keys
  .command("list")
  .description("lists all keys, revoked ones too")
  .action(async () =>
    withRoster(async (roster) => {
      const rows = (await listKeys(roster)).map(
        ({ id, name, prefix, created_at, expires_at, last_used_at, revoked_at }) => ({
          id,
          name,
          prefix,
          created_at,
          expires_at,
          last_used_at,
          revoked_at,
        }),
      );
      console.table(rows);
    }),
  );

keys
  .command("revoke")
  .description("revokes a key; the next request with it is refused")
  .argument("<id>", "as `roster keys list` shows it")
  .action(async (id: string) =>
    withRoster(async (roster) => {
      const key = await revokeKey(roster, id);
      console.log(`Revoked ${key.id} (${key.name}).`);
    }),
  );

async function withRoster(work: (roster: Roster) => Promise<void>) {
  const settings = readSettings();
  await using roster = await openRoster({ ...settings, logLevel: "warn" });
  await work(roster);
}

program.parseAsync().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
