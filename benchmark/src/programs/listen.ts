import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

/** Serves on a free port and prints its address, as Roster's log does. */
export function listen(handler: RequestListener, port = Number(process.env.PORT ?? 0)) {
  const server = createServer(handler);
  server.listen(port, "127.0.0.1", () => {
    const { port: taken } = server.address() as AddressInfo; // a TCP server that listens has one
    console.log(JSON.stringify({ url: `http://127.0.0.1:${taken}` }));
  });
}

/** Without the word `file:` that DATABASE_URL begins with. */
export const databasePath = () => (process.env.DATABASE_URL ?? "").replace(/^file:/, "");

export const JSON_TYPE = { "content-type": "application/json; charset=utf-8" };
