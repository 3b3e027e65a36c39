import { expect, test } from "vitest";
import type { Call } from "../testing/race.ts";
import { racers, tally } from "../testing/race.ts";
import { openTestRoster, type TestRoster } from "../testing/roster.ts";
import { expectSound } from "../testing/soundness.ts";

// Every call of a race is made at the same moment, from four processes that have the same database open.

const PLAYERS = 50;
const times = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => make(index));

async function join({ api }: TestRoster, count: number) {
  for (let index = 1; index <= count; index++) await api.joinWaitlist({ email: `guest${index}@example.com` });
  return (await api.fetchWaitlist({ per_page: 100 })).data.map(({ id }) => id);
}

const soundly = ({ databaseUrl }: TestRoster) => expectSound(databaseUrl);

const approveNext = (count: number): Call<"approveNextWaitlistUsers"> => ["approveNextWaitlistUsers", { count }];

test("two concurrent approvals of the next ten of fifteen approve each entry once, in order", async () => {
  await using directory = await openTestRoster();
  const { api, databaseUrl } = directory;
  const ids = await join(directory, 15);

  const outcomes = await racers.race(databaseUrl, [approveNext(10), approveNext(10)]);

  expect(tally(outcomes)).toEqual({ ok: 2 });
  const answers = outcomes
    .flatMap((outcome) => (outcome.ok ? [outcome.data.results] : []))
    .toSorted((one, other) => other.length - one.length);
  expect(answers.flat().every(({ ok }) => ok)).toBe(true);
  expect(answers.map((results) => results.map((result) => result.waitlist_user_id))).toEqual([
    ids.slice(0, 10),
    ids.slice(10),
  ]);
  expect((await api.fetchUsers({ include_total: true })).total).toBe(15);
  expect((await directory.dump()).messages).toHaveLength(15);
  await soundly(directory);
});

test("approving one by one, the next few and rejecting at the same moment decides each entry once", async () => {
  await using directory = await openTestRoster();
  const { api, databaseUrl } = directory;
  const ids = await join(directory, 15);
  const calls = times(
    PLAYERS,
    (index): Call<"approveWaitlistUser" | "rejectWaitlistUser" | "approveNextWaitlistUsers"> => {
      const waitlist_user_id = ids[index % ids.length] ?? "";
      if (index % 12 < 4) return approveNext(2);
      return [index % 12 < 8 ? "approveWaitlistUser" : "rejectWaitlistUser", { waitlist_user_id }];
    },
  );

  const outcomes = await racers.race(databaseUrl, calls);

  const codes = ["ok", "waitlist_already_approved", "waitlist_already_rejected"];
  for (const code of Object.keys(tally(outcomes))) expect(codes).toContain(code);
  const [approved, rejected, pending] = await Promise.all(
    (["approved", "rejected", "pending"] as const).map(async (status) => {
      return (await api.fetchWaitlist({ status, per_page: 100 })).data;
    }),
  );
  expect([...(approved ?? []), ...(rejected ?? []), ...(pending ?? [])].map(({ id }) => id).toSorted()).toEqual(ids);
  const users = (await api.fetchUsers({ per_page: 100 })).data;
  expect(users.map(({ id }) => id).toSorted()).toEqual(approved?.map(({ user_id }) => user_id).toSorted());
  expect((await directory.dump()).messages).toHaveLength(users.length);
  const told = outcomes.flatMap((outcome) => {
    if (!outcome.ok) return [];
    return "results" in outcome.data ? outcome.data.results.map((row) => row.waitlist_user_id) : [outcome.data.id];
  });
  expect(new Set(told).size).toBe(told.length);
  expect(told).toHaveLength(users.length + (rejected?.length ?? 0));
  await soundly(directory);
});

test("reopening and approving a rejected entry at the same moment makes at most one user", async () => {
  await using directory = await openTestRoster();
  const { api, databaseUrl } = directory;
  const [waitlist_user_id = ""] = await join(directory, 1);
  await api.rejectWaitlistUser(waitlist_user_id);
  const calls = times(
    PLAYERS,
    (index): Call<"approveWaitlistUser" | "reopenWaitlistUser"> => [
      index % 8 < 4 ? "reopenWaitlistUser" : "approveWaitlistUser",
      { waitlist_user_id },
    ],
  );

  const outcomes = await racers.race(databaseUrl, calls);

  const codes = ["ok", "waitlist_already_approved", "waitlist_already_rejected", "waitlist_not_rejected"];
  for (const code of Object.keys(tally(outcomes))) expect(codes).toContain(code);
  const users = (await api.fetchUsers()).data;
  expect(users.length).toBeLessThanOrEqual(1);
  expect(tally(outcomes).ok).toBe(1 + users.length);
  expect((await api.fetchWaitlist({ status: users.length === 1 ? "approved" : "pending" })).data).toHaveLength(1);
  expect((await directory.dump()).messages).toHaveLength(users.length);
  await soundly(directory);
});
