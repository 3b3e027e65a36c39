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

/** The field of the input that each of these refusals is about, by its names in different inputs, and what is said of the field. */
const fieldsOf: Partial<Record<ErrorCode, { names: string[]; text: string }>> = {
  email_taken: { names: ["email_address", "email"], text: "is already in use" },
  phone_taken: { names: ["phone_number"], text: "is already in use" },
  username_taken: { names: ["username"], text: "is already in use" },
  external_id_taken: { names: ["external_id"], text: "is already in use" },
  slug_taken: { names: ["slug"], text: "is already in use" },
  code_incorrect: { names: ["code"], text: "is not the code that was sent" },
  redirect_url_not_allowed: { names: ["redirect_url"], text: "must have an origin that REDIRECT_ORIGINS lists" },
  version_mismatch: { names: ["if_version"], text: "is not the present version: read the record again, then retry" },
};

/** Adds the field that a refusal is about, if the input has it, so that a form can show the error there. */
function withField(refusal: Refusal, { input }: Procedure) {
  const { message, detail, errorCode, cause } = refusal;
  const about = fieldsOf[errorCode];
  const path = input instanceof z.ZodObject && about?.names.find((name) => name in input.shape);
  return about && path && !detail.field_errors
    ? new Refusal(errorCode, { ...detail, message, field_errors: [{ path, message: about.text }] }, { cause })
    : refusal;
}
