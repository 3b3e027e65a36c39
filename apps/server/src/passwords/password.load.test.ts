import { contract, limits } from "@roster/contract";
import { describe, expect, test } from "vitest";
import { leastProcessorTimeOf } from "../testing/elapsed.ts";
import { expectRefusedUnchanged, openTestRoster } from "../testing/roster.ts";
import { minimalCost } from "./passwords.ts";

const mary = { first_name: "Mary", last_name: "Somerville" };

test("of five hundred concurrent passwords some are hashed, the rest are rate limited, and reads go on", async () => {
  await using directory = await openTestRoster({}, undefined, { hashCost: minimalCost });
  const { api } = directory;
  let settled = 0;
  const creations = Array.from({ length: 500 }, async (_, index) => {
    const result = await api.safe.createUser({ ...mary, password: `a whale sings at noon of day ${index}` });
    settled++;
    return result.ok ? "ok" : result.error.code;
  });

  let reads = 0;
  while (settled < creations.length) {
    await api.fetchUsers({ include_total: true });
    await new Promise((resolve) => setImmediate(resolve));
    reads++;
  }

  const outcomes = await Promise.all(creations);
  const hashed = outcomes.filter((outcome) => outcome === "ok").length;
  expect(new Set(outcomes)).toEqual(new Set(["ok", "rate_limited"]));
  expect(hashed).toBeGreaterThanOrEqual(64);
  expect(hashed).toBeLessThan(200);
  expect((await api.fetchUsers({ include_total: true })).total).toBe(hashed);
  expect(reads).toBeGreaterThan(20);
  await api.createUser({ ...mary, password: "a whale sings after the storm" });
});

test("of five hundred concurrent sign-ins some are checked, the rest are rate limited, and reads go on", async () => {
  await using directory = await openTestRoster({}, undefined, { hashCost: minimalCost });
  const { api } = directory;
  let settled = 0;
  const attempts = Array.from({ length: 500 }, async (_, index) => {
    const result = await api.safe.verifyPassword({ identifier: `user${index}`, password: "a whale sings at noon" });
    settled++;
    return result.ok ? "ok" : result.error.code;
  });

  let reads = 0;
  while (settled < attempts.length) {
    await api.fetchUsers({ include_total: true });
    await new Promise((resolve) => setImmediate(resolve));
    reads++;
  }

  expect(new Set(await Promise.all(attempts))).toEqual(new Set(["credentials_incorrect", "rate_limited"]));
  expect(reads).toBeGreaterThan(20);
});

const leastOf = (tries: number, call: () => Promise<unknown>) =>
  leastProcessorTimeOf(tries, () => call().catch(() => undefined));

describe("a password of a megabyte is refused before it is hashed or checked", () => {
  const huge = ["a".repeat(1 << 20), "ﷺ".repeat(1 << 20), "🐴🔋".repeat(1 << 18), `${"ab".repeat(1 << 19)}!`];

  test.for(huge)("%#", async (password) => {
    await using directory = await openTestRoster();
    const { id } = await directory.api.createUser({ ...mary, password: "a whale sings at noon" });
    const calls = [
      () => directory.api.createUser({ ...mary, password }),
      () => directory.api.createUser({ ...mary, password, skip_password_check: true }),
      () => directory.api.updatePassword(id, { new_password: password }),
      () => directory.api.updatePassword(id, { new_password: "a whale", current_password: password }),
    ];
    for (const call of calls) {
      const error = await expectRefusedUnchanged(directory, call, "invalid_input");
      expect(error.fieldErrors[0]?.message).toBe(`must be at most ${limits.passwordUnits} characters`);
      expect(await leastOf(5, call)).toBeLessThan(50);
    }
    expect(directory.logged()).not.toContain(password.slice(0, 100));
  });
});

describe("the longest password that reaches the policy is checked quickly", () => {
  const units = limits.passwordUnits;
  test.for([
    ["one letter, and another at the end", `${"a".repeat(units - 1)}b`],
    ["a piece that nearly repeats", `${"ab".repeat(units / 2 - 2)}cdef`],
    ["digits, and a letter at the end", `${"1".repeat(units - 1)}x`],
    ["the own name again and again", "mary".repeat(units / 4)],
    ["characters that NFKC makes eighteen of", "ﷺ".repeat(units)],
    ["marks on one letter", `a${"\u0301\u0327".repeat(units / 2 - 1)}`],
    ["no letters", "#!".repeat(units / 2)],
  ])("%s", async ([, password]) => {
    await using directory = await openTestRoster();
    expect(contract.createUser.input.safeParse({ ...mary, password }).success).toBe(true);
    const call = () => directory.api.createUser({ ...mary, password });
    const error = await expectRefusedUnchanged(directory, call, "password_rejected");
    expect(error.reasons).toContain("too_long");
    expect(await leastOf(3, call)).toBeLessThan(500);
  });
});
