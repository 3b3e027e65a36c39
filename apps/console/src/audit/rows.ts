import type { AuditEntry } from "@roster/client";

/** From so many entries on, those of one request stand in one row. */
const MANY = 3;

/** A row of the log: an entry, or the entries of one request that stand together. */
export interface LogRow {
  id: string;
  entry: AuditEntry;
  /** All that the row stands for, the first change first. Undefined for a single entry. */
  together?: readonly AuditEntry[];
  /** Whether it is one of the entries of the row above that stands for several. */
  isWithin?: boolean;
  /** Whether the request has entries on the page before or after, as far as the page knows. */
  isCut?: boolean;
}

/** The rows of a page of the log. The entries of the request that is `open` follow the row that stands for them. */
export function rowsOf(entries: readonly AuditEntry[], { open, isFirst, isLast }: RowsOptions): LogRow[] {
  const runs: AuditEntry[][] = [];
  for (const entry of entries) {
    const run = runs.at(-1);
    if (run?.[0]?.request_id === entry.request_id) run.push(entry);
    else runs.push([entry]);
  }
  return runs.flatMap((run, index) => {
    const [entry] = run;
    if (!entry || run.length < MANY) return run.map((one) => ({ id: one.id, entry: one }));
    const isCut = (index === 0 && !isFirst) || (index === runs.length - 1 && !isLast);
    const row: LogRow = { id: `all-${entry.id}`, entry, together: run.toReversed(), isCut };
    return [row, ...(open === entry.request_id ? run.map((one) => ({ id: one.id, entry: one, isWithin: true })) : [])];
  });
}

interface RowsOptions {
  /** The request whose entries are shown one by one. */
  open: string | undefined;
  isFirst: boolean;
  isLast: boolean;
}
