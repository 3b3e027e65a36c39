import {
  contract,
  type ErrorCode,
  type EventName,
  type Output,
  type ParsedInput,
  type Procedure,
  type ProcedureName,
} from "@roster/contract";
import { entriesOf, type Happening, writeEntries } from "../audit/audit.service.ts";
import type { Tx } from "../database/database.ts";
import { inSavepoint } from "../database/savepoint.ts";
import { together } from "../database/together.ts";
import { Refusal } from "../errors.ts";
import { findFirstAnswer, idempotencyKeyOf, keepFirstAnswer } from "../idempotency/idempotency.ts";
import {
  type Admitted,
  type Change,
  CheckedJson,
  type Mutate,
  type Prepared,
  type PreparedChange,
  type RowError,
  type RowResults,
  type Services,
} from "./call.ts";
import { declared, inCatalogue } from "./refusals.ts";
import { inFullTicks } from "./ticks.ts";

/** The services of a transaction, in either thread. */
export type ChangeBase = Pick<Services, "database" | "settings" | "clock">;

/**
 * Makes a change in this order: look up the first answer to its idempotency key, prepare, run the transaction, in this thread or in
 * the writer thread.
 */
export function changing<P extends ProcedureName>(name: P, handler: Mutate<P> | Prepared<P>) {
  const entry: Procedure = contract[name];
  const { authenticates = false, isDiscreet = false } = entry.kind === "mutation" ? entry : {};

  async function answer({ ctx, batchIndex, input }: Admitted<P>): Promise<Output<P> | CheckedJson<Output<P>>> {
    const { services, actor, requestId } = ctx;
    const { database, writer, clock } = services;
    const key = ctx.idempotency && idempotencyKeyOf(ctx.idempotency, batchIndex, name, input);
    const idempotency = authenticates ? undefined : key;
    const firstAnswer = async () => idempotency && database.single((db) => findFirstAnswer(db, idempotency, clock()));
    const first = await firstAnswer();
    if (first) return first.output as Output<P>; // the stored output of this procedure, checked when it was stored
    try {
      const facts =
        typeof handler === "function"
          ? null
          : await handler.prepare({ input, db: database.read, snapshot: database.snapshot, services, actor });
      const change: PreparedChange = { name, input, facts, actor, requestId, idempotency };
      if (!writer) return (await carryOut(services, handler, change)) as Output<P>; // `carryOut` has checked it
      const text = await writer.change(change, async () => JSON.stringify(await carryOut(services, handler, change)));
      return text === undefined ? (undefined as Output<P>) : new CheckedJson(text); // only a void output has no JSON
    } catch (error) {
      if (isUnavailable(inCatalogue(error, database))) throw error;
      // A concurrent call with the same key may have succeeded meanwhile, so that this one has nothing left to do.
      const meanwhile = await firstAnswer().catch((later) => {
        throw later instanceof Refusal ? later : error;
      });
      if (meanwhile) return meanwhile.output as Output<P>; // the stored output of this procedure, checked when it was stored
      throw error;
    }
  }

  return isDiscreet ? (call: Admitted<P>) => inFullTicks(() => answer(call)) : answer;
}

const isUnavailable = (error: unknown) => error instanceof Refusal && error.errorCode === "unavailable";

/** The transaction of a change: its rows, its audit entries, the check of its output, and the answer kept for a repeated call. */
export async function carryOut<P extends ProcedureName>(
  base: ChangeBase,
  handler: Mutate<P> | Prepared<P>,
  prepared: PreparedChange,
): Promise<unknown> {
  const { database, clock } = base;
  const { name, input, facts, idempotency, actor, requestId: request_id } = prepared;
  const given = input as ParsedInput<P>; // checked when the call was admitted
  const work = async (tx: Tx): Promise<Done> => {
    const now = clock();
    const at = now.toISOString();
    const happenings: Happening[] = [];
    const change = changeIn(tx, at, base, prepared, happenings);
    const done =
      typeof handler === "function" ? await handler(change, given) : await handler.change(change, given, facts);
    const output = contract[name].output.parse(done);
    const entries = entriesOf(happenings, { at, actor: actor.name, action: name, request_id });
    return { output, entries, idempotency, now };
  };
  try {
    const caller = { name: actor.name, isLong: rowsOf(name) !== undefined };
    return (await database.transaction(work, finish, caller)).output;
  } catch (error) {
    throw inCatalogue(error, database); // in this thread, as database errors do not survive a message between threads
  }
}

/** A change that is to be committed. */
interface Done extends Pick<PreparedChange, "idempotency"> {
  output: unknown;
  entries: ReturnType<typeof entriesOf>;
  now: Date;
}

/** The log comes last, so that no entry has its place while its change still waits for another one. */
const finish = (tx: Tx, changes: readonly Done[]) =>
  together([
    ...changes.map(({ idempotency, output, now }) => idempotency && keepFirstAnswer(tx, idempotency, output, now)),
    writeEntries(
      tx,
      changes.flatMap(({ entries }) => entries),
    ),
  ]);

function changeIn(
  tx: Tx,
  now: string,
  { settings, database }: ChangeBase,
  { name, actor }: PreparedChange,
  happenings: Happening[],
): Change {
  return {
    tx,
    now,
    actor,
    settings,
    record(event, target_id, fields = []) {
      if (!eventsOf(name).includes(event))
        throw new Error(`${event} is not among the events of ${name} in the contract`);
      happenings.push({ event, target_id, fields });
      return Promise.resolve();
    },
    async each<Row, Answer extends object, Code extends ErrorCode>(
      rows: readonly Row[],
      lock: (tx: Tx, rows: readonly Row[]) => Promise<unknown>,
      work: (row: Row) => Promise<Answer>,
    ) {
      const results: RowResults<Answer, Code>["results"] = [];
      await lock(tx, rows);
      for (const row of rows) {
        const before = happenings.length;
        try {
          results.push({ ok: true, ...(await inSavepoint(tx, () => work(row))) });
        } catch (thrown) {
          happenings.length = before;
          const error = inCatalogue(thrown, database);
          // The whole call fails, and the transaction may run again: it recognises that by the database's own error.
          if (isUnavailable(error) || !(error instanceof Refusal)) throw thrown;
          results.push({ ok: false, error: rowError(error, name) as RowError<Code> }); // one of `rows.errors`, as in the answer's type
        }
      }
      return { results };
    },
  };
}

function eventsOf(name: ProcedureName): readonly EventName[] {
  const entry: Procedure = contract[name];
  return entry.kind === "mutation" ? entry.events : [];
}

/** The rows of a bulk call, by its entry in the contract. */
function rowsOf(name: ProcedureName) {
  const entry: Procedure = contract[name];
  return entry.kind === "mutation" ? entry.rows : undefined;
}

/** The error of a row, if the contract lists it for rows. */
function rowError(refusal: Refusal, name: ProcedureName): RowError<ErrorCode> {
  const rows = rowsOf(name);
  if (!rows?.errors.includes(refusal.errorCode)) throw refusal;
  const { message, errorCode, detail } = declared(refusal, rows.single);
  const { field_errors = [], reasons = [], retry_after = null } = detail;
  return { code: errorCode, message, field_errors, reasons, retry_after };
}
