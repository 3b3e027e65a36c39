export type Row = Record<string, unknown>;

/** A database of one test, and what can be done to it behind the server's back, past all its rules. */
export interface TestDatabase extends AsyncDisposable {
  /** For DATABASE_URL. */
  url: string;
  /** Runs one statement, with `?` for each value, and answers its rows. */
  query<Answer = Row>(statement: string, ...values: unknown[]): Promise<Answer[]>;
  /** All rows of all tables. */
  dump(): Promise<Record<string, Row[]>>;
  /** Lets the database refuse to insert into or update a table, with `reason`, where `when` holds of the `new` row. */
  refuse(event: "insert" | "update", table: string, reason?: string, when?: string): Promise<void>;
  /** Ends the refusal. */
  allow(table: string): Promise<void>;
  /** Removes a table and whatever refers to it. */
  dropTable(table: string): Promise<void>;
  /** Expects that the database itself is whole. */
  expectWhole(): Promise<void>;
  /** Expects that nothing at all is committed meanwhile. */
  expectNothingWritten(work: () => Promise<unknown>): Promise<void>;
  /** What somebody who has the whole database can read in it. */
  contents(): Promise<string>;
  /** Closes its own connections, so that the database can be copied. */
  leave(): Promise<void>;
}
