import type { Input, ProcedureName } from "@roster/contract";
import type { Actor } from "../calls/call.ts";
import type { Roster } from "../roster.ts";

/** Calls a procedure for a command. Throws a refusal as a message for the terminal. */
export async function ask<P extends ProcedureName>(roster: Roster, actor: Actor, procedure: P, input: Input<P>) {
  const result = await roster.call(procedure, input, actor);
  if (result.ok) return result.data;
  throw new Error(`${procedure}: ${result.failure.message}`);
}
