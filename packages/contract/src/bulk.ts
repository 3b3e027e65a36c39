import * as z from "zod";
import type { ErrorCode } from "./errors.ts";

/** Why one row of a call with many failed: what a call of its own would have answered. */
export const rowError = <const Codes extends readonly [ErrorCode, ...ErrorCode[]]>(codes: Codes) =>
  z.object({
    code: z.enum(codes),
    message: z.string(),
    field_errors: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .describe("Empty when it is about no field"),
    retry_after: z.int().nullable().describe("Seconds to wait, with rate_limited"),
  });
