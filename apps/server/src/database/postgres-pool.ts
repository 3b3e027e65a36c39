import pg from "pg";
import { addressesOf } from "./postgres-address.ts";

const CONNECT_MILLISECONDS = 1500;
/** After how much silence on a line it is found out whether somebody is still there. */
const KEEP_ALIVE_MILLISECONDS = 10_000;
/** After a wait for a lock (5 s) the database gives up a statement; when it does not answer even then, it is taken to hang. */
const STATEMENT_MILLISECONDS = 5250;
const SILENT_MILLISECONDS = 5500;
const MAX_STATEMENTS = 1000;

/** All connections are in use, which says nothing about the host. */
const isExhausted = (error: unknown) =>
  error instanceof Error && error.message === "timeout exceeded when trying to connect";

/** A newer server has changed a table that the statement was prepared for. */
const isOutdated = (error: unknown) =>
  error instanceof pg.DatabaseError && error.code === "0A000" && error.routine === "RevalidateCachedQuery";

const isUnanswered = (error: unknown) => error instanceof Error && error.message === "Query read timeout";

/** Names its statements, so that the database parses and plans each one once for a connection. */
class PreparingClient extends pg.Client {
  readonly #names = new Map<string, string>();
  readonly #onOutdated: () => void;

  constructor(config: pg.ClientConfig, onOutdated: () => void) {
    super(config);
    this.#onOutdated = onOutdated;
  }

  // Kysely asks by text and values alone; the library's other ways to ask are left as they are.
  override query = ((text: unknown, values?: unknown, callback?: unknown) => {
    const ask = super.query.bind(this) as (...asked: unknown[]) => unknown; // it has eight signatures
    const isOurs = typeof text === "string" && Array.isArray(values) && callback === undefined;
    if (!isOurs) return ask(text, values, callback);
    const answer = ask({ name: this.#nameOf(text), text, values }) as Promise<unknown>; // as there is no callback
    return answer.catch((error: unknown) => {
      if (isUnanswered(error)) {
        this.hangUp(); // or whoever uses the connection next waits as well
        throw new Error("Connection terminated: the host has stopped answering", { cause: error });
      }
      if (!isOutdated(error)) throw withoutValues(error);
      this.#onOutdated();
      throw new Error("Connection terminated: a table has changed since its statements were prepared");
    });
  }) as pg.Client["query"];

  /** Says no goodbye, which nobody would answer. */
  hangUp() {
    this.connection.stream.destroy();
  }

  /**
   * A search has none: it is planned for its own words, as one plan for all would walk an index for what everybody has. Several
   * statements in one text (a migration) cannot have one.
   */
  #nameOf(text: string) {
    if (text.includes(" like ") || text.includes(";")) return undefined;
    const known = this.#names.get(text);
    if (known !== undefined || this.#names.size >= MAX_STATEMENTS) return known;
    const name = `s${this.#names.size}`;
    this.#names.set(text, name);
    return name;
  }
}

/** PostgreSQL quotes the row that it refuses, which is for no log. */
function withoutValues(error: unknown) {
  if (error instanceof pg.DatabaseError) delete error.detail;
  return error;
}

/** Connections to the first host that takes writes; when it goes, to the next. Patient ones let a statement take its time. */
export function openPool(url: string, max: number, { isPatient = false } = {}): pg.Pool {
  const addresses = addressesOf(url);
  let current = 0;
  let tables = 0; // how often they have changed, as far as is known

  class Client extends PreparingClient {
    readonly tables: number;
    constructor(config: pg.ClientConfig = {}) {
      const known = tables;
      const onOutdated = () => {
        tables = Math.max(tables, known + 1);
      };
      super({ ...config, connectionString: addresses[current % addresses.length] }, onOutdated);
      this.tables = known;
    }
  }

  class Pool extends pg.Pool {
    async #connect() {
      for (;;) {
        const client = await super.connect();
        if (!(client instanceof Client) || client.tables === tables) return client;
        client.release(true);
      }
    }

    override connect = (async () => {
      for (let left = addresses.length; ; left--) {
        const tried = current;
        try {
          return await this.#connect();
        } catch (error) {
          if (left === 1 || isExhausted(error)) throw error;
          if (current === tried) current++;
        }
      }
    }) as pg.Pool["connect"]; // Kysely calls it without a callback
  }

  const connectMilliseconds = Math.max(500, CONNECT_MILLISECONDS / addresses.length);
  const pool = new Pool({
    Client,
    max,
    application_name: "roster",
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MILLISECONDS,
    connectionTimeoutMillis: connectMilliseconds,
    ...(!isPatient && { statement_timeout: STATEMENT_MILLISECONDS, query_timeout: SILENT_MILLISECONDS }),
    types: {
      getTypeParser: (oid, format) => (oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format)),
    },
    onConnect: async (client) => {
      if (addresses.length === 1) return;
      const silent = setTimeout(() => client instanceof PreparingClient && client.hangUp(), connectMilliseconds);
      const { rows } = await client.query("show transaction_read_only").finally(() => clearTimeout(silent));
      if (rows[0]?.transaction_read_only === "on") throw new Error("Connection terminated: this host takes no writes");
    },
  });
  // A connection was cut: whoever was using it is told by its query, and whoever needs one next gets another.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => void client.on("error", () => undefined));
  return pool;
}
