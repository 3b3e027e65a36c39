import { limits } from "@roster/contract";
import { expect, test } from "vitest";
import * as z from "zod";
import { signatures } from "./procedures.ts";
import { describe, toJsonSchema } from "./schema.ts";
import { comment, typeOf } from "./typescript.ts";

const said = (schema: z.ZodType) => describe(toJsonSchema(schema, "input"));

test("a field's words are its description, its range or size, and its default", () => {
  expect(said(z.int().min(1).max(30).nullish().meta({ description: "Days", default: 7 }))).toBe(
    "Days. 1 to 30; default 7",
  );
  expect(said(z.string().min(1).max(2048).describe("Address"))).toBe("Address. 1 to 2,048 characters");
  expect(said(z.array(z.string()).max(100).describe("Rows"))).toBe("Rows. At most 100 items");
  expect(said(z.enum(["a", "b"]).default("a").describe("Choice"))).toBe("Choice. Default `a`");
  expect(said(z.int().nullable().describe("Count; null for none"))).toBe("Count; null for none");
});

const fieldOf = (name: string, field: string) => signatures.find((one) => one.name === name)?.fields[field] ?? {};

test("limits are those that callers meet, in code points where the contract counts so", () => {
  expect(describe(fieldOf("inviteUser", "expires_in_days"))).toMatch(/1 to 30; default 7$/);
  expect(fieldOf("createUser", "first_name")).toMatchObject({ minLength: 1, maxLength: limits.name });
  expect(fieldOf("fetchUsers", "search").maxLength).toBe(limits.search);
  expect(fieldOf("fetchUserByEmail", "email").maxLength).toBe(limits.emailOctets);
});

const url = (length: number) => `https://${"a".repeat(length - 8)}`;
const address = (length: number) =>
  `${"a".repeat(64)}@${"a".repeat(63)}.${"a".repeat(63)}.${"a".repeat(length - 197)}.com`;

/** Texts of a length, for fields that do not take just any letters. */
const formats: Record<string, (length: number) => string> = {
  email: address,
  email_address: address,
  phone_number: (length) => "+14155552671".padStart(length),
  profile_picture_url: url,
  redirect_url: url,
};

/** The sizes of each field at the limits that its documentation names, and those beyond. */
const limited = signatures.flatMap(({ name, procedure: { input }, fields }) =>
  Object.entries(fields).flatMap(([field, json]) => {
    const { minimum, maximum, minLength, maxLength } = { ...json.anyOf?.[0], ...json };
    const most = maxLength ?? maximum;
    if (most === undefined) return [];
    const least = formats[field] ? undefined : (minLength ?? minimum);
    const of = maxLength === undefined ? Number : (formats[field] ?? ((length: number) => "a".repeat(length)));
    const [taken, refused] =
      least === undefined
        ? [[most], [most + 1]]
        : [
            [least, most],
            [least - 1, most + 1],
          ];
    return [{ name, field, input, of, taken, refused }];
  }),
);

test.for(limited)(
  "$name takes as $field the sizes $taken, as its documentation says, and refuses $refused",
  ({ field, input, of, taken, refused }) => {
    const refusals = (size: number) => {
      const { error } = input.safeParse({ [field]: of(size) });
      return error?.issues.filter(({ path }) => path.join(".") === field).length ?? 0;
    };

    expect(taken.map(refusals)).toEqual(taken.map(() => 0));
    expect(refused.map(refusals)).toEqual(refused.map(() => 1));
  },
);

const type = (schema: z.ZodType) => typeOf(toJsonSchema(schema, "output"), new Set());

test("types are as a person writes them: null last, each choice, and lists of choices in brackets", () => {
  expect(type(z.string().nullable())).toBe("string | null");
  expect(type(z.array(z.enum(["a", "b"])))).toBe('("a" | "b")[]');
  expect(type(z.object({ id: z.int().describe("Place") }))).toBe("{\n  /** Place */\n  id: number;\n}");
  expect(() => type(z.custom<string>())).toThrow("typeName");
});

test("a comment stays within the width of a line, and cannot be closed by what it says", () => {
  const long = comment(["word ".repeat(60).trim(), "*/ alert()"], "  ");

  expect(Math.max(...long.split("\n").map((line) => line.length))).toBeLessThanOrEqual(120);
  expect(long.match(/\*\//g)).toHaveLength(1);
});
