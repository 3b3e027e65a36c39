import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { availableParallelism } from "node:os";
import closeWithGrace from "close-with-grace";
import type { Settings } from "../config.ts";
import { isFile } from "../database/open.ts";
import { createHttpServer } from "../http/server.ts";
import type { Roster } from "../roster.ts";
import { startWorker } from "../worker.ts";
import { createWriter } from "../writer/writer.ts";

function whyNot({ code = "", message }: NodeJS.ErrnoException, { host, port }: Settings) {
  if (code === "EADDRINUSE") return `PORT ${port} is in use. Choose another with PORT=…`;
  if (code === "EACCES") return `PORT ${port} may not be used by this user. Choose another with PORT=…`;
  return `HOST ${host} cannot be listened on: ${message}`;
}

/** The writer thread is for SQLite only, as PostgreSQL works in processes of its own, and for more than one core. */
const gainsByWriter = ({ databaseUrl }: Settings) => isFile(databaseUrl) && availableParallelism() > 1;

/** Faults of the machine or of native code. Node would go back to the instruction that failed, so nothing may catch these. */
const faults = ["SIGBUS", "SIGFPE", "SIGILL", "SIGSEGV", "SIGTRAP", "SIGABRT"] as const;

/** Serves and sends mail until a signal. Then finishes the requests under way, closes the database and exits with 0. */
export async function serve(roster: Roster): Promise<string> {
  const { services } = roster;
  const { log, settings } = services;
  if (gainsByWriter(settings)) services.writer = createWriter(services);
  const { server, drain } = createHttpServer(services);
  const listening = once(server, "listening");
  server.listen(settings.port, settings.host);
  await listening.catch(async (error: NodeJS.ErrnoException) => {
    await roster.close(); // its connections would keep the process
    throw new Error(whyNot(error, settings), { cause: error });
  });
  const worker = startWorker(roster.loops, log);
  closeWithGrace({ delay: 15_000, logger: false, skip: [...faults] }, async ({ err, signal }) => {
    if (err) log.fatal({ err }, "unexpected error, stopping");
    else log.info({ signal }, "stopping");
    await Promise.all([drain(), worker.stop()]);
    await services.writer?.close();
    await roster.close();
  });
  const { address, port, family } = server.address() as AddressInfo; // a TCP server that listens has one
  return `http://${family === "IPv6" ? `[${address}]` : address}:${port}`;
}
