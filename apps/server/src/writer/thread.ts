import { parentPort, workerData } from "node:worker_threads";
import { pino } from "pino";
import { KnownKeys } from "../api-keys/known-keys.ts";
import type { Settings } from "../config.ts";
import { openRoster } from "../roster.ts";
import { implementation } from "../router.ts";
import { connect, type ServerFunctions, type WriterFunctions } from "./channel.ts";

if (!parentPort) throw new Error("This is started by a server, as a thread of it.");
const settings: Settings = workerData;
const port = parentPort;

const server = connect<ServerFunctions, WriterFunctions>(port, {
  async change(name, { input, batchIndex, ...call }) {
    const { services } = await roster;
    const ctx = { ...call, services, authenticate: async () => call.actor, logLevel: "debug" } as const;
    return implementation[name].admitted({ ctx, batchIndex, input: input as never }); // as this procedure's schema made it
  },
  async close() {
    await (await roster).close();
    port.close();
  },
});

const roster = openRoster(settings, {
  log: pino({ level: settings.logLevel }, { write: (line) => void server.log.asEvent(line) }),
  keys: new KnownKeys((hash) => void server.revoke.asEvent(hash)),
  passwords: server, // they are hashed beside all others, as many at once as may be
});
await roster;
void server.opened.asEvent();
