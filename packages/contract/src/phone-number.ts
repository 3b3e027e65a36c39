import { parsePhoneNumberFromString } from "libphonenumber-js";
import * as z from "zod";

/**
 * A phone number: starts with +, may contain spaces, dashes, dots and brackets; stored as E.164 (ITU-T E.164). It must be possible
 * in its country's numbering plan. It need not be assigned, because ranges open faster than servers are updated.
 */
export const phoneNumber = z
  .string()
  .max(64, { error: "must be a phone number", abort: true })
  .refine((text) => /^ *\+[0-9 ().-]+$/.test(text), {
    error: "must start with + and the country code, then digits, spaces, dashes or brackets",
    abort: true,
  })
  .transform((text, context): string => {
    const parsed = parsePhoneNumberFromString(text.trim());
    if (parsed?.isPossible()) return parsed.number;
    context.addIssue({ code: "custom", message: "must be a valid phone number" });
    return z.NEVER;
  })
  .describe("Phone number with + and country code; stored as E.164");

/** A stored number as people dial it, in digits: from abroad, and in its country. */
export const dialled = (number: string) =>
  [`00${number.slice(1)}`, parsePhoneNumberFromString(number)?.formatNational().replace(/\D/g, "") ?? ""] as const;
