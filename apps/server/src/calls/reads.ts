import { contract, type Output, type ProcedureName } from "@roster/contract";
import type { Admitted, Read } from "./call.ts";
import { CheckedJson } from "./checked-json.ts";

/** Answers a query: what its handler reads, checked against the contract. */
export const reading =
  <P extends ProcedureName>(name: P, read: Read<P>) =>
  async ({ ctx: { services, actor }, input }: Admitted<P>) => {
    const { single, snapshot } = services.database;
    const answer = await single((db) => read({ input, db, snapshot, services, actor }));
    if (answer instanceof CheckedJson) return answer;
    return contract[name].output.parse(answer) as Output<P>; // the entry is the one of this name
  };
