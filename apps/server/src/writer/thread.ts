import { setImmediate as nextTurn } from "node:timers/promises";
import { deserialize } from "node:v8";
import { parentPort, workerData } from "node:worker_threads";
import type { Mutate, Prepared, PreparedChange } from "../calls/call.ts";
import { carryOut } from "../calls/changes.ts";
import type { Settings } from "../config.ts";
import type { OpenFile } from "../database/database.ts";
import { openDatabase } from "../database/open.ts";
import { Refusal } from "../errors.ts";
import { handlers } from "../router.ts";
import { connect, type Ending, type ThreadFunctions } from "./channel.ts";

if (!parentPort) throw new Error("This file runs only as the writer thread of a server.");
const { settings, file }: { settings: Settings; file: OpenFile | undefined } = workerData;
const port = parentPort;
const database = await openDatabase(settings.databaseUrl, settings.databasePoolSize, { file });
const base = { database, settings, clock: () => new Date() };

async function change(bytes: Uint8Array): Promise<Ending> {
  const prepared: PreparedChange = deserialize(bytes);
  const handler = handlers[prepared.name] as Mutate<never> | Prepared<never>; // the server sends mutations only
  try {
    return { text: JSON.stringify(await carryOut(base, handler, prepared)) };
  } catch (error) {
    if (!(error instanceof Refusal)) return { error: error instanceof Error ? error : new Error(String(error)) };
    const { errorCode, message, detail, cause } = error;
    return { refusal: { errorCode, message, detail, cause } };
  }
}

connect<ThreadFunctions>(port, {
  change,
  isOpen: async () => true,
  async close() {
    await database.close();
    await nextTurn(); // the last answer is sent first
    port.close();
  },
});
