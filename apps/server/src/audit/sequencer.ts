// On PostgreSQL changes run side by side, and the order in which they commit is known only afterwards. So entries are written without a
// number, and a loop numbers what is committed. See docs/decisions/0018-numbers-after-the-commit.md.

import type { Database, Tx } from "../database/database.ts";
import { tryLock } from "../database/locks.ts";
import { hasUnnumberedEntries, lastAuditEntry, setNumbers, unnumberedEntries } from "./audit.queries.ts";
import { chained } from "./audit.service.ts";

const BATCH = 500;

/** Numbers and chains the committed entries, one server at a time. */
export async function numberEntries(database: Database) {
  if (!(await hasUnnumberedEntries(database.read))) return;
  while ((await database.transaction(numberBatch)) === BATCH);
}

/** Numbers a batch of entries, unless another server does. Answers how many. */
async function numberBatch(tx: Tx) {
  if (!(await tryLock(tx, "sequencer"))) return 0;
  const entries = await unnumberedEntries(tx, BATCH);
  const numbered = chained(await lastAuditEntry(tx), entries);
  if (numbered.length > 0)
    await setNumbers(
      tx,
      numbered.map(({ seq, sequence, hash }) => ({ seq, sequence, hash })),
    );
  return numbered.length;
}
