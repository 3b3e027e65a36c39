import fc from "fast-check";
import { expect, test } from "vitest";
import { openTestRoster } from "../testing/roster.ts";

// Letters whose case only `toLowerCase` handles, and characters with a meaning in queries.
const letter = fc.constantFrom(..."aabbAB1éÉñ%_\\'\"*-+(). 😀\u0302", "日");
const text = fc.oneof(
  fc.string({ unit: letter, minLength: 1, maxLength: 8 }).filter((value) => value.trim() !== ""),
  fc.string({ unit: fc.constantFrom(..."abAéÉ日😀"), minLength: 4, maxLength: 9 }), // letters, which have longer n-grams
);
const address = fc.string({ unit: fc.constantFrom(..."ab1_+-"), maxLength: 5 }).map((local) => `${local}a@b.example`);

const user = fc.record({
  first_name: text,
  last_name: text,
  email_address: fc.option(address),
  external_id: fc.option(text),
  isIndexed: fc.boolean(),
});

/** A search for a random text, or for a part of a user's texts. */
const search = fc.oneof(
  fc.record({ madeUp: text }),
  fc.record({
    user: fc.nat(),
    field: fc.nat(3),
    from: fc.nat(6),
    length: fc.integer({ min: 1, max: 8 }),
    loud: fc.boolean(),
  }),
);

const lower = (value: string) => value.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const letters = (value: string) => lower(value).replace(/[^\p{L}\p{N}]/gu, "");
const wordsOf = (value: string) =>
  lower(value)
    .split(/\s+/u)
    .filter((word) => word !== "");

/** A name with punctuation, of five letters or more, is also found without it. */
const spellingsOf = (word: string) =>
  /^[\p{L}'"().-]+$/u.test(word) && letters(word).length >= 5 ? [word, letters(word)] : [word];

test("a search finds exactly the users with every word in a name, both names together, address or external id", async () => {
  let hits = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(user, { minLength: 2, maxLength: 6, selector: ({ email_address }) => email_address ?? {} }),
      fc.array(search, { minLength: 12, maxLength: 12 }),
      async (given, searches) => {
        await using directory = await openTestRoster();
        const { api } = directory;
        const fieldsOf = new Map<string, string[]>();
        for (const [index, { isIndexed, ...fields }] of given.entries()) {
          const external_id = fields.external_id && `${fields.external_id}${index}`;
          const { id } = await api.createUser({ ...fields, external_id });
          if (isIndexed) await directory.roster.services.database.tend();
          const { first_name, last_name, email_address } = fields;
          const together = letters(first_name + last_name + first_name);
          fieldsOf.set(id, [first_name, last_name, email_address ?? "", external_id ?? "", together]);
        }
        for (const made of searches) {
          const wanted = "madeUp" in made ? made.madeUp : pieceOf([...fieldsOf.values()], made);
          const words = wordsOf(wanted);
          const expected = [...fieldsOf].filter(([, fields]) =>
            words.every((word) =>
              fields.some((field) => spellingsOf(word).some((text) => lower(field).includes(text))),
            ),
          );

          const { data, total } = await api.fetchUsers({ search: wanted, per_page: 100, include_total: true });

          expect([wanted, data.map(({ id }) => id).toReversed()]).toEqual([wanted, expected.map(([id]) => id)]);
          expect(total).toBe(expected.length);
          if (expected.length < fieldsOf.size) hits += expected.length;
        }
      },
    ),
    { numRuns: 40 },
  );
  expect(hits).toBeGreaterThan(100);
});

interface Piece {
  user: number;
  field: number;
  from: number;
  length: number;
  loud: boolean;
}

function pieceOf(all: string[][], { user, field, from, length, loud }: Piece) {
  const letters = Array.from(all[user % all.length]?.[field]?.normalize("NFC") ?? "");
  const piece = letters.slice(from, from + length).join("");
  return loud ? piece.toUpperCase() : piece;
}
