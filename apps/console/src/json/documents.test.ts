import type { Metadata } from "@roster/client";
import { expect, test } from "vitest";
import { compare, mergePatch, withValue } from "./documents.ts";
import { placed, problemsOf } from "./problems.ts";

/** RFC 7396, as the server applies it. */
function applied(target: unknown, patch: unknown): unknown {
  if (typeof patch !== "object" || patch === null || Array.isArray(patch)) return patch;
  const isObject = typeof target === "object" && target !== null && !Array.isArray(target);
  const result = new Map<string, unknown>(isObject ? Object.entries(target) : []);
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) result.delete(name);
    else result.set(name, applied(result.get(name), value));
  }
  return Object.fromEntries(result);
}

test.each<[Metadata, Metadata]>([
  [{}, { plan: "team" }],
  [{ plan: "team", limits: { seats: 20, rooms: 2 } }, { limits: { seats: 30 } }],
  [
    { flags: ["a"], kept: null, gone: { deep: 1 } },
    { flags: ["a", null], kept: null, now: { deep: {} } },
  ],
  [{ was: { an: "object" } }, { was: "text" }],
  [{ was: [1] }, { was: { an: "object" } }],
  [{}, JSON.parse('{"__proto__":{"x":1}}') as Metadata],
])("saving metadata sends the merge patch from %j to %j", (before, after) => {
  expect(applied(before, mergePatch(before, after))).toEqual(after);
});

test("what somebody else changed in metadata is found, and whether it was changed here as well", () => {
  const before = { plan: "team", limits: { seats: 20, rooms: 2 }, locale: "en" };
  const mine = { plan: "solo", limits: { seats: 20, rooms: 3 }, locale: "en" };
  const theirs = { plan: "trial", limits: { seats: 30, rooms: 2 }, locale: "en", vip: true };
  const found = compare(before, mine, theirs);
  expect(found).toEqual([
    { path: ["plan"], mine: "solo", theirs: "trial", isTouched: true },
    { path: ["limits", "seats"], mine: 20, theirs: 30, isTouched: false },
    { path: ["vip"], mine: undefined, theirs: true, isTouched: false },
  ]);
  const merged = found.reduce<Metadata>(
    (all, one) => withValue(all, one.path, one.isTouched ? one.mine : one.theirs),
    mine,
  );
  expect(merged).toEqual({ plan: "solo", limits: { seats: 30, rooms: 3 }, locale: "en", vip: true });
});

test("where an object was replaced here, all that somebody else has there is one choice", () => {
  const theirs = { limits: { seats: 30, rooms: 2 } };
  expect(compare({ limits: { seats: 20, rooms: 2 } }, { limits: "none" }, theirs)).toEqual([
    { path: ["limits"], mine: "none", theirs: theirs.limits, isTouched: true },
  ]);
});

test.each([
  ['{ "a": [1, 2,] }', "Remove this comma: nothing follows it", ","],
  ['{ "a": 1', "The text ends too early. Close what is still open", ""],
  ["{ 'a': 1 }", "Use double quotes", "'"],
  ["{ a: 1 }", "Put this in double quotes", "a"],
  ['{ "a": 1 } // note', "Nothing may follow the end of the document", "/"],
  ["[1]", 'Metadata is an object, such as { "plan": "team" }', "[1]"],
  [
    '{ "a": null }',
    "null is not stored: it removes the key. Leave the key out, or give it another value",
    '"a": null }',
  ],
])("the editor of metadata says what is wrong with %s, and where", (text, message, at) => {
  const [problem] = problemsOf(text, {});
  expect(problem?.message).toBe(message);
  expect(text.slice(problem?.from, problem?.to)).toBe(at);
});

test("what is stored may stay null, and lists may hold null", () => {
  expect(problemsOf('{ "a": null, "b": [null] }', { a: null })).toEqual([]);
});

test("a refusal of the server stands at the key that its path names, also where keys hold dots", () => {
  const text = '{\n  "a.b": {\n    "c": 1\n  }\n}';
  const { from, to } = placed(text, { path: "a.b.c", message: "must be shorter" });
  expect(text.slice(from, to)).toBe('"c": 1');
});
