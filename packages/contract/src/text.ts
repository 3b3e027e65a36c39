import { z } from "zod";

/** Well-formed Unicode without NUL, as both databases can store it. */
export const wellFormed = (maxUnits: number) =>
  z
    .string()
    .max(maxUnits, { error: `must be at most ${maxUnits} characters`, abort: true })
    .refine((text) => text.isWellFormed(), { error: "must be well-formed Unicode", abort: true })
    .refine((text) => !text.includes("\0"), { error: "must not contain NUL", abort: true });

/** One line of text: no control characters; trimmed; NFC; 1 to `max` code points. */
export const singleLine = (max: number) =>
  wellFormed(max * 4)
    .refine((text) => !/[\p{Cc}\u2028\u2029]/u.test(text), {
      error: "must not contain control characters or line breaks",
      abort: true,
    })
    .transform((text) => text.trim().normalize("NFC"))
    .refine((text) => text.length > 0, { error: "must not be empty", abort: true })
    .refine((text) => Array.from(text).length <= max, `must be at most ${max} characters`);

/** A web address, http or https. */
export const webUrl = singleLine(2048).pipe(z.url({ protocol: /^https?$/, error: "must be an http or https URL" }));
