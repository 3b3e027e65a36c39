import { expect, test } from "vitest";
import { processorTimeOf } from "../testing/elapsed.ts";
import { openTestRoster } from "../testing/roster.ts";
import { minimalCost } from "./passwords.ts";

const PASSWORD = "a green whale sings at noon";
const SAMPLES = 100;
const TOLERANCE = 0.05;
const DAY = 24 * 60 * 60 * 1000;

const median = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

/** By how much the case with the most work has more than that with the least, in the middle of each; every case in turn, again and again. */
async function spreadOf(cases: Record<string, () => Promise<number>>) {
  const taken = Object.values(cases).map((attempt) => ({ attempt, milliseconds: [] as number[] }));
  for (let sample = 0; sample < SAMPLES; sample++) {
    for (const { attempt, milliseconds } of taken) milliseconds.push(await attempt());
  }
  const medians = taken.map(({ milliseconds }) => median(milliseconds));
  return Math.max(...medians) / Math.min(...medians) - 1;
}

test("the time of a failed sign-in does not tell why it failed", async () => {
  await using directory = await openTestRoster({}, undefined, { hashCost: minimalCost });
  const { api, pass } = directory;
  const named = { first_name: "Ada", last_name: "Lovelace" };
  await api.createUser({ ...named, email_address: "ada@example.com", password: PASSWORD });
  await api.createUser({ ...named, email_address: "none@example.com" });
  const off = await api.createUser({ ...named, email_address: "off@example.com", password: PASSWORD });
  await api.deactivateUser(off.id);
  const attempt = (identifier: string, password: string) => async () => {
    pass(DAY); // so that no try is one too many
    let result: unknown;
    const milliseconds = await processorTimeOf(async () => {
      result = await api.safe.verifyPassword({ identifier, password });
    });
    expect(result).toMatchObject({ ok: false, error: { code: "credentials_incorrect" } });
    return milliseconds;
  };
  const cases = {
    "an unknown address": attempt("nobody@example.com", PASSWORD),
    "a wrong password": attempt("ada@example.com", "a green whale sings at nine"),
    "a user without a password": attempt("none@example.com", PASSWORD),
    "a deactivated user and the right password": attempt("off@example.com", PASSWORD),
  };

  expect(await spreadOf(cases)).toBeLessThan(TOLERANCE);
});
