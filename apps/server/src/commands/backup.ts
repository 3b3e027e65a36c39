import { once } from "node:events";
import { closeSync, existsSync, fsyncSync, linkSync, openSync, rmSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { Worker } from "node:worker_threads";
import type { Head } from "../audit/verify.ts";
import { isFile, NoDatabase, pathOf } from "../database/open.ts";
import { filesOf, inspectFile, reading } from "../database/sqlite-file.ts";
import { showProgress } from "./progress.ts";

/** Writes a copy of the directory, as it is at one moment, into a new file. Servers go on meanwhile. Answers the log's head. */
export async function backUp(databaseUrl: string, file: string): Promise<{ head: string; bytes: number }> {
  if (!isFile(databaseUrl))
    throw new Error("The database is on PostgreSQL. Use its own tools: pg_dump --format=custom --file=backup.dump");
  const path = pathOf(databaseUrl);
  if (!existsSync(path)) throw new NoDatabase(databaseUrl);
  if (existsSync(file)) throw new Error(`${file} is there already: name a new file.`);
  inspectFile(path);
  const unfinished = await copyFile(path, file);
  try {
    linkSync(unfinished, file); // unlike a renaming it replaces nothing
  } finally {
    rmSync(unfinished);
  }
  syncFile(dirname(file));
  const { sequence, hash } = headOf(file) ?? { sequence: 0, hash: "" };
  return { head: `${sequence}:${hash}`, bytes: statSync(file).size };
}

/** The build keeps both files in one folder. */
const thread = new URL(import.meta.url.endsWith(".ts") ? "./vacuum.ts" : "./vacuum.js", import.meta.url);

/** Copies a database, with the log beside it, into a file beside `to`, checks the copy, and answers its path. */
export async function copyFile(from: string, to: string) {
  const unfinished = `${to}.unfinished`;
  for (const left of filesOf(unfinished)) rmSync(left, { force: true });
  closeSync(openSync(unfinished, "wx", 0o600));
  const bar = showProgress(statSync(from).size);
  const timer = setInterval(() => bar.update(statSync(unfinished).size), 100);
  try {
    await once(new Worker(thread, { workerData: { from, to: unfinished } }), "exit"); // throws the thread's error
    inspectFile(unfinished);
    syncFile(unfinished);
    bar.update(bar.getTotal());
    return unfinished;
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  } finally {
    clearInterval(timer);
    bar.stop();
  }
}

/** Lets a file, or the names in a folder, reach the disk. */
export function syncFile(path: string) {
  const file = openSync(path, "r");
  fsyncSync(file);
  closeSync(file);
}

/** The last entry of a file's audit log. */
export const headOf = (path: string) =>
  reading(path, (database) =>
    database.prepare<[], Head>("select sequence, hash from audit_entries order by sequence desc limit 1").get(),
  );
