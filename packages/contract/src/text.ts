import * as z from "zod";
import { limits } from "./limits.ts";
import { once } from "./once.ts";

/** Well-formed Unicode without NUL, which both databases can store; at most `units` UTF-16 units. */
export const wellFormed = (units: number, shown = units) =>
  z
    .string()
    .max(units, { error: `must be at most ${shown} characters`, abort: true })
    .refine((text) => text.isWellFormed(), { error: "must be well-formed Unicode", abort: true })
    .refine((text) => !text.includes("\0"), { error: "must not contain NUL", abort: true });

const rawLine = (max: number) =>
  wellFormed(max * 4, max).refine((text) => !/[\p{Cc}\u2028\u2029]/u.test(text), {
    error: "must not contain control characters or line breaks",
    abort: true,
  });

const fits = (max: number) => (text: string) => Array.from(text).length <= max;

/** One line of text, which may be empty: no control characters; trimmed; NFC; at most `max` code points. */
export const optionalLine = (max: number) =>
  rawLine(max)
    .transform((text) => text.trim().normalize("NFC"))
    .refine(fits(max), `must be at most ${max} characters`)
    .meta({ maxLength: max });

/** Whether a text has more than blanks, fillers, and what Unicode shows as nothing (UAX #44, Default_Ignorable_Code_Point). */
const isVisible = (text: string) =>
  /[^\p{Default_Ignorable_Code_Point}\p{Z}\p{C}\u{16fe4}\u2800\u{13441}\u{13442}\u{1d159}]/u.test(text);

/** One line of text with a visible character: no control characters; trimmed; NFC; 1 to `max` code points. */
export const singleLine = once((max: number) =>
  optionalLine(max).refine(isVisible, "must not be empty").meta({ description: "One line of text", minLength: 1 }),
);

/** An id of another system, taken as it is, because its characters are compared one by one (OpenID Connect Core, 5.7). */
export const foreignId = (max: number) =>
  rawLine(max)
    .refine(fits(max), `must be at most ${max} characters`)
    .refine(isVisible, "must not be empty")
    .meta({ minLength: 1, maxLength: max });

export const firstName = singleLine(limits.name).describe("First name");
export const lastName = singleLine(limits.name).describe("Last name");

/** A web address, http or https. */
export const webUrl = singleLine(limits.url)
  .pipe(z.url({ protocol: /^https?$/, error: "must be an http or https URL" }))
  .describe("Web address, http or https");

/** Target of a mailed link: at the server's own origin, or at one that the operator lists in REDIRECT_ORIGINS. */
export const redirectUrl = webUrl
  .nullish()
  .describe(
    "URL that the link opens in place of the default page; its origin must be the server's or in REDIRECT_ORIGINS",
  );

/** The secret of a mailed link. The schema checks no format, so a mistyped token answers `not found`. */
export const token = z.string().min(1).max(200).describe("The link's parameter `token`");

/** A password as typed. The password policy checks its length and content: see `password_rejected`. */
export const password = wellFormed(limits.passwordUnits)
  .min(1)
  .describe("Password as typed; compared and hashed after NFKC. The password policy checks its length and content");
