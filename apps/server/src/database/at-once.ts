import { type Dialect, Transaction } from "kysely";
import type { Tables } from "../tables.ts";
import type { Tx } from "./database.ts";

/**
 * Kysely lets each statement of a transaction wait for the answer to the one before. This sends each when it is called, in the order
 * of the calls.
 */
export function sendingAtOnce(dialect: Dialect) {
  const driver = dialect.createDriver(); // asked for by the constructor; a transaction begins no other
  return async (tx: Tx): Promise<Tx> => {
    const connection = await tx.getExecutor().provideConnection(async (own) => own);
    const executor = tx.getExecutor().withConnectionProvider({ provideConnection: (use) => use(connection) });
    return new Transaction<Tables>({ config: { dialect }, dialect, driver, executor });
  };
}
