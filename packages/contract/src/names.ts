import { contract, type ProcedureName } from "./contract.ts";

/** The name of every procedure. The build writes it out as a plain list, so that clients have it without the schemas. */
export const procedureNames = Object.keys(contract) as ProcedureName[];
