import { type Contract, type EventName, type Input, limits, type Output, type ProcedureName } from "@roster/contract";
import { newId } from "../ids.ts";
import type { Fields, Known } from "./history.known.ts";
import type { Random } from "./history.random.ts";
import type { TestRoster } from "./roster.ts";
import type { World } from "./world.ts";

/** The examples of a slice's procedures, for the tests that cover all procedures. A missing one does not compile. */
export type Examples<Slice> = { [P in keyof Slice & ProcedureName]: Example<P> };

type Example<P extends ProcedureName> = (P extends MutationName ? MutationExample<P> : ProcedureExample<P>) &
  Refusals<P>;

export type MutationName = Exclude<ProcedureName, `fetch${string}`>;

export interface ProcedureExample<P extends ProcedureName> {
  /** An input that succeeds in the world, and changes something if the procedure is a mutation. */
  sample: Call<P>;
  random: RandomCalls<P>;
}

export interface MutationExample<P extends ProcedureName> extends ProcedureExample<P> {
  /** The audit entries of the sample. */
  leaves: (world: World, output: Output<P>, input: Input<P>) => Entry[];
  /** Further successful calls, in order, when one sample does not cause every event of the contract's entry. */
  more?: Call<P>[];
}

/** An event, the id of its target, and the names of the changed fields in alphabetical order. */
export type Entry = readonly [event: EventName, targetId: string, ...changes: string[]];

/** Answers the input of a call. It may add records, with names of their own because calls may share a world, but removes none. */
export type Call<P extends ProcedureName> = (world: World, directory: TestRoster) => Input<P> | Promise<Input<P>>;

type Listed<P extends ProcedureName> = Contract[P]["errors"][number];

/** For each code that the contract lists for the procedure, a call that is refused with it. */
type Refusals<P extends ProcedureName> = [Listed<P>] extends [never]
  ? { refusals?: undefined }
  : { refusals: { [Code in Listed<P>]: Call<P> } };

/** The procedure's part in the random histories that run on both databases. */
interface RandomCalls<P extends ProcedureName> {
  /** Its relative frequency. Procedures that hash passwords are slow. */
  weight: number;
  /** Mostly a valid input, sometimes a hard one. Undefined fields are left out. */
  input: (random: Random) => Fields;
  /** Stores the parts of a successful call that later calls can use. */
  learn?: (known: Known, output: Output<P>, input: Input<P>) => void;
}

/** The id of a user who does not exist. */
export const nobody = { user_id: newId("user") };

export const named = { first_name: "Mary", last_name: "Somerville" };

/** Adds as many identifiers of a kind as a user may have. */
export async function forAsManyAsAllowed(add: (index: number) => Promise<unknown>) {
  for (let index = 0; index < limits.identifiersOfAKind; index++) await add(index);
}

export const idOfPrimary = (identifiers: readonly { id: string; is_primary: boolean }[]) =>
  identifiers.find((one) => one.is_primary)?.id ?? "";

/** An unverified copy of an identifier that another user has verified. No call leaves one behind, but the code must cope. */
export async function plantCopy(directory: TestRoster, kind: "email" | "phone", userId: string, identifier: string) {
  const id = newId(kind);
  const now = new Date().toISOString();
  const insert = `insert into user_${kind}s values (?, ?, ?, 0, null, ?, ?)`;
  await directory.database.query(insert, id, userId, identifier, now, now);
  return id;
}
