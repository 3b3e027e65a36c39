import { setTimeout as sleep } from "node:timers/promises";
import type { Services } from "../calls/call.ts";
import { probe, probeWrite } from "../database/probe.ts";
import { UNAVAILABLE_SECONDS } from "../errors.ts";
import { type Front, JSON_TYPE } from "./front.ts";

/** Anybody may ask, so a write serves all who ask within this time. */
const WRITE_MILLISECONDS = 1000;
/** A write that waits longer than this waits for another process's lock, which is no fault. */
const LOCK_MILLISECONDS = 500;

/** `/healthz`: the process runs. `/readyz`: the server accepts connections, and its database answers and takes changes. */
export function healthFront({ database, clock, log }: Services, server: { readonly listening: boolean }): Front {
  let last: { at: number; error?: unknown } = { at: -Infinity };
  let underWay: Promise<void> | undefined;

  /** Throws what the last write has met. */
  async function expectWritable() {
    if (!underWay && performance.now() - last.at > WRITE_MILLISECONDS) {
      underWay = write().finally(() => (underWay = undefined));
      await Promise.race([underWay, sleep(LOCK_MILLISECONDS)]);
    }
    if (last.error !== undefined) throw last.error;
  }

  async function write() {
    try {
      await database.transaction((tx) => probeWrite(tx, clock()));
      last = { at: performance.now() };
    } catch (error) {
      const failure = database.failure(error);
      const isBusy = failure?.kind === "unavailable" && failure.isBusy;
      last = { at: performance.now(), ...(!isBusy && { error }) };
    }
  }

  async function isReady() {
    if (!server.listening) return false;
    try {
      await probe(database.read);
      await expectWritable();
      return true;
    } catch (error) {
      log.error({ err: error }, "the database cannot answer, or takes no changes");
      return false;
    }
  }
  return {
    matches: (path) => path === "/healthz" || path === "/readyz",
    async answer({ response, path }) {
      const isWell = path === "/healthz" || (await isReady());
      const headers = { "content-type": JSON_TYPE, ...(!isWell && { "retry-after": String(UNAVAILABLE_SECONDS) }) };
      response.writeHead(isWell ? 200 : 503, headers);
      response.end(JSON.stringify({ status: isWell ? "ok" : "unavailable" }));
    },
  };
}
