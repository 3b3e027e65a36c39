import { type Contract, type EventName, type Input, limits, type Output, type ProcedureName } from "@roster/contract";
import { newId } from "../ids.ts";
import type { Fields, Known } from "./history.known.ts";
import type { Random } from "./history.random.ts";
import type { TestRoster } from "./roster.ts";
import type { World } from "./world.ts";

/** What the tests that go over all procedures need of each procedure of a slice. What is missing here does not compile. */
export type Examples<Slice> = { [P in keyof Slice & ProcedureName]: Example<P> };

type Example<P extends ProcedureName> = (P extends MutationName ? MutationExample<P> : ProcedureExample<P>) &
  Refusals<P>;

export type MutationName = Exclude<ProcedureName, `fetch${string}`>;

export interface ProcedureExample<P extends ProcedureName> {
  /** An input with which it succeeds in the world, and changes something if it is a mutation. */
  sample: (world: World) => Input<P>;
  /** How many statements the sample takes on SQLite, without the beginning and the end of its transaction. */
  statements: number;
  random: RandomCalls<P>;
}

export interface MutationExample<P extends ProcedureName> extends ProcedureExample<P> {
  /** What the sample leaves in the audit log. */
  leaves: (world: World, output: Output<P>) => Entry[];
  /** Further calls that succeed, one after another, where one sample does not cause every event of the contract's entry. */
  more?: Call<P>[];
}

/** An event, the id of its target, and the names of the fields that changed, in the order of the alphabet. */
export type Entry = readonly [event: EventName, targetId: string, ...changes: string[]];

/** Answers the input of a call. It may first add records to the world, but removes none. */
export type Call<P extends ProcedureName> = (world: World, directory: TestRoster) => Input<P> | Promise<Input<P>>;

type Listed<P extends ProcedureName> = Contract[P]["errors"][number];

/** For each code that the contract lists for the procedure, a call that is answered so. */
type Refusals<P extends ProcedureName> = [Listed<P>] extends [never]
  ? { refusals?: undefined }
  : { refusals: { [Code in Listed<P>]: Call<P> } };

/** The procedure's part in the random histories that are done on both databases. */
interface RandomCalls<P extends ProcedureName> {
  /** How often it is called, beside the others. Hashing passwords is slow. */
  weight: number;
  /** Mostly a good input, and hard ones among them. Fields that are undefined are left out. */
  input: (random: Random) => Fields;
  /** Notes what later calls can use of a call that succeeded. */
  learn?: (known: Known, output: Output<P>, input: Input<P>) => void;
}

/** The id of a user who is not there. */
export const nobody = { user_id: newId("user") };

export const named = { first_name: "Mary", last_name: "Somerville" };

/** Adds as many identifiers of a kind as a user may have. */
export async function forAsManyAsAllowed(add: (index: number) => Promise<unknown>) {
  for (let index = 0; index < limits.identifiersOfAKind; index++) await add(index);
}

export const idOfPrimary = (identifiers: readonly { id: string; is_primary: boolean }[]) =>
  identifiers.find((one) => one.is_primary)?.id ?? "";

/** An unverified copy of what another user has verified: no calls leave one behind, but the database must hold out. */
export async function plantCopy(directory: TestRoster, kind: "email" | "phone", userId: string, identifier: string) {
  const id = newId(kind);
  const now = new Date().toISOString();
  const insert = `insert into user_${kind}s values (?, ?, ?, 0, null, ?, ?)`;
  await directory.database.query(insert, id, userId, identifier, now, now);
  return id;
}
