import { Scope, scopes } from "@roster/contract";
import { Command, InvalidArgumentError } from "commander";
import { databaseUrl } from "../config.formats.ts";
import { readServingSettings, readSettings } from "../config.ts";
import { isConsoleBuilt } from "../console/built.ts";
import { makeSignInLink } from "../console/session.service.ts";
import { isFile } from "../database/open.ts";
import { createLog } from "../log.ts";
import { openRoster, type Roster } from "../roster.ts";
import { ask } from "./ask.ts";
import { listFailures } from "./failures.ts";
import { createKey, describeKey, listKeys, operator } from "./keys.ts";
import { serve } from "./serve.ts";

const program = new Command("roster").description("Roster, a self-hosted user directory");

program
  .command("start")
  .description("for development: makes a key and sample users on the first run, then serves")
  .action(async () => {
    const { start } = await import("./start.ts"); // the library for sample data is not installed in production
    await start();
  });

program
  .command("serve")
  .description("serves the API and the console; migrates the database first")
  .action(async () => {
    const roster = await openRoster(readServingSettings());
    const url = await serve(roster);
    const { log, settings } = roster.services;
    log.info({ url }, "listening");
    const { smtp, smsWebhook, mailFolder } = settings;
    if (!smtp) log.warn(`mails are not sent but written to ${mailFolder}: set SMTP_URL to send them`);
    if (!smsWebhook)
      log.warn(`text messages are not sent but written to ${mailFolder}: set SMS_WEBHOOK_URL to send them`);
    if (settings.hasConsole && !isConsoleBuilt()) log.warn("the console is not built: run `npx pnpm@12.21.0 build`");
    if ((await listKeys(roster)).length === 0) {
      log.warn("there is no API key yet: make one with the command `keys create`");
    }
  });

program
  .command("console")
  .description("prints a link that signs the operator in to the console, once, within 10 minutes")
  .action(async () =>
    withRoster(async ({ services }) => {
      if (!services.settings.hasConsole) throw new Error("The console is off: CONSOLE is off.");
      console.log(await makeSignInLink(services));
    }),
  );

const keys = program.command("keys").description("makes, lists, rotates and revokes API keys");

keys
  .command("create")
  .description("makes a key and shows it, this once")
  .argument("<name>", "what the key is for")
  .requiredOption(
    "-s, --scopes <scopes>",
    `what it may do, separated by commas, or "all": ${scopes.join(", ")}`,
    parseScopes,
  )
  .option("-e, --expires-in-days <days>", "default: never", Number)
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
      const all = await listKeys(roster);
      if (all.length === 0) return console.log("There are no keys yet. Make one with `keys create`.");
      for (const key of all) console.log(describeKey(key));
    }),
  );

keys
  .command("rotate")
  .description("makes a successor of a key and shows it, this once; the old one works for a while longer")
  .argument("<id>", "as `roster keys list` shows it")
  .option("-o, --overlap-hours <hours>", "0 to 720; default: 24", Number)
  .action(async (id: string, { overlapHours }: { overlapHours?: number }) =>
    withRoster(async (roster) => {
      const asked = { api_key_id: id, overlap_hours: overlapHours };
      const { key, ...made } = await ask(roster, operator, "rotateApiKey", asked);
      console.error(`Made ${made.id} (${made.scopes.join(", ")}) in place of ${id}. The key is shown this once:`);
      console.log(key);
    }),
  );

keys
  .command("revoke")
  .description("revokes a key; servers that run refuse it within half a second")
  .argument("<id>", "as `roster keys list` shows it")
  .action(async (id: string) =>
    withRoster(async (roster) => {
      const key = await ask(roster, operator, "revokeApiKey", { api_key_id: id });
      console.log(`Revoked ${key.id} (${key.name}).`);
    }),
  );

