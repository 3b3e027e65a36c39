import type { Metadata } from "@roster/client";
import { expect, test } from "vitest";
import { expectRefusedUnchanged, openTestRoster } from "./testing/roster.ts";

const KIB = 1024;

/** Metadata as it would arrive: parsed from JSON, which alone can make a key of `__proto__`. */
const json = (text: string) => JSON.parse(text) as Metadata; // the texts below are objects

const nested = (levels: number, inner = "1") => `${'{"a":'.repeat(levels - 1)}{"a":${inner}}${"}".repeat(levels - 1)}`;
const lists = (levels: number) => `{"a":${"[".repeat(levels - 1)}1${"]".repeat(levels - 1)}}`;
const keys = (count: number) => `{${Array.from({ length: count }, (_, n) => `"k${n}":1`).join(",")}}`;

/** Metadata whose JSON has this number of bytes. */
const ofBytes = (bytes: number, letter: string) => {
  const size = new TextEncoder().encode(letter).length;
  const rest = bytes - '{"a":""}'.length;
  return json(`{"a":"${letter.repeat(Math.floor(rest / size))}${"x".repeat(rest % size)}"}`);
};

test.each<[what: string, metadata: Metadata]>([
  ["16 KiB", ofBytes(16 * KIB, "x")],
  ["16 KiB of letters of two bytes", ofBytes(16 * KIB, "é")],
  ["16 KiB of letters of four bytes", ofBytes(16 * KIB, "😀")],
  ["32 levels of objects", json(nested(32))],
  ["32 levels of lists", json(lists(32))],
  ["1,000 keys", json(keys(1000))],
  ["1,000 keys on two levels", json(`{"a":${keys(999)}}`)],
  ["a key of 256 characters", json(`{"${"k".repeat(256)}":1}`)],
  ["the largest exact integers", { a: 2 ** 53 - 1, b: -(2 ** 53 - 1) }],
  ["numbers of any size that JSON gives back exactly", { a: 0.1, b: 1e-300, c: -1.5e-7, d: 123456.789 }],
  ["every kind of value", json('{"s":"","t":true,"f":false,"n":null,"l":[],"o":{},"x":[null,[{}]]}')],
  ["line breaks, quotes, controls and emoji", { a: '\n\r\t\u0001\u2028"\\😀\u202e', "k\né": 1 }],
])("metadata may hold %s, and it comes back exactly", async (_, metadata) => {
  await using directory = await openTestRoster();
  const { api } = directory;

  const given = { first_name: "Ada", last_name: "Lovelace", public_metadata: metadata, private_metadata: metadata };
  const user = await api.createUser(given);

  expect(user.public_metadata).toEqual(metadata);
  const read = (await api.fetchUserDetails(user.id)).user;
  expect([read.public_metadata, read.private_metadata]).toEqual([metadata, metadata]);
});

const cyclic: { [key: string]: Metadata } = {};
cyclic.self = cyclic;

test.each<[what: string, metadata: unknown, message: string]>([
  ["16 KiB and one byte", ofBytes(16 * KIB + 1, "x"), "16 KiB"],
  ["16 KiB and one byte of letters of two bytes", ofBytes(16 * KIB + 1, "é"), "16 KiB"],
  ["16,000 letters of four bytes", ofBytes(64_000, "😀"), "16 KiB"],
  ["a list of 20,000", { a: Array.from({ length: 20_000 }, () => 1) }, "16 KiB"],
  ["33 levels of objects", json(nested(33)), "32 levels"],
  ["33 levels of lists", json(lists(33)), "32 levels"],
  ["33 levels, of which the last is empty", json(nested(32, "{}")), "32 levels"],
  ["1,001 keys", json(keys(1001)), "1000 keys"],
  ["1,001 keys on two levels", json(`{"a":${keys(1000)}}`), "1000 keys"],
  ["a key of 257 characters", json(`{"${"k".repeat(257)}":1}`), "256 characters"],
  ["__proto__", json('{"__proto__":{"polluted":1}}'), "__proto__"],
  ["constructor", json('{"constructor":{"prototype":{"polluted":1}}}'), "constructor"],
  ["prototype", json('{"prototype":1}'), "prototype"],
  ["__proto__ further down", json('{"a":{"b":{"__proto__":{"polluted":1}}}}'), "__proto__"],
  ["__proto__ in a list", json('{"a":[[{"__proto__":{"polluted":1}}]]}'), "__proto__"],
  ["constructor as null", json('{"a":{"constructor":null}}'), "constructor"],
  ["NUL in a string", { a: ["x\0y"] }, "NUL"],
  ["NUL in a key", { a: { "x\0y": 1 } }, "NUL"],
  ["half a character in a string", { a: "\ud83d" }, "well-formed"],
  ["half a character in a key", json('{"\\udc00":1}'), "well-formed"],
  ["1e400", json('{"a":1e400}'), "finite"],
  ["-1e400", json('{"a":[-1e400]}'), "finite"],
  ["-0, of which JSON text keeps no sign", { a: [-0] }, "-0"],
  ["NaN", { a: Number.NaN }, "finite"],
  ["2^53", json('{"a":9007199254740992}'), "integers"],
  ["2^53 + 1", json('{"a":9007199254740993}'), "integers"],
  ["-(2^53 + 1)", json('{"a":-9007199254740993}'), "integers"],
  ["a date", { a: new Date(0) }, "JSON"],
  ["undefined", { a: undefined }, "JSON"],
  ["a bigint", { a: 1n }, "JSON"],
  ["a map", { a: new Map() }, "JSON"],
  ["itself", cyclic, "32 levels"],
  ["a list in place of an object", ["a"], "object"],
  ["a string in place of an object", "{}", "object"],
])("metadata with %s is refused by its field, at creation and in a change", async (_, metadata, message) => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const names = { first_name: "Ada", last_name: "Lovelace" };
  const user = await api.createUser(names);
  const given = metadata as Metadata; // values that the type forbids

  for (const [field, call] of [
    ["public_metadata", () => api.createUser({ ...names, public_metadata: given })],
    ["private_metadata", () => api.createUser({ ...names, private_metadata: given })],
    ["public_metadata", () => api.updateUser(user.id, { public_metadata: given })],
    ["private_metadata", () => api.updateUser(user.id, { private_metadata: given })],
    ["public_metadata", () => api.createOrganization({ name: "Acme", public_metadata: given })],
  ] as const) {
    const { fieldErrors } = await expectRefusedUnchanged(directory, call, "invalid_input");
    expect(fieldErrors).toEqual([{ path: field, message: expect.stringContaining(message) }]);
  }
  expect("polluted" in {}).toBe(false);
});

test.each([3_000, 100_000])("metadata of %i levels is refused, and the next call is answered", async (levels) => {
  await using directory = await openTestRoster();
  const { api } = directory;
  let deep: Metadata = {};
  for (let level = 1; level < levels; level++) deep = { a: deep };

  const create = () => api.createUser({ first_name: "Ada", last_name: "Lovelace", public_metadata: deep });

  const { fieldErrors } = await expectRefusedUnchanged(directory, create, "invalid_input");
  expect(fieldErrors[0]?.message).toContain("32 levels");
  expect(await api.fetchUsers()).toMatchObject({ data: [] });
});
