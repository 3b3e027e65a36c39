import { commonErrors, type ErrorCode, mutationErrors, type Procedure } from "@roster/contract";
import * as z from "zod";
import type { Services } from "./context.ts";
import { codeOfConflict } from "./database/conflicts.ts";
import { Refusal } from "./errors.ts";

/** Puts what was thrown into the catalogue's words where it has a meaning there; the rest stays unexpected. */
export function toRefusal(error: unknown, entry: Procedure, services: Services): unknown {
  if (error instanceof Refusal) return declared(error, entry);
  const failure = services.database.failure(error);
  if (failure?.kind === "unavailable") {
    services.log.error({ err: error }, "the database cannot answer");
    return new Refusal("unavailable");
  }
  const code = failure && codeOfConflict(failure.constraint);
  return code ? declared(new Refusal(code), entry, error) : error;
}

/** The field of the input that each of these refusals is about, by the names that it goes by. */
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

/** Says which field a refusal is about, where the input has it, so that a form can show it there. */
function withField(refusal: Refusal, entry: Procedure) {
  const { message, detail, errorCode } = refusal;
  const { input } = entry;
  const field = input instanceof z.ZodObject && fieldsOf[errorCode]?.find((name) => name in input.shape);
  return field && !detail.fieldErrors
    ? new Refusal(errorCode, { ...detail, fieldErrors: [{ path: field, message }] })
    : refusal;
}

/** A code that the contract does not list for the procedure would be a lie to the client's types. */
function declared(refusal: Refusal, entry: Procedure, cause: unknown = refusal): unknown {
  const listed: readonly ErrorCode[] = [
    ...commonErrors,
    ...(entry.kind === "mutation" ? mutationErrors : []),
    ...entry.errors,
  ];
  return listed.includes(refusal.errorCode)
    ? withField(refusal, entry)
    : new Error(`${refusal.errorCode} is not among the procedure's errors in the contract`, { cause });
}
