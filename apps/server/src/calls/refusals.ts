import { commonErrors, type ErrorCode, mutationErrors, type Procedure } from "@roster/contract";
import * as z from "zod";
import type { Database } from "../database/database.ts";
import { Refusal } from "../errors.ts";
import { conflicts } from "../tables.ts";

/** Translates a database error that the catalogue has a code for. Leaves any other error as it is. */
export function inCatalogue(error: unknown, database: Database): unknown {
  if (error instanceof Refusal) return error;
  const failure = database.failure(error);
  if (failure?.kind === "unavailable") return new Refusal("unavailable", {}, { cause: error });
  const code = failure && conflicts[failure.constraint];
  return code ? new Refusal(code, {}, { cause: error }) : error;
}

/** Passes a refusal that the contract lists for the procedure. Throws for any other, which the client's types do not have. */
export function declared(refusal: Refusal, entry: Procedure): Refusal {
  const listed: readonly ErrorCode[] = [
    ...commonErrors,
    ...(entry.kind === "mutation" ? mutationErrors : []),
    ...entry.errors,
  ];
  if (listed.includes(refusal.errorCode)) return withField(refusal, entry);
  throw new Error(`${refusal.errorCode} is not among the procedure's errors in the contract`, { cause: refusal });
}

/** The field of the input that each of these refusals is about, by its names in different inputs. */
const fieldsOf: Partial<Record<ErrorCode, string[]>> = {
  email_taken: ["email_address", "email"],
  phone_taken: ["phone_number"],
  username_taken: ["username"],
  external_id_taken: ["external_id"],
  slug_taken: ["slug"],
  code_incorrect: ["code"],
  redirect_url_not_allowed: ["redirect_url"],
  version_mismatch: ["if_version"],
};

/** Adds the field that a refusal is about, if the input has it, so that a form can show the error there. */
function withField(refusal: Refusal, { input }: Procedure) {
  const { message, detail, errorCode, cause } = refusal;
  const field = input instanceof z.ZodObject && fieldsOf[errorCode]?.find((name) => name in input.shape);
  return field && !detail.field_errors
    ? new Refusal(errorCode, { ...detail, message, field_errors: [{ path: field, message }] }, { cause })
    : refusal;
}
