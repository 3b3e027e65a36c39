import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export interface Proxy extends AsyncDisposable {
  /** The database's URL by way of the proxy. */
  url: string;
  /** Cuts the connection, once, at a request or answer with `text`, which is lost. */
  cutAt(direction: "request" | "answer", text: string): void;
  /** Forwards nothing from the request with `text` on, but keeps the connections open. */
  stallAt(text: string): void;
  /** Forwards nothing more on the connection whose request has `text`, but keeps it open, and serves others. */
  loseAt(text: string): void;
  /** Cuts this number of new connections at once. */
  refuse(lines: number): void;
  /** Number of connections that were cut. */
  cuts(): number;
}

/** A proxy to a server that can cut connections at the worst moment. */
export async function openProxy(target: string): Promise<Proxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let cut: { direction: "request" | "answer"; text: string } | undefined;
  let stall: string | undefined;
  let lose: string | undefined;
  let isStalled = false;
  let refused = 0;
  let cuts = 0;

  const server = createServer((client) => {
    if (refused > 0) {
      refused--;
      cuts++;
      client.destroy();
      return;
    }
    const upstream = connect(Number(port), hostname);
    let isLost = false;
    const end = () => {
      if (isStalled || isLost) return; // as a network that drops packets
      client.destroy();
      upstream.destroy();
    };
    const carry = (direction: "request" | "answer", from: Socket, to: Socket) => {
      sockets.add(from);
      from.on("data", (data) => {
        isStalled ||= stall !== undefined && data.includes(stall);
        if (lose !== undefined && data.includes(lose)) {
          isLost = true;
          lose = undefined;
        }
        if (isStalled || isLost) return;
        if (cut?.direction === direction && data.includes(cut.text)) {
          cut = undefined;
          cuts++;
          return end();
        }
        to.write(data);
      });
      from.on("error", end).on("close", end);
    };
    carry("request", client, upstream);
    carry("answer", upstream, client);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  const { port: own } = server.address() as AddressInfo; // a TCP server that listens has one
  return {
    url: Object.assign(new URL(target), { hostname: "127.0.0.1", port: String(own) }).href,
    cutAt: (direction, text) => {
      cut = { direction, text };
    },
    stallAt: (text) => {
      stall = text;
    },
    loseAt: (text) => {
      lose = text;
    },
    refuse: (lines) => {
      refused = lines;
    },
    cuts: () => cuts,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await server[Symbol.asyncDispose]();
    },
  };
}
