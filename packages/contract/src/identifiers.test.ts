import { describe, expect, test } from "vitest";
import type { z } from "zod";
import { emailAddress, role, slug, username } from "./identifiers.ts";
import { id } from "./ids.ts";
import { phoneNumber } from "./phone-number.ts";

/** A schema's output for a value, or undefined if it refuses the value. */
const parsed = (schema: z.ZodType, value: unknown) => schema.safeParse(value).data;

const label = (length: number) => "d".repeat(length);
/** An address of this number of octets. */
const addressOf = (octets: number) => {
  const domain = `${label(63)}.${label(63)}.${label(60)}.example`;
  return `${"l".repeat(octets - domain.length - 1)}@${domain}`;
};

describe("an email address", () => {
  test.for([
    ["as it is", "ada@example.com", "ada@example.com"],
    ["lower-cased", "Ada.Lovelace@EXAMPLE.com", "ada.lovelace@example.com"],
    ["trimmed", "  ada@example.com ", "ada@example.com"],
    ["with dots and a plus, which stay", "a.b+x@gmail.com", "a.b+x@gmail.com"],
    ["with a domain in punycode", "ada@xn--bcher-kva.example", "ada@xn--bcher-kva.example"],
    ["with 64 octets before the @", `${"l".repeat(64)}@example.com`, `${"l".repeat(64)}@example.com`],
    ["of 254 octets", addressOf(254), addressOf(254)],
    ["with a label of 63 octets", `ada@${label(63)}.com`, `ada@${label(63)}.com`],
  ])("is taken %s", ([, given, stored]) => {
    expect(parsed(emailAddress, given)).toBe(stored);
  });

  test.for<[string, unknown]>([
    ["with 65 octets before the @", `${"l".repeat(65)}@example.com`],
    ["of 255 octets", addressOf(255)],
    ["with a label of 64 octets", `ada@${label(64)}.com`],
    ["with a full-width @", "ada＠example.com"],
    ["with an umlaut in its domain", "ada@bücher.example"],
    ["with a letter that lower-cases into ASCII", "ada@example.\u212Aom"],
    ["with a letter that NFKC makes two of", "oﬃce@example.com"],
    ["with a zero-width space", "ada\u200b@example.com"],
    ["with a no-break space before it", "\u00a0ada@example.com"],
    ["with a line break at its end", "ada@example.com\n"],
    ["with a header injected", "ada@example.com\r\nBcc: eve@evil.example"],
    ["with NUL", "ada\0@example.com"],
    ["with a tab", "ada\t@example.com"],
    ["with a display name", "Ada <ada@example.com>"],
    ["in angle brackets", "<ada@example.com>"],
    ["that is quoted", '"ada lovelace"@example.com'],
    ["that hides another in quotes", '"evil@x x"@b.co'],
    ["with a comment", "ada(comment)@example.com"],
    ["that is a group", "friends:ada@example.com;"],
    ["with a source route", "@relay.example:ada@example.com"],
    ["that is a list", "ada@example.com,eve@evil.example"],
    ["that is two, by a space", "ada@example.com eve@evil.example"],
    ["with two @", "ada@evil.example@example.com"],
    ["with two dots", "ada..l@example.com"],
    ["that starts with a dot", ".ada@example.com"],
    ["that ends with a dot before the @", "ada.@example.com"],
    ["at an IP address", "ada@[127.0.0.1]"],
    ["at a host without a dot", "ada@localhost"],
    ["at a domain that starts with a dash", "ada@-example.com"],
    ["with nothing before the @", "@example.com"],
    ["with nothing after it", "ada@"],
    ["that is empty", ""],
    ["that is a megabyte", `${"a".repeat(1 << 20)}@example.com`],
    ["in an array", ["ada@example.com"]],
    ["in an object", { $ne: null }],
    ["that is null", null],
  ])("is refused %s", ([, given]) => {
    expect(emailAddress.safeParse(given).success).toBe(false);
  });
});

describe("a phone number", () => {
  test.for([
    ["as E.164", "+14155552671", "+14155552671"],
    ["with brackets, spaces and dashes", "+1 (415) 555-2671", "+14155552671"],
    ["with dots", "+44.20.7946.0958", "+442079460958"],
    ["with spaces around it", " +49 30 901820 ", "+4930901820"],
  ])("is taken %s", ([, given, stored]) => {
    expect(parsed(phoneNumber, given)).toBe(stored);
  });

  test.for<[string, unknown]>([
    ["without +", "14155552671"],
    ["with 00 in place of +", "0014155552671"],
    ["with a country code of 0", "+0155552671"],
    ["with a country code that is nobody's", "+999123456789"],
    ["of 16 digits", "+1415555267112345"],
    ["that is too short for its country", "+1415555"],
    ["in full-width digits", "+１４１５５５５２６７１"],
    ["in Arabic digits", "+١٤١٥٥٥٥٢٦٧١"],
    ["with a full-width plus", "＋14155552671"],
    ["with an extension", "+14155552671;ext=5"],
    ["with letters", "+1-800-FLOWERS"],
    ["with two plus signs", "++14155552671"],
    ["with a line break in it", "+1415555\n2671"],
    ["with NUL", "+14155552671\0"],
    ["that is only a plus", "+"],
    ["that is empty", ""],
    ["that is a number", 14155552671],
    ["that is a megabyte", `+${"1".repeat(1 << 20)}`],
    ["in an array", ["+14155552671"]],
  ])("is refused %s", ([, given]) => {
    expect(phoneNumber.safeParse(given).success).toBe(false);
  });
});

describe("names of the narrower kind", () => {
  test.for<[string, z.ZodType, string[], unknown[]]>([
    [
      "a username",
      username,
      ["ada", "a", "0x", "ada_l.o-v", "a".repeat(64)],
      ["", "_a", ".a", "a b", "ä", "a@b", "a".repeat(65), "аda", "a\n", 7],
    ],
    [
      "a role",
      role,
      ["member", "billing:viewer", "a".repeat(64)],
      ["", "Admin", "1st", "a b", "a\n", "a".repeat(65), "é", null],
    ],
    [
      "a slug",
      slug,
      ["acme", "acme-2", "4", "a".repeat(64)],
      ["", "-a", "a-", "a--b", "A", "a_b", "a\n", "a".repeat(65)],
    ],
  ])("%s is of its letters and length, and nothing else", ([, schema, right, wrong]) => {
    for (const value of right) expect(parsed(schema, value)).toBe(value);
    for (const value of wrong) expect(schema.safeParse(value).success, JSON.stringify(value)).toBe(false);
  });

  test("a username is one whatever its case", () => {
    expect(parsed(username, " AdaL ")).toBe("adal");
  });
});

test("an id is a prefix and 26 characters of base32, of at most 128 bits, in lower case", () => {
  const right = "user_01kjn0c7mhfe2vgf8xkxb2x7a0";
  expect(parsed(id("user"), right)).toBe(right);
  const wrong = [
    right.toUpperCase(),
    right.replace("user_", "email_"),
    right.replace("user_", ""),
    right.replace("user_0", "user_8"),
    right.replace("kjn", "kil"),
    right.slice(0, -1),
    `${right}0`,
    `${right}\n`,
    ` ${right}`,
    "0",
    0,
    null,
  ];
  for (const value of wrong) expect(id("user").safeParse(value).success, JSON.stringify(value)).toBe(false);
});