program
  .command("failures")
  .description(
    "shows failed sign-ins and refused API keys by day: how often, whose, from where; `all` is the day's sum",
  )
  .option("-d, --days <days>", "how many days, with today", Number, 7)
  .action(async ({ days }: { days: number }) =>
    withRoster(async (roster) => {
      if (!(Number.isInteger(days) && days >= 1)) throw new Error("--days must be a whole number from 1.");
      const lines = await listFailures(roster, days);
      console.log(lines.length === 0 ? "Nothing failed." : lines.join("\n"));
    }),
  );

program
  .command("copy")
  .description("copies a whole directory into an empty database, such as from a SQLite file to PostgreSQL")
  .requiredOption("--from <url>", "as DATABASE_URL names it: file:… or postgres://…; it is only read")
  .requiredOption("--to <url>", "an empty database, or a file that is not there yet")
  .action(async ({ from, to }: { from: string; to: string }) => {
    const { copyDirectory } = await import("./copy.ts");
    const counts = await copyDirectory(databaseOption("from", from), databaseOption("to", to));
    for (const [table, rows] of Object.entries(counts)) console.log(`  ${table.padEnd(25)} ${rows} rows, compared`);
    console.log("  Copied. Start the server with the new DATABASE_URL.");
  });

program
  .command("backup")
  .description("writes a checked copy of the SQLite file into a new file, while servers go on")
  .argument("<file>", "a file that is not there yet")
  .action(async (file: string) => {
    const { backUp } = await import("./backup.ts");
    const { head, bytes } = await backUp(readSettings().databaseUrl, file);
    console.log(`  Wrote ${file} (${(bytes / 1e6).toFixed(1)} MB, checked). Its audit log ends with ${head}`);
  });

program
  .command("restore")
  .description("puts a backup in the place of the SQLite file, which is set aside; stop all servers first")
  .argument("<file>", "as `roster backup` wrote it")
  .action(async (file: string) => {
    const { describeRestored, restore } = await import("./restore.ts");
    const { databaseUrl: url } = readSettings();
    const restored = await restore(url, file);
    console.log(`  Restored ${file} as ${url}.`);
    for (const line of describeRestored(restored)) console.log(`  ${line}`);
  });

program
  .command("audit")
  .description("works on the audit log")
  .command("verify")
  .description("looks whether every entry is as it was written, and prints the last one as sequence:hash")
  .option("--head <sequence:hash>", "what an earlier run has printed, kept elsewhere: the log must continue from there")
  .action(async ({ head }: { head?: string }) => {
    const { parseHead, verifyAuditLog } = await import("./audit.ts");
    const known = head === undefined ? undefined : parseHead(head);
    const { sequence, hash, waiting } = await verifyAuditLog(readSettings().databaseUrl, known);
    if (waiting > 0) console.error(`${waiting} newer entries wait for their numbers, which a server gives them.`);
    console.log(`${sequence}:${hash}`);
  });

function databaseOption(option: string, url: string) {
  const { data, error } = databaseUrl.safeParse(url);
  if (error) throw new Error(`--${option} ${error.issues[0]?.message}.`);
  return data;
}

function parseScopes(text: string): Scope[] {
  if (text === "all") return [...scopes];
  const parsed = Scope.array().safeParse(text.split(",").map((scope) => scope.trim()));
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError(`They are: ${scopes.join(", ")}; or all.`);
}

/** For commands on an existing directory: a mistyped path must not create a new one. */
async function withRoster(work: (roster: Roster) => Promise<void>) {
  const given = readSettings();
  const settings = { ...given, databaseCreate: given.databaseCreate && !isFile(given.databaseUrl) };
  // Logs go to stderr, so that stdout has only the command's answer.
  await using roster = await openRoster(settings, { log: createLog("warn", { output: () => process.stderr }) });
  await work(roster);
}

export async function run() {
  // A command whose output cannot be printed finishes its work, and then fails.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => (process.exitCode = 1));
  try {
    await program.parseAsync();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
