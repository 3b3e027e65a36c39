import pg from "pg";
import { addressesOf } from "./postgres-address.ts";

const CONNECT_MILLISECONDS = 1500;
/** After how much silence on a line it is found out whether somebody is still there. */
const KEEP_ALIVE_MILLISECONDS = 10_000;
/** After how long without an answer it is asked whether the host is still there; after a yes, not for this long. */
const SILENT_MILLISECONDS = 200;
const TRUSTED_MILLISECONDS = 5000;
const MAX_STATEMENTS = 1000;

/** All connections are in use, which says nothing about the host. */
const isExhausted = (error: unknown) =>
  error instanceof Error && error.message === "timeout exceeded when trying to connect";

/** What the backends of a host are doing, by their numbers; nothing when it does not answer. */
type Backends = Map<number, string> | undefined;

/** When each host has last answered a statement. */
const answered = new Map<string | undefined, number>();

const asking = new Map<string | undefined, Promise<Backends>>();

/**
 * Asks a host as a newcomer: one that hangs keeps its old connections open. There is one newcomer for all who ask at the same
 * time: a host that is busy, or full, must not get as many as there are slow statements.
 */
function look(config: pg.ClientConfig) {
  const { connectionString } = config;
  const answer = asking.get(connectionString) ?? lookAnew(config).finally(() => asking.delete(connectionString));
  asking.set(connectionString, answer);
  return answer;
}

const BACKENDS = "select pid, state from pg_stat_activity where usename = current_user and state is not null";

async function lookAnew(config: pg.ClientConfig): Promise<Backends> {
  const timeouts = { connectionTimeoutMillis: CONNECT_MILLISECONDS, query_timeout: CONNECT_MILLISECONDS };
  let newcomer: pg.Client | undefined;
  try {
    newcomer = new pg.Client({ ...config, ...timeouts }); // reads the files of certificates
    newcomer.on("error", () => undefined);
    await newcomer.connect();
    const { rows } = await newcomer.query<{ pid: number; state: string }>(BACKENDS);
    return new Map(rows.map(({ pid, state }) => [pid, state]));
  } catch (error) {
    return newcomer === undefined || error instanceof pg.DatabaseError ? new Map() : undefined; // it has words for us
  } finally {
    void newcomer?.end().catch(() => undefined);
  }
}

/** A newer server has changed a table that the statement was prepared for. */
const isOutdated = (error: unknown) =>
  error instanceof pg.DatabaseError && error.code === "0A000" && error.routine === "RevalidateCachedQuery";

/** Names its statements, so that the database parses and plans each one once for a connection. */
class PreparingClient extends pg.Client {
  declare processID: number | null; // the types of the library lack it
  readonly #names = new Map<string, string>();
  readonly #config: pg.ClientConfig;
  readonly #onOutdated: () => void;

  constructor(config: pg.ClientConfig, onOutdated: () => void) {
    super(config);
    this.#config = config;
    this.#onOutdated = onOutdated;
  }

  // Kysely asks by text and values alone; the library's other ways to ask are left as they are.
  override query = ((text: unknown, values?: unknown, callback?: unknown) => {
    const ask = super.query.bind(this) as (...asked: unknown[]) => unknown; // it has eight signatures
    const isOurs = typeof text === "string" && Array.isArray(values) && callback === undefined;
    if (!isOurs) return ask(text, values, callback);
    const answer = ask({ name: this.#nameOf(text), text, values }) as Promise<unknown>; // as there is no callback
    return this.#watched(answer).catch((error: unknown) => {
      if (!isOutdated(error)) throw withoutValues(error);
      this.#onOutdated();
      throw new Error("Connection terminated: a table has changed since its statements were prepared");
    });
  }) as pg.Client["query"];

  /** Hangs up on a host that has stopped answering, and on a line that has: its backend waits, and so does this one. */
  async #watched(answer: Promise<unknown>) {
    const host = this.#config.connectionString;
    let timer: NodeJS.Timeout | undefined;
    let isDone = false;
    const lookIn = (milliseconds: number, wasIdle = false) => {
      timer = setTimeout(async () => {
        const begun = performance.now();
        const backends = await look(this.#config);
        if (isDone) return;
        const isIdle = backends?.get(this.processID ?? 0)?.startsWith("idle") ?? false;
        // One that is too busy for newcomers answers those that it has.
        const isSilent = !backends && (answered.get(host) ?? 0) < begun;
        if (isSilent || (isIdle && wasIdle)) this.connection.stream.destroy();
        else lookIn(isIdle || !backends ? SILENT_MILLISECONDS : TRUSTED_MILLISECONDS, isIdle);
      }, milliseconds);
    };
    lookIn(SILENT_MILLISECONDS);
    try {
      const result = await answer;
      answered.set(host, performance.now());
      return result;
    } finally {
      isDone = true;
      clearTimeout(timer);
    }
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

/** Connections to the first host that takes writes; when it goes, to the next. */
export function openPool(url: string, max: number): pg.Pool {
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

  const pool = new Pool({
    Client,
    max,
    application_name: "roster",
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MILLISECONDS,
    connectionTimeoutMillis: Math.max(500, CONNECT_MILLISECONDS / addresses.length),
    types: {
      getTypeParser: (oid, format) => (oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format)),
    },
    onConnect: async (client) => {
      if (addresses.length === 1) return;
      const { rows } = await client.query("show transaction_read_only", []); // as ours, so that it is watched
      if (rows[0]?.transaction_read_only === "on") throw new Error("Connection terminated: this host takes no writes");
    },
  });
  // A connection was cut: whoever was using it is told by its query, and whoever needs one next gets another.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => void client.on("error", () => undefined));
  return pool;
}
