import { setImmediate as nextTurn } from "node:timers/promises";
import { deserialize } from "node:v8";
import { parentPort, workerData } from "node:worker_threads";
import type { BirpcReturn } from "birpc";
import { pino } from "pino";
import { KnownKeys } from "../api-keys/known-keys.ts";
import type { Settings } from "../config.ts";
import type { Services } from "../context.ts";
import { openRoster } from "../roster.ts";
import { implementation } from "../router.ts";
import { connect, type ServerFunctions, type WriterFunctions } from "./channel.ts";

if (!parentPort) throw new Error("This is started by a server, as a thread of it.");
const settings: Settings = workerData;
const port = parentPort;

const server: BirpcReturn<ServerFunctions, WriterFunctions> = connect(port, {
  async change(name, { input, batchIndex, ...call }) {
    const ctx = { ...call, services, authenticate: async () => call.actor, logLevel: "debug" } as const;
    return implementation[name].admitted({ ctx, batchIndex, input: deserialize(input) });
  },
  async close() {
    await roster.close().finally(async () => {
      await nextTurn(); // what was said last is sent
      port.close();
    });
  },
});

const log = pino({ level: settings.logLevel }, { write: (line) => void server.log.asEvent(line) });
const roster = await openRoster(settings, { log });
const services: Services = {
  ...roster.services,
  keys: new KnownKeys((hash) => void server.revoke.asEvent(hash)),
  passwords: server, // they are hashed beside all others, as many at once as may be
};
void server.opened.asEvent();
