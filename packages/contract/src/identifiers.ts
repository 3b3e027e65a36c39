import * as z from "zod";
import { limits } from "./limits.ts";
import { singleLine } from "./text.ts";

const isAscii = (text: string) => /^[\x20-\x7e]*$/.test(text);

/** A Dot-string at a domain (RFC 5321, 4.1.2); top-level domains of other scripts are ASCII as `xn--…` (RFC 5890). */
const addressPattern =
  /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:[a-z]{2,}|xn--[a-z0-9-]*[a-z0-9])$/;

/**
 * An email address: trimmed, ASCII, lower-cased, at most 64 octets before the @ and 254 in all (RFC 5321, 4.5.3.1).
 * The check for ASCII comes before any normalisation, so that no look-alike character folds into another address.
 */
export const emailAddress = z
  .string()
  .max(1024, { error: `must be at most ${limits.emailOctets} octets`, abort: true })
  .refine(isAscii, { error: "must be plain ASCII without control characters", abort: true })
  .transform((text) => text.trim().toLowerCase())
  .pipe(
    z
      .email({ pattern: addressPattern, error: "must be an email address" })
      .max(limits.emailOctets, `must be at most ${limits.emailOctets} octets`)
      .refine((address) => address.indexOf("@") <= limits.emailLocalOctets, {
        error: `must have at most ${limits.emailLocalOctets} octets before the @`,
      })
      .refine(
        (address) =>
          address
            .split("@")
            .at(-1)
            ?.split(".")
            .every((label) => label.length <= 63),
        {
          error: "must have at most 63 octets in each part of its domain",
        },
      ),
  )
  .meta({ description: "Email address, plain ASCII; stored lower-cased", maxLength: limits.emailOctets });

/** What the caller of `addEmail` or `addPhone` vouches for. */
export const statesOfNew = {
  is_verified: z
    .boolean()
    .optional()
    .meta({ description: "Whether it is proven to belong to the user", default: false }),
  is_primary: z
    .boolean()
    .optional()
    .meta({ description: "Whether it becomes the primary one, which must be verified", default: false }),
};

/** A username: letters, digits, `_`, `-` and `.`. Stored lower-cased, so unique regardless of case. */
export const username = singleLine(limits.username)
  .transform((text) => text.toLowerCase())
  .refine((text) => /^[a-z0-9][a-z0-9_.-]*$/.test(text), {
    error: "must start with a letter or digit and hold only letters, digits, `_`, `-` and `.`",
  })
  .describe("Username: letters, digits, `_`, `-` and `.`, unique; stored lower-cased");

/** A role in an organization or workspace, such as `member`, `admin` or `billing:viewer`. */
export const role = z
  .string()
  .regex(/^[a-z][a-z0-9_:-]{0,63}$/, "must be lower-case letters, digits, `_`, `:` and `-`, starting with a letter")
  .meta({ description: "Role, such as member or admin", maxLength: 64 });

/** The name of an organization or workspace in a URL. */
export const slug = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "must be lower-case letters and digits, with single dashes between them")
  .max(64)
  .describe("Name in a URL: lower-case letters, digits and single dashes, unique");
