import fc from "fast-check";
import { expect, test } from "vitest";
import { type KindUnderTest, kindsUnderTest } from "../testing/identifier-kinds.ts";
import { openTestRoster, type TestRoster } from "../testing/roster.ts";

const USERS = 3;
const VALUES = 4;

const step = fc.record({
  kind: fc.constantFrom(...kindsUnderTest),
  user: fc.nat(USERS - 1),
  /** A value to add, or the index of the user's identifier to change. */
  which: fc.nat(VALUES - 1),
  act: fc.oneof(
    { weight: 3, arbitrary: fc.constant("add" as const) },
    { weight: 4, arbitrary: fc.tuple(fc.boolean(), fc.boolean()) },
    { weight: 3, arbitrary: fc.constantFrom("change" as const, "correct" as const) },
    { weight: 3, arbitrary: fc.constant("remove" as const) },
  ),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

const codesOf = (kind: KindUnderTest) => [
  kind.taken,
  kind.notFound,
  "primary_required",
  "primary_must_be_verified",
  "last_identifier",
];

/** Does a step, and answers the code it was refused with. */
async function take({ api }: TestRoster, ids: string[], { kind, user, which, act }: Step) {
  const id = ids[user] ?? "";
  const own = kind.of(await api.fetchUserDetails(id));
  const target = own[which % Math.max(own.length, 1)]?.id ?? kind.unknownId;
  const call =
    act === "add"
      ? kind.add(api, id, kind.value(which))
      : act === "remove"
        ? kind.remove(api, id, target)
        : typeof act === "string"
          ? kind.change(api, id, target, kind.value((which + own.length) % VALUES), act === "correct")
          : kind.update(api, id, target, act);
  return call.then(
    () => undefined,
    (error: { code: string }) => error.code,
  );
}

const readAll = ({ api }: TestRoster, ids: string[]) => Promise.all(ids.map((id) => api.fetchUserDetails(id)));
type All = Awaited<ReturnType<typeof readAll>>;

const countOf = ({ emails, phones }: All[number]) => emails.length + phones.length;

function expectRules(all: All) {
  for (const kind of kindsUnderTest) {
    for (const details of all) {
      const own = kind.of(details);
      const primaries = own.filter(({ is_primary }) => is_primary);
      expect(primaries.length).toBe(own.some(({ is_verified }) => is_verified) ? 1 : 0);
      expect(primaries.every(({ is_verified }) => is_verified)).toBe(true);
      expect(primaries[0]?.value ?? null).toBe(kind.primaryOf(details.user));
      expect(own.every(({ is_verified, verified_at }) => is_verified === (verified_at !== null))).toBe(true);
      expect(new Set(own.map(({ value }) => value)).size).toBe(own.length);
    }
    const owned = all.flatMap((details) => kind.of(details));
    const verified = owned.filter(({ is_verified }) => is_verified).map(({ value }) => value);
    expect(new Set(verified).size).toBe(verified.length);
    const waiting = owned.filter(({ is_verified }) => !is_verified).map(({ value }) => value);
    expect(waiting.filter((value) => verified.includes(value))).toEqual([]);
  }
}

/** A user's version grows by one with each change of the user's own row, and only then. */
function expectVersions(before: All, after: All) {
  for (const [index, { user: was }] of before.entries()) {
    const is = after[index]?.user;
    const { version: _, updated_at: __, ...fields } = was;
    const { version, updated_at, ...left } = is ?? was;
    const grew = JSON.stringify(fields) === JSON.stringify(left) ? 0 : 1;
    expect(version).toBe(was.version + grew);
    if (grew === 0) expect(updated_at).toBe(was.updated_at);
  }
}

test("the rules of identifiers hold after every random step", async () => {
  const seen = new Set<string | undefined>();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 15, maxLength: 40 }), async (steps) => {
      await using directory = await openTestRoster();
      const users = Array.from({ length: USERS }, (_, n) => ({ first_name: `User ${n}`, last_name: "Test" }));
      const ids: string[] = [];
      for (const user of users) ids.push((await directory.api.createUser(user)).id);
      let before = await readAll(directory, ids);
      for (const next of steps) {
        directory.pass(1000);
        const code = await take(directory, ids, next);
        const after = await readAll(directory, ids);
        seen.add(code);
        if (code !== undefined) {
          expect(codesOf(next.kind)).toContain(code);
          expect(after).toEqual(before);
        }
        expectRules(after);
        expectVersions(before, after);
        const [was, is] = [before[next.user], after[next.user]];
        if (next.act === "remove" && was && is && countOf(was) > 0) expect(countOf(is)).toBeGreaterThan(0);
        before = after;
      }
    }),
    { numRuns: 40 },
  );
  // Every way to be refused was met, so the steps did reach the corners.
  expect([...seen]).toEqual(expect.arrayContaining([undefined, ...kindsUnderTest.flatMap(codesOf)]));
});
