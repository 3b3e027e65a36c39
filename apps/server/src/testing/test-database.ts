export type Row = Record<string, unknown>;

/** A test's database, with access behind the server's back. */
export interface TestDatabase extends AsyncDisposable {
  /** The value of DATABASE_URL. */
  url: string;
  /** Runs one statement, with `?` for each value, and answers its rows. */
  query<Answer = Row>(statement: string, ...values: unknown[]): Promise<Answer[]>;
  /** All rows of all tables. */
  dump(): Promise<Record<string, Row[]>>;
  /** Makes the database refuse inserts or updates of a table, with `reason`, if `when` is true for the `new` row. */
  refuse(event: "insert" | "update", table: string, reason?: string, when?: string): Promise<void>;
  /** Ends the refusal. */
  allow(table: string): Promise<void>;
  /** Drops a table and its references. */
  dropTable(table: string): Promise<void>;
  /** Expects that the database passes its integrity checks. */
  expectWhole(): Promise<void>;
  /** Expects that `work` commits nothing. */
  expectNothingWritten(work: () => Promise<unknown>): Promise<void>;
  /** Everything that a thief of the database can read. */
  contents(): Promise<string>;
  /** Closes its own connections, so that the database can be copied. */
  leave(): Promise<void>;
}
