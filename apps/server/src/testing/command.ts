import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { scopes } from "@roster/contract";
import { inject } from "vitest";
import { createKey } from "../commands/keys.ts";
import { readSettings } from "../config.ts";
import { databaseExists, pathOf } from "../database/open.ts";
import { openRoster } from "../roster.ts";
import { createDatabase } from "./database.ts";
import { makeFolder } from "./folders.ts";

const pathFrom = (here: string) => fileURLToPath(new URL(here, import.meta.url));

const timesOf = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => statSync(join(folder, file)).mtimeMs);

const built = pathFrom("../../dist/main.js");
const isFresh = () =>
  existsSync(built) &&
  statSync(built).mtimeMs >
    Math.max(...[pathFrom(".."), pathFrom("../../../../packages/contract/src")].flatMap(timesOf));

type Env = Record<string, string>;

type Command = readonly [string, ...string[]];

/** The command line from its sources, as the README starts it. */
export const sourceCommand: Command = [process.execPath, "--conditions=@roster/source", pathFrom("../main.ts")];

/** The command line as arguments of a process: that of the build, which starts in half the time, unless a source is newer. */
export const rosterCommand: Command = isFresh() ? [process.execPath, built] : sourceCommand;

/** A folder for one test, with the path of a database to create in it. */
export function openTestFolder() {
  const folder = makeFolder("roster-test-");
  const database = join(folder, "roster.db");
  return {
    folder,
    database,
    env: { DATABASE_URL: `file:${database}`, MAIL_FOLDER: join(folder, "mail"), PORT: "0" } satisfies Env,
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The environment that a test's server processes share: an existing database and a folder for mails. */
export async function openTestPlace(env: Env = {}) {
  const folder = makeFolder("roster-test-");
  const database = await createDatabase();
  const own = { DATABASE_URL: database.url, MAIL_FOLDER: join(folder, "mail") };
  return {
    database,
    env: { PORT: "0", ...env, ...own } as Env & typeof own, // the spread loses the type of `own`
    async [Symbol.asyncDispose]() {
      await database[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

function watch(child: ChildProcess) {
  const output = { stdout: "", stderr: "" };
  child.stdout?.setEncoding("utf8").on("data", (text: string) => (output.stdout += text));
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (output.stderr += text));
  const ended = once(child, "close").then(([code, signal]): Ended => ({ code, signal, ...output }));
  return { output, ended };
}

/** Runs a program to its end, with only the given environment. */
export function run(command: readonly string[], env: Env = {}, cwd?: string): Promise<Ended> {
  const [program = "", ...args] = command;
  const environment = { PATH: process.env.PATH, ...env };
  return watch(spawn(program, args, { cwd, env: environment, stdio: ["ignore", "pipe", "pipe"] })).ended;
}

/** Runs the command line to its end: `runRoster(["keys", "list"], env)`. */
export const runRoster = (args: readonly string[], env: Env) => run([...rosterCommand, ...args], env);

export interface ServedRoster extends AsyncDisposable {
  url: string;
  pid: number;
  output: { stdout: string; stderr: string };
  /** The end of its standard output that the test reads. */
  reader: Readable;
  signal(signal: NodeJS.Signals): void;
  ended: Promise<Ended>;
}

/** Starts a server process, and waits until it listens. */
export async function serveRoster(
  env: Env,
  { command = [...rosterCommand, "serve"], cwd }: { command?: readonly string[]; cwd?: string } = {},
): Promise<ServedRoster> {
  const [program = "", ...args] = command;
  const environment = { PATH: process.env.PATH, MAIL_FOLDER: join(tmpdir(), "roster-test-mail"), ...env };
  const child = spawn(program, args, { cwd, env: environment, stdio: ["ignore", "pipe", "pipe"] });
  const { output, ended } = watch(child);
  const dispose = async () => {
    child.kill("SIGKILL");
    await ended;
  };
  const listening = new Promise<string>((resolve) => {
    child.stdout.on("data", () => {
      const url = /"url":"([^"]+)".*"listening"|is running at (\S+) [^]*Ctrl-C/.exec(output.stdout);
      if (url) resolve(url[1] ?? url[2] ?? "");
    });
  });
  const gone = ended.then(({ code, signal, stdout, stderr }) => {
    throw new Error(`the server ended with ${code ?? signal} before it listened: ${stderr || stdout}`);
  });
  gone.catch(() => undefined); // a later end is no error
  try {
    return {
      url: await Promise.race([listening, gone]),
      pid: child.pid ?? 0,
      output,
      reader: child.stdout,
      ended,
      signal: (signal) => void child.kill(signal),
      [Symbol.asyncDispose]: dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** Makes a key as the command line does. Creates an empty database if there is none. */
export async function makeKey(env: Env & { DATABASE_URL: string }): Promise<string> {
  const { DATABASE_URL: url } = env;
  if (!databaseExists(url)) copyFileSync(inject("template"), pathOf(url));
  await using roster = await openRoster(readSettings({ ...env, LOG_LEVEL: "silent" }));
  return (await createKey(roster, "test", scopes)).key;
}
