// On PostgreSQL changes run side by side, and the order in which they commit is known only afterwards. So entries are written without a
// number, and a loop numbers what is committed. See docs/decisions/0018-numbers-after-the-commit.md.

import type { Database, Tx } from "../database/database.ts";
import { tryLock } from "../database/locks.ts";
import { together } from "../database/together.ts";
import { hasUnnumberedEntries, lastAuditEntry, setNumbers, unnumberedEntries } from "./audit.queries.ts";
import { chained } from "./audit.service.ts";
import { countEntries } from "./event-count.queries.ts";

const BATCH = 500;

/** Numbers and chains the committed entries, one server at a time. */
export async function numberEntries({ single, transaction }: Database) {
  if (!(await single(hasUnnumberedEntries))) return;
  while ((await transaction(numberBatch)) === BATCH);
}

/** Numbers the entries that a copy has brought along. On SQLite no loop would. */
export async function numberCopiedEntries(tx: Tx) {
  while ((await numberBatch(tx)) === BATCH);
}

/** Numbers a batch of entries in the order of `seq`, unless another server does. Answers how many. */
async function numberBatch(tx: Tx) {
  if (!(await tryLock(tx, "sequencer"))) return 0; // the next statement sees what the one that held the lock has committed
  const entries = await unnumberedEntries(tx, BATCH);
  if (entries.length === 0) return 0;
  const numbered = chained(await lastAuditEntry(tx), entries);
  await together([
    setNumbers(
      tx,
      numbered.map(({ seq, sequence, hash }) => ({ seq, sequence, hash })),
    ),
    countEntries(tx, numbered),
  ]);
  return numbered.length;
}
