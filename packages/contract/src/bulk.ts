import * as z from "zod";
import type { ErrorCode } from "./errors.ts";

/** Why one row of a call with many failed: what a call of its own would have answered. */
export const rowError = <const Codes extends readonly [ErrorCode, ...ErrorCode[]]>(codes: Codes) =>
  z.object({
    code: z.enum(codes).describe("What went wrong"),
    message: z.string().describe("The same for people; it may change"),
    field_errors: z
      .array(
        z.object({
          path: z.string().describe("Dotted path of the field"),
          message: z.string().describe("What is wrong with it"),
        }),
      )
      .describe("What is wrong with which field of the row; empty when it is about no field"),
    retry_after: z.int().nullable().describe("Seconds to wait with `rate_limited`, else null"),
  });
