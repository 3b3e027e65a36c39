import { contract, type Output, type ProcedureName } from "@roster/contract";
import { type Admitted, CheckedJson, type Read } from "./call.ts";

/** Answers a query with the output of its handler, checked against the contract. */
export const reading =
  <P extends ProcedureName>(name: P, read: Read<P>) =>
  async ({ ctx: { services, actor }, input }: Admitted<P>) => {
    const { single, snapshot } = services.database;
    const answer = await single((db) => read({ input, db, snapshot, services, actor }));
    if (answer instanceof CheckedJson) return answer;
    return contract[name].output.parse(answer) as Output<P>; // the schema is that of procedure `name`
  };
