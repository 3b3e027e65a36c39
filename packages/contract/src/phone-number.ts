import { type E164Number, PhoneNumber, parsePhoneNumberFromString } from "libphonenumber-js";
import * as z from "zod";

/**
 * A number in E.164, which parses to itself: one spelling for each number. A national 0 that the country's plan does not keep is
 * folded away: `+48 (0) 512 …`, `+43 00 664 …`. Undefined if no possible number is left.
 */
function normalForm(text: string): E164Number | undefined {
  const given = parsePhoneNumberFromString(text);
  const parsed = given?.nationalNumber.startsWith("0") && !given.isValid() ? withoutZeros(given) : given;
  const number = parsed?.isPossible() ? parsed.number : undefined;
  return number === undefined || number === text || normalForm(number) === number ? number : undefined;
}

/** The number with as many zeros as make it valid, or without any. */
function withoutZeros({ countryCallingCode, nationalNumber }: PhoneNumber) {
  for (let national: string = nationalNumber; ; national = national.slice(1)) {
    const parsed = parsePhoneNumberFromString(`+${countryCallingCode}${national}`);
    if (parsed?.isValid() || !national.startsWith("0")) return parsed;
  }
}

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
    const number = normalForm(text.trim());
    if (number !== undefined) return number;
    context.addIssue({ code: "custom", message: "must be a valid phone number" });
    return z.NEVER;
  })
  .describe("Phone number with + and country code; stored as E.164");

/** A stored number as people dial it, in digits: from abroad, and in its country. */
export const dialled = (number: string) =>
  [`00${number.slice(1)}`, new PhoneNumber(number).formatNational().replace(/\D/g, "")] as const;
