import { createServer, type RequestListener } from "node:http";
import type { AddressInfo, Server } from "node:net";

/** Serves on a free port and prints its address, as Roster's log does. */
export const listen = (handler: RequestListener, port?: number) => announce(createServer(handler), "http", port);

export function announce(server: Server, scheme: "http" | "tcp", port = Number(process.env.PORT ?? 0)) {
  server.listen(port, "127.0.0.1", () => {
    const { port: taken } = server.address() as AddressInfo; // a TCP server that listens has one
    console.log(JSON.stringify({ url: `${scheme}://127.0.0.1:${taken}` }));
  });
}

/** Without the word `file:` that DATABASE_URL begins with. */
export const databasePath = () => (process.env.DATABASE_URL ?? "").replace(/^file:/, "");

export const JSON_TYPE = { "content-type": "application/json; charset=utf-8" };
