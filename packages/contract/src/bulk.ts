import * as z from "zod";
import { type ErrorCode, passwordRejections } from "./errors.ts";
import { type IdKind, idPrefixes } from "./events.ts";
import { id } from "./ids.ts";
import { limits } from "./limits.ts";
import { type Definition, type FieldOf, type Mutation, mutation } from "./procedure.ts";

/** The rows of a bulk call. */
export const rowsOf = <Row extends z.ZodType>(row: Row) => z.array(row).min(1).max(limits.bulkRows);

/** The rows of a bulk call that are ids. */
export const idsOf = (kind: IdKind) =>
  rowsOf(id(kind))
    .refine((ids) => new Set(ids).size === ids.length, "must have each id once")
    .describe(`Ids, each once: \`${idPrefixes[kind]}_\` and 26 characters`);

/** The rows of a bulk call that are inputs of the single one, of the named type. Each is checked by itself: an invalid one fails alone. */
export const inputsOf = <Row extends object>(typeName: string) =>
  rowsOf(z.custom<Row>((row) => typeof row === "object" && row !== null, "must be an object").meta({ typeName }));

/** Why one row of a bulk call failed: the error that a call for this row alone would answer. */
export const rowError = <const Codes extends readonly ErrorCode[]>(codes: Codes) =>
  z.object({
    code: z.enum(codes).describe("Error code"),
    message: z.string().describe("The error in words; it may change"),
    field_errors: z
      .array(
        z.object({
          path: z.string().describe("Dotted path of the field"),
          message: z.string().describe("The reason, for people"),
        }),
      )
      .describe("Errors of fields of the row; empty when the error is about no field"),
    reasons: z.array(z.enum(passwordRejections)).describe("Why the password was refused; empty with other codes"),
    retry_after: z.int().nullable().describe("Seconds to wait after `rate_limited`, else null"),
  });

interface Bulk<I extends z.ZodType, Name, More> extends Pick<Definition<I, z.ZodType, []>, "args" | "rest" | "input"> {
  /** What it does to how many rows, in a sentence. */
  description: string;
  /** The field of the input that has the rows. */
  rows: FieldOf<I>;
  /** The name under which a row's result has the answer of the single call. Without it a result has none. */
  answer?: Name;
  /** Error codes of a row, beside those of the single call's entry. */
  more?: More;
}

/**
 * The entry of a procedure that does for up to 100 rows what another does for one. It derives from the other's entry. The answer has
 * a result per row: what the single call would answer, or why the row failed.
 */
export const bulk = <
  S extends Mutation,
  I extends z.ZodType,
  const Name extends string = never,
  const More extends readonly ErrorCode[] = [],
>(
  single: S,
  { description, rows, answer, more, ...input }: Bulk<I, Name, More>,
) => {
  const errors = [...single.errors, ...(more ?? [])] as [...S["errors"], ...More]; // without `more`, `More` is empty
  const done = (answer === undefined
    ? {}
    : { [answer]: single.output.describe("What a call for this row alone answers") }) as unknown as {
    [N in Name]: S["output"];
  }; // TypeScript knows a computed name as a string only
  return mutation({
    ...input,
    scope: single.scope,
    description: `${description} A row that fails does not affect the others.`,
    rows: { field: rows, single, errors },
    output: z.object({
      results: z
        .array(
          z.discriminatedUnion("ok", [
            z.object({ ok: z.literal(true), ...done }),
            z.object({ ok: z.literal(false), error: rowError(errors).describe("Why the row failed") }),
          ]),
        )
        .describe("One result per row, in the order of the rows"),
    }),
    errors: [],
    events: single.events,
  });
};
