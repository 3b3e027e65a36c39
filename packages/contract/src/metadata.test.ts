import { describe, expect, test } from "vitest";
import { limits } from "./limits.ts";
import { metadata } from "./metadata.ts";

const problemOf = (value: unknown) => metadata.safeParse(value).error?.issues[0]?.message;

/** `levels` objects, one in the other. */
const nested = (levels: number) => JSON.parse(`${'{"a":'.repeat(levels - 1)}{}${"}".repeat(levels - 1)}`);
const arrays = (levels: number) => JSON.parse(`{"a":${"[".repeat(levels - 1)}${"]".repeat(levels - 1)}}`);
const keys = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 0]));
const sized = (bytes: number) => ({ a: "x".repeat(bytes - '{"a":""}'.length) });

describe("metadata is taken as it is", () => {
  test.for<[string, object]>([
    ["when empty", {}],
    ["with every kind of value", { a: "x", b: 1.5, c: true, d: null, e: [1, "y", { f: [] }], "": "empty key" }],
    ["of 16 KiB", sized(limits.metadataBytes)],
    ["of 32 levels", nested(limits.metadataDepth)],
    ["of 32 levels, most of them arrays", arrays(limits.metadataDepth)],
    ["with 1,000 keys", keys(limits.metadataKeys)],
    ["with a key of 256 characters", { ["k".repeat(limits.metadataKeyLength)]: 1 }],
    ["with the largest whole numbers", { a: Number.MAX_SAFE_INTEGER, b: Number.MIN_SAFE_INTEGER }],
    ["with small fractions", { a: 5e-324, b: 0.1 + 0.2 }],
    ["with text of any script and line", { a: "Zoë\n🐴\u2028" }],
    ["with keys that only resemble the forbidden", { __proto: 1, Constructor: 2, prototype_: 3, hasOwnProperty: 4 }],
    ["without a prototype", Object.assign(Object.create(null), { a: 1 })],
  ])("%s", ([, value]) => {
    const result = metadata.parse(value);
    expect(result).toEqual(value);
    expect(JSON.parse(JSON.stringify(result))).toEqual({ ...value });
  });
});

describe("metadata is refused", () => {
  const cyclic: Record<string, unknown> = {};
  cyclic.self = cyclic;

  test.for<[string, unknown, string]>([
    ["of 16 KiB and a byte", sized(limits.metadataBytes + 1), "16 KiB"],
    ["of 16 KiB in letters of two bytes", { a: "é".repeat(limits.metadataBytes / 2) }, "16 KiB"],
    ["of 33 levels", nested(limits.metadataDepth + 1), "32 levels"],
    ["of 33 levels, most of them arrays", arrays(limits.metadataDepth + 1), "32 levels"],
    ["of 3,000 levels", nested(3000), "32 levels"],
    ["of 100,000 levels", arrays(100_000), "32 levels"],
    ["that holds itself", cyclic, "32 levels"],
    ["with 1,001 keys", keys(limits.metadataKeys + 1), "1000 keys"],
    ["with 1,001 keys in different depths", { a: keys(500), b: [keys(499)] }, "1000 keys"],
    ["with a key of 257 characters", { ["k".repeat(limits.metadataKeyLength + 1)]: 1 }, "256 characters"],
    ["with the key __proto__", JSON.parse('{"__proto__":{"admin":true}}'), "__proto__"],
    ["with the key __proto__ in an array", JSON.parse('{"a":[{"b":{"__proto__":1}}]}'), "__proto__"],
    ["with the key constructor", { a: { constructor: { prototype: {} } } }, "constructor"],
    ["with the key prototype", { prototype: 1 }, "prototype"],
    ["with NUL in a value", { a: "\0" }, "NUL"],
    ["with NUL in a key", { "a\0": 1 }, "NUL"],
    ["with half a surrogate pair", { a: ["\ud800"] }, "well-formed"],
    ["with half a surrogate pair in a key", { "\ud800": 1 }, "well-formed"],
    ["with 2^53 + 1, which no number holds", { a: 2 ** 53 + 2 }, "2^53 - 1"],
    ["with 2^53", { a: 2 ** 53 }, "2^53 - 1"],
    ["with 1e400, as JSON text may say", JSON.parse('{"a":1e400}'), "finite"],
    ["with NaN", { a: Number.NaN }, "finite"],
    ["with -0, which would come back as 0", JSON.parse('{"a":-0}'), "-0"],
    ["with undefined", { a: undefined }, "JSON values"],
    ["with a hole in an array", { a: Object.assign([], { length: 2 }) }, "JSON values"],
    ["with a bigint", { a: 1n }, "JSON values"],
    ["with a function", { toJSON: () => ({}) }, "JSON values"],
    ["with a date", { a: new Date(0) }, "JSON values"],
    ["with a map", { a: new Map([["b", 1]]) }, "JSON values"],
    ["with an object of a class", { a: new URL("https://example.com") }, "JSON values"],
    ["that is an array", [], "JSON object"],
    ["that is text", '{"a":1}', "JSON object"],
    ["that is a number", 1, "JSON object"],
    ["that is null", null, "JSON object"],
  ])("%s", ([, value, reason]) => {
    expect(problemOf(value)).toContain(reason);
    expect(Reflect.get({}, "admin")).toBeUndefined();
  });
});
