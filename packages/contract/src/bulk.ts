import * as z from "zod";
import type { ErrorCode } from "./errors.ts";

/** Why one row of a bulk call failed: the error that a call for this row alone would answer. */
export const rowError = <const Codes extends readonly [ErrorCode, ...ErrorCode[]]>(codes: Codes) =>
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
    retry_after: z.int().nullable().describe("Seconds to wait after `rate_limited`, else null"),
  });
