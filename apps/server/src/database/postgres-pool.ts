import pg from "pg";
import { addressesOf } from "./postgres-address.ts";

const CONNECT_MILLISECONDS = 1500;
/** Idle time of a connection after which TCP keep-alive probes the host. */
const KEEP_ALIVE_MILLISECONDS = 10_000;
/** How long a transaction may be idle, as one whose server has hung. It is less than a wait for its locks. */
const IDLE_MILLISECONDS = 4000;
/** How long a statement waits for a lock. */
const LOCK_MILLISECONDS = 5000;
/** PostgreSQL cancels a statement after this time, which is longer than the wait for a lock. */
const STATEMENT_MILLISECONDS = 5250;
/** A host that neither answers nor cancels a query by then hangs. */
const SILENT_MILLISECONDS = 5500;
/** How often PostgreSQL looks whether the server is still there while a statement runs, so that a killed one keeps no locks. */
const CHECK_MILLISECONDS = 500;
const MAX_STATEMENTS = 1000;

/** All connections are in use. The host itself may be well. */
const isExhausted = (error: unknown) =>
  error instanceof Error && error.message === "timeout exceeded when trying to connect";

/** A migration has changed a table of a prepared statement. */
const isOutdated = (error: unknown) =>
  error instanceof pg.DatabaseError && error.code === "0A000" && error.routine === "RevalidateCachedQuery";

const isUnanswered = (error: unknown) => error instanceof Error && error.message === "Query read timeout";

/** Names of statements, so that the database parses and plans each once per connection. */
class StatementNames {
  readonly #names = new Map<string, string>();
  #given = 0;

  /**
   * A search has no name: the planner must see its words, because one plan for all words would walk an index for a common one.
   * Several statements in one text (a migration) cannot be prepared.
   */
  of(text: string) {
    if (text.includes(" like ") || text.includes(";")) return undefined;
    const known = this.#names.get(text);
    if (known !== undefined || this.#names.size >= MAX_STATEMENTS) return known;
    const name = `s${this.#given++}`;
    this.#names.set(text, name);
    return name;
  }

  /** Lets every connection prepare all statements anew, unless this statement has another name by now. */
  renew(text: string, name: string | undefined) {
    if (this.#names.get(text) === name) this.#names.clear();
  }
}

class PreparingClient extends pg.Client {
  readonly #names: StatementNames;

  constructor(config: pg.ClientConfig, names: StatementNames) {
    super(config);
    this.#names = names;
  }

  // Kysely passes a text and values. The other signatures of `query` stay as they are.
  override query = ((text: unknown, values?: unknown, callback?: unknown) => {
    const ask = super.query.bind(this) as (...asked: unknown[]) => unknown; // one type for its eight signatures
    const isOurs = typeof text === "string" && Array.isArray(values) && callback === undefined;
    if (!isOurs) return ask(text, values, callback);
    this.#gatherWrites();
    const name = this.#names.of(text);
    const answer = ask({ name, text, values }) as Promise<unknown>; // without a callback it returns a promise
    return answer.catch((error: unknown) => {
      if (isUnanswered(error)) {
        this.hangUp(); // so that no later query waits on this connection
        throw new Error("Connection terminated: the host has stopped answering", { cause: error });
      }
      if (!isOutdated(error)) throw withoutValues(error);
      this.#names.renew(text, name);
      throw new Error("Connection terminated: a table has changed since its statements were prepared");
    });
  }) as pg.Client["query"]; // other calls than Kysely's go to the library, so all signatures hold

  /** Sends the statements of one turn of the event loop in one write, which is a system call. */
  #gatherWrites() {
    const { stream } = this.connection;
    if (stream.writableCorked > 0) return;
    stream.cork();
    process.nextTick(() => stream.uncork());
  }

  /** Closes the socket without PostgreSQL's goodbye, which a hanging host would not answer. */
  hangUp() {
    this.connection.stream.destroy();
  }
}

/** Removes the values of the refused row, which PostgreSQL quotes, so that the log does not have them. */
function withoutValues(error: unknown) {
  if (error instanceof pg.DatabaseError) delete error.detail;
  return error;
}

/** Not all that speak the protocol have the setting. A lost connection fails the next statement. */
const noticeLostServers = (client: pg.ClientBase) =>
  client.query(`set client_connection_check_interval = ${CHECK_MILLISECONDS}`).catch(() => undefined);

async function expectWritable(client: pg.ClientBase) {
  const { rows } = await client.query("show transaction_read_only");
  if (rows[0]?.transaction_read_only === "on") throw new Error("Connection terminated: this host takes no writes");
}

/** Connections to the first host that accepts writes, and to the next one when that fails. A patient pool has no timeouts. */
export function openPool(url: string, max: number, { isPatient = false } = {}): pg.Pool {
  const addresses = addressesOf(url);
  const names = new StatementNames();
  let current = 0;

  class Client extends PreparingClient {
    constructor(config: pg.ClientConfig = {}) {
      super({ ...config, connectionString: addresses[current % addresses.length] }, names);
    }
  }

  class Pool extends pg.Pool {
    override connect = (async () => {
      for (let left = addresses.length; ; left--) {
        const tried = current;
        try {
          return await super.connect();
        } catch (error) {
          if (left === 1 || isExhausted(error)) throw error;
          if (current === tried) current++;
        }
      }
    }) as pg.Pool["connect"]; // Kysely calls `connect` without a callback, so the other signature is not needed
  }

  const connectMilliseconds = Math.max(500, CONNECT_MILLISECONDS / addresses.length);
  const pool = new Pool({
    Client,
    max,
    application_name: "roster",
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MILLISECONDS,
    connectionTimeoutMillis: connectMilliseconds,
    pipeline: true, // statements that are sent without waiting for an answer share a round trip
    lock_timeout: LOCK_MILLISECONDS,
    idle_in_transaction_session_timeout: IDLE_MILLISECONDS,
    ...(!isPatient && { statement_timeout: STATEMENT_MILLISECONDS, query_timeout: SILENT_MILLISECONDS }),
    types: {
      getTypeParser: (oid, format) => (oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format)),
    },
    onConnect: async (client) => {
      const silent = setTimeout(() => client instanceof PreparingClient && client.hangUp(), connectMilliseconds);
      try {
        await noticeLostServers(client);
        if (addresses.length > 1) await expectWritable(client);
      } finally {
        clearTimeout(silent);
      }
    },
  });
  // A lost connection fails its query, and the pool opens another. Without listeners the event would end the process.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => void client.on("error", () => undefined));
  return pool;
}
