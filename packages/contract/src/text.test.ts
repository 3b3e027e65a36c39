import { describe, expect, test } from "vitest";
import type { z } from "zod";
import { foreignId, singleLine, webUrl, wellFormed } from "./text.ts";

const parsed = (schema: z.ZodType, value: unknown) => schema.safeParse(value).data;
const messages = (schema: z.ZodType, value: unknown) =>
  schema.safeParse(value).error?.issues.map((issue) => issue.message);

describe("a line of text", () => {
  const line = singleLine(10);

  test.for([
    ["as it is", "Ada", "Ada"],
    ["trimmed of all that is white", "\u3000 Ada\u00a0 ", "Ada"],
    ["with what is white inside", "Ada\u00a0 L", "Ada\u00a0 L"],
    ["composed (NFC)", "Élodie".normalize("NFD"), "Élodie"],
    ["but never folded into what only looks alike", "ﬁ½Ａda", "ﬁ½Ａda"],
    ["of 10 characters", "abcdefghij", "abcdefghij"],
    ["of 10 emoji", "🐴".repeat(10), "🐴".repeat(10)],
    ["of 10 letters whose marks come apart", "é".repeat(10).normalize("NFD"), "é".repeat(10)],
    ["from right to left", "عمر", "عمر"],
    ["with a joiner between emoji", "👩‍🚀", "👩‍🚀"],
    ["that is markup, which is only text here", "<b>{{7}}", "<b>{{7}}"],
  ])("is taken %s", ([, given, stored]) => {
    expect(parsed(line, given)).toBe(stored);
  });

  test.for<[string, unknown, string]>([
    ["that is empty", "", "must not be empty"],
    ["of nothing but white", " \u00a0\u3000", "must not be empty"],
    ["of nothing to see", "\u200b\u2060", "must not be empty"],
    ["of a Hangul filler", "\u3164", "must not be empty"],
    ["of the other Hangul fillers", "\uffa0\u115f\u1160", "must not be empty"],
    ["of blank Braille", "\u2800 \u2800", "must not be empty"],
    ["of soft hyphens and joiners", "\u00ad\u034f\u200d\u061c", "must not be empty"],
    ["of a byte order mark", "\ufeff", "must not be empty"],
    ["of a variation selector", "\ufe0f", "must not be empty"],
    ["of tags", "\u{e0061}\u{e007f}", "must not be empty"],
    ["of blanks and fillers of old scripts", "\u{13441}\u{16fe4}", "must not be empty"],
    ["of a note without a head", "\u{1d159}", "must not be empty"],
    ["of ogham and ideographic spaces", "\u1680\u3000", "must not be empty"],
    ["of private characters", "\ue000", "must not be empty"],
    ["of 11 characters", "abcdefghijk", "must be at most 10 characters"],
    ["of 11 emoji", "🐴".repeat(11), "must be at most 10 characters"],
    ["of a thousand marks on one letter", `a${"\u0327".repeat(1000)}`, "must be at most 10 characters"],
    ["that is a megabyte", "a".repeat(1 << 20), "must be at most 10 characters"],
    ["with NUL", "Ada\0", "must not contain NUL"],
    ["with half a surrogate pair", "Ada\ud83d", "must be well-formed Unicode"],
    ["with the other half", "\udc34Ada", "must be well-formed Unicode"],
    ["with a line break", "Ada\nL", "must not contain control characters or line breaks"],
    ["with a line break at its end", "Ada\n", "must not contain control characters or line breaks"],
    ["with a carriage return", "Ada\r", "must not contain control characters or line breaks"],
    ["with a tab", "Ada\tL", "must not contain control characters or line breaks"],
    ["with an escape, as terminals read it", "\u001b[31mAda", "must not contain control characters or line breaks"],
    ["with DEL", "Ada\u007f", "must not contain control characters or line breaks"],
    ["with a C1 control", "Ada\u0085", "must not contain control characters or line breaks"],
    ["with a line separator", "Ada\u2028", "must not contain control characters or line breaks"],
  ])("is refused %s, with the reason", ([, given, message]) => {
    expect(messages(line, given)).toEqual([message]);
  });

  test.for([[7], [null], [["Ada"]], [{ $ne: "" }], [true]])("is text and not %j", ([given]) => {
    expect(line.safeParse(given).success).toBe(false);
  });
});

describe("an id of another system", () => {
  const id = foreignId(10);

  test.for([" 42 ", "e\u0301", "ﬁ½Ａ", "a".repeat(10), "🐴".repeat(10), "0"])("%j is taken as it is", (given) => {
    expect(parsed(id, given)).toBe(given);
  });

  test.for<[string, string]>([
    ["", "must not be empty"],
    [" ", "must not be empty"],
    ["\u3164", "must not be empty"],
    ["a\0", "must not contain NUL"],
    ["a\n", "must not contain control characters or line breaks"],
    ["a\ud83d", "must be well-formed Unicode"],
    ["a".repeat(11), "must be at most 10 characters"],
  ])("%j is refused, with the reason", ([given, message]) => {
    expect(messages(id, given)).toEqual([message]);
  });
});

test("text that is no line, as passwords are, keeps every character but NUL", () => {
  const text = "\tline one\nline two\u0007 ";
  expect(parsed(wellFormed(100), text)).toBe(text);
  expect(messages(wellFormed(100), "a\0")).toEqual(["must not contain NUL"]);
  expect(messages(wellFormed(3), "abcd")).toEqual(["must be at most 3 characters"]);
});

describe("a web address", () => {
  test.for([
    "https://example.com",
    "http://localhost:3000/a?b=c#d",
    "https://münchen.example/ä",
    `https://example.com/${"x".repeat(2048 - 20)}`,
  ])("%s is taken as it is", (url) => {
    expect(parsed(webUrl, url)).toBe(url);
  });

  test.for([
    "javascript:alert(1)",
    "JAVASCRIPT://example.com/%0aalert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "ftp://example.com",
    "//example.com",
    "/path",
    "example.com",
    "https:example.com",
    "https://",
    "https://exa mple.com",
    "https://example.com/\nx",
    "java\nscript:alert(1)",
    `https://example.com/${"x".repeat(2048 - 19)}`,
    "",
  ])("%j is refused", (url) => {
    expect(webUrl.safeParse(url).success).toBe(false);
  });
});
