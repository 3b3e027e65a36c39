import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");

export type Env = Record<string, string>;

/** Roster as shipped: the output of `pnpm build`, started as in the README. */
const rosterMain = join(root, "apps/server/dist/main.js");

const built = (name: string) => join(here, `../dist/programs/${name}.js`);

export const commands = {
  roster: ["--max-semi-space-size=16", rosterMain, "serve"],
  bare: [built("bare")],
  barePostgres: [built("bare-postgres")],
  barePostgresWrites: [built("bare-postgres-writes")],
  betterAuth: [built("better-auth")],
  durable: [built("durable")],
  inProcess: [built("in-process")],
  slowNetwork: [built("slow-network")],
  unboundedHashing: [built("unbounded-hashing")],
  usual: [built("usual")],
};

/** A server of one side, in a process of its own. */
export interface Side extends AsyncDisposable {
  url: string;
  pid: number;
}

let started = 0;

/** Starts a server with only the given environment, and waits until it reports its address. */
export async function start(command: readonly string[], env: Env, folder: string): Promise<Side> {
  mkdirSync(folder, { recursive: true });
  const log = join(folder, `${++started}.log`);
  const output = openSync(log, "w");
  const child = spawn(process.execPath, command, { env: { PORT: "0", ...env }, stdio: ["ignore", output, output] });
  closeSync(output);
  for (;;) {
    const said = readFileSync(log, "utf8");
    const url = /"url":"((?:http|tcp)[^"]+)"/.exec(said)?.[1];
    if (url && child.pid) return { url, pid: child.pid, [Symbol.asyncDispose]: () => end(child) };
    if (child.exitCode !== null) throw new Error(`${command.join(" ")} ended before it listened: ${said}`);
    await sleep(5);
  }
}

export async function end(child: ChildProcess) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), 5000);
  await ended;
  clearTimeout(timer);
}

/** Runs Roster's command line to its end, and answers its output. */
export async function runRoster(args: string[], env: Env): Promise<string> {
  const child = spawn(process.execPath, [rosterMain, ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
  const told = { out: "", error: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (told.out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (told.error += text));
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`roster ${args.join(" ")}: ${told.error}`);
  return told.out.trim();
}

/** The unit of CPU time in /proc, in most builds of Linux. */
const TICKS_A_SECOND = 100;

/** CPU time and memory of a process, from /proc; NaN on other systems. */
export function usageOf(pid: number): { cpuMicroseconds: number; residentMegabytes: number } {
  try {
    const afterName = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    const resident = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return {
      cpuMicroseconds: ((Number(afterName[11]) + Number(afterName[12])) * 1_000_000) / TICKS_A_SECOND,
      residentMegabytes: Number(resident) / 1024,
    };
  } catch {
    return { cpuMicroseconds: Number.NaN, residentMegabytes: Number.NaN };
  }
}
