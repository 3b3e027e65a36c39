import { contract, emailAddress, metadata, type ProcedureName, phoneNumber, username } from "@roster/contract";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { z } from "zod";
import { examples, procedureNames } from "./testing/examples.ts";
import { openPopulatedRoster } from "./testing/world.ts";

/** Hard text: of every plane, with combining marks, controls, white space and lone surrogates. */
const wild = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: "grapheme" }),
  fc.string({
    unit: fc.constantFrom(
      " ",
      "A",
      "é",
      "e\u0301",
      "\u212a",
      "ß",
      "İ",
      "ﬁ",
      "\u00a0",
      "\ud800",
      "🐴",
      "@",
      ".",
      "+",
      "1",
    ),
  }),
);
const person = fc.string({ unit: fc.constantFrom("a", "Z", "9", ".", "+", "-", "_"), minLength: 1, maxLength: 70 });
const domain = fc.domain({ size: "small" });

const sources: [string, z.ZodType<string>, fc.Arbitrary<string>][] = [
  [
    "an email address",
    emailAddress,
    fc.oneof(
      fc.emailAddress(),
      wild,
      fc.tuple(person, domain).map((parts) => ` ${parts.join("@")}`),
    ),
  ],
  ["a phone number", phoneNumber, fc.oneof(wild, fc.stringMatching(/^ ?\+[1-9][0-9 ().-]{6,16}$/))],
  ["a username", username, fc.oneof(wild, person)],
  ["a name", contract.createUser.input.shape.first_name, wild],
  ["a reason", contract.deactivateUser.input.shape.reason.unwrap().unwrap(), wild],
  ["a search", contract.fetchUsers.input.unwrap().shape.search.unwrap(), wild],
];

describe("normalising twice gives the same value, and both databases can store it", () => {
  test.for(sources)("%s", ([, schema, texts]) => {
    fc.assert(
      fc.property(texts, (text) => {
        const once = schema.safeParse(text);
        if (!once.success) return;
        expect(schema.parse(once.data)).toBe(once.data);
        expect(once.data.isWellFormed() && !once.data.includes("\0")).toBe(true);
        expect(once.data).toBe(once.data.trim().normalize("NFC"));
      }),
      { numRuns: 2000 },
    );
  });
});

test("an accepted address is lower-case ASCII, and keeps its letters and its one @", () => {
  fc.assert(
    fc.property(fc.oneof(fc.emailAddress(), wild), (text) => {
      const { data } = emailAddress.safeParse(text);
      if (data === undefined) return;
      expect(data).toMatch(/^[\x21-\x7e]+$/);
      expect(data).toBe(text.trim().toLowerCase());
      expect(data.split("@")).toHaveLength(2);
    }),
    { numRuns: 5000 },
  );
});

test("accepted metadata survives JSON text unchanged", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 5 })), (value) => {
      const result = metadata.safeParse(value);
      const taken = result.data ?? {};
      expect(JSON.parse(JSON.stringify(taken))).toStrictEqual({ ...taken });
    }),
  );
});

test("any JSON as metadata is accepted or refused, and nothing is thrown", () => {
  fc.assert(
    fc.property(fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true, withMap: true }), (value) => {
      metadata.safeParse(value);
    }),
  );
});

describe("the client's inputs are what the contract parses, and parsing them twice makes no difference", () => {
  test("for every procedure", async () => {
    await using directory = await openPopulatedRoster();
    const { world } = directory;
    for (const name of procedureNames satisfies ProcedureName[]) {
      const { input } = contract[name];
      const once = input.parse(await examples[name].sample(world, directory));
      expect(input.parse(once), name).toEqual(once);
    }
  });
});
