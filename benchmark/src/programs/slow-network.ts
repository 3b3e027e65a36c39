// A network in between: forwards to the database's port, and delays what either side sends.
import { connect, createServer, type Socket } from "node:net";
import { announce } from "./listen.ts";

const { hostname: host, port } = new URL(process.env.DATABASE_URL ?? "");
const delay = Number(process.env.DELAY_MILLISECONDS);

const server = createServer({ noDelay: true }, (client) => {
  const database = connect({ host, port: Number(port), noDelay: true });
  const end = () => {
    client.destroy();
    database.destroy();
  };
  // Timers of one delay fire in the order in which they were set.
  const carry = (from: Socket, to: Socket) =>
    from
      .on("data", (data) => setTimeout(() => to.write(data), delay))
      .on("error", end)
      .on("close", end);
  carry(client, database);
  carry(database, client);
});

announce(server, "tcp");
