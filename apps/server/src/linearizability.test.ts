import { createClient } from "@roster/client";
import { expect, test } from "vitest";
import { makeKey, openTestPlace, serveRoster } from "./testing/command.ts";
import { addresses, people, recordHistory } from "./testing/directory-clients.ts";
import { describeCall, describeUnexplained, explainAddress, explainPerson } from "./testing/directory-history.ts";
import { expectConsistent } from "./testing/soundness.ts";

/**
 * Eight clients of three servers. What they are told about each address and about each user must have an order in which one call at a
 * time would tell it. 2,000 calls of each client take a minute:
 *
 *     ROSTER_LINEARIZABILITY_CALLS=2000 npx pnpm@12.21.0 exec vitest run --project postgres linearizability
 *
 * ROSTER_LINEARIZABILITY_SEED=7 lets the clients choose as in a run before, as far as they get the same answers.
 */
const CALLS = Number(process.env.ROSTER_LINEARIZABILITY_CALLS ?? 300);
const SEED = Number(process.env.ROSTER_LINEARIZABILITY_SEED ?? Date.now() % 1_000_000);
const CLIENTS = 8;

const failures = new Set(["internal_error", "unavailable", "unreachable"]);

test("eight clients of three servers see one directory, in which one call comes after the other", {
  timeout: 300_000 + CALLS * 500,
}, async () => {
  await using place = await openTestPlace({ RATE_LIMIT_PUBLIC: "1000000", RATE_LIMIT_PER_KEY: "1000000" });
  await using first = await serveRoster(place.env);
  await using second = await serveRoster(place.env);
  await using third = await serveRoster(place.env);
  const apiKey = await makeKey(place.env);
  const urls = [first, second, third].map(({ url }) => url);
  const apis = Array.from({ length: CLIENTS }, (_, index) =>
    createClient({ url: urls[index % urls.length] ?? "", apiKey, retries: 0 }),
  );

  const history = await recordHistory(apis, CALLS, SEED);

  const failed = history.operations.filter(({ act: { outcome } }) => !outcome.ok && failures.has(outcome.code));
  const logged = [first, second, third].flatMap(({ output }) => output.stdout.split("\n"));
  const errors = logged.filter((line) => line.includes('"level":50'));
  expect([...failed.map(describeCall), ...errors], `failures with seed ${SEED}`).toEqual([]);
  const explanations = [
    ...addresses.map((address) => [address, explainAddress(history, address)] as const),
    ...people.map((person) => [person, explainPerson(history, person)] as const),
  ];
  for (const [key, unexplained] of explanations) {
    if (unexplained)
      expect.fail(`${key}, seed ${SEED}: no order explains the calls\n${describeUnexplained(unexplained)}`);
  }
  await expectConsistent(place.env.DATABASE_URL);
});
