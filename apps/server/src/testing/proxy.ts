import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export interface Proxy extends AsyncDisposable {
  /** The address of what is behind it, by this way. */
  url: string;
  /** Cuts the line, once, when it comes to carry `text` in a request or an answer, which gets lost. */
  cutAt(direction: "request" | "answer", text: string): void;
  /** Carries nothing any more, from the request on that holds `text`, but keeps the lines. */
  stallAt(text: string): void;
  /** Carries nothing any more on the line whose request holds `text`, but keeps it, and carries on others. */
  loseAt(text: string): void;
  /** Cuts the next so many lines as soon as they are there. */
  refuse(lines: number): void;
  /** How many lines were cut. */
  cuts(): number;
}

/** A line to a server that can be cut at the worst moment. */
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
      if (isStalled || isLost) return; // as in a net that drops everything
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
