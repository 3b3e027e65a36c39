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

const texts = signatures.flatMap(({ name, procedure, fields }) =>
  Object.entries(fields).flatMap(([field, { anyOf, maxLength = anyOf?.[0]?.maxLength }]) =>
    maxLength === undefined ? [] : [[name, field, maxLength, procedure.input] as const],
  ),
);

test.for(texts)(
  "%s refuses a %s longer than the %i characters that its documentation allows",
  ([, field, most, input]) => {
    const { error } = input.safeParse({ [field]: "a".repeat(most + 1) });

    expect(error?.issues.map(({ path }) => path.join("."))).toContain(field);
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
