import { expect, test } from "vitest";
import { numberEntries } from "../audit/sequencer.ts";
import { expectRefusal, openTestRoster } from "../testing/roster.ts";
import { expectConsistent } from "../testing/soundness.ts";

const DAY = 24 * 60 * 60 * 1000;
const PASSWORD = "a green whale sings at noon";
const none = { users_created: 0, sign_ins: 0, failed_sign_ins: 0 };

test("an empty directory has thirty days without anything, the last one is today", async () => {
  await using directory = await openTestRoster();
  const { now, days } = await directory.api.fetchStatistics();
  expect(now).toEqual({ users: 0, active_users: 0, waiting: 0, invited: 0, undelivered_messages: 0 });
  expect(days).toHaveLength(30);
  expect(days[0]).toEqual({ day: "2026-01-31", ...none });
  expect(days.at(-1)).toEqual({ day: "2026-03-01", ...none });
  expect((await directory.api.fetchStatistics({ days: 366 })).days[0]?.day).toBe("2025-03-01");
  for (const count of [0, 367, 1.5])
    await expectRefusal(directory.api.fetchStatistics({ days: count }), "invalid_input");
});

test("each UTC day has the users created, the sign-ins and the failed ones, whoever was deleted since", async () => {
  await using directory = await openTestRoster(); // at noon
  const { api } = directory;
  const ada = await api.createUser({ first_name: "Ada", last_name: "Lovelace", username: "ada", password: PASSWORD });
  await api.createUser({ first_name: "Mary", last_name: "Somerville" });
  await api.verifyPassword({ identifier: "ada", password: PASSWORD });
  await expectRefusal(api.verifyPassword({ identifier: "ada", password: "wrong" }), "credentials_incorrect");
  await expectRefusal(api.verifyPassword({ identifier: "nobody", password: "wrong" }), "credentials_incorrect");
  directory.pass(DAY / 2 - 1); // the last millisecond of the day
  await api.verifyPassword({ identifier: "ada", password: PASSWORD });
  directory.pass(1);
  await api.verifyPassword({ identifier: "ada", password: PASSWORD });
  directory.pass(2 * DAY);
  const joined = await api.inviteUser({ email: "grace@example.com" });
  const token = new URL(joined.accept_url ?? "").searchParams.get("token") ?? "";
  await api.acceptInvitation(token, { first_name: "Grace", last_name: "Hopper", password: PASSWORD });
  await api.joinWaitlist({ email: "emmy@example.com", first_name: "Emmy", last_name: "Noether" });
  const [entry] = (await api.fetchWaitlist()).data;
  await api.approveWaitlistUser(entry?.id ?? "");
  await api.deleteUser(ada.id);

  const { days } = await api.fetchStatistics({ days: 5 });
  expect(days).toEqual([
    { day: "2026-02-28", ...none },
    { day: "2026-03-01", users_created: 2, sign_ins: 2, failed_sign_ins: 2 },
    { day: "2026-03-02", ...none, sign_ins: 1 },
    { day: "2026-03-03", ...none },
    { day: "2026-03-04", ...none, users_created: 2 },
  ]);
  await numberEntries(directory.roster.services.database);
  expect((await api.fetchStatistics({ days: 5 })).days).toEqual(days);
  expect((await api.fetchStatistics({ days: 1 })).days).toEqual(days.slice(-1));
});

test("what there is now: users, active ones, the waitlist, open invitations, messages that did not go out", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  for (const email_address of ["ada@example.com", "mary@example.com", "emmy@example.com"]) {
    const { id } = await api.createUser({ first_name: "Some", last_name: "Body", email_address });
    if (email_address.startsWith("mary")) await api.deactivateUser(id, "Left");
  }
  for (const email of ["one@example.com", "two@example.com"]) await api.joinWaitlist({ email });
  const [first] = (await api.fetchWaitlist()).data;
  await api.rejectWaitlistUser(first?.id ?? "");
  await api.inviteUser({ email: "short@example.com", expires_in_days: 1 });
  await api.inviteUser({ email: "long@example.com", expires_in_days: 2 });
  const { id } = await api.inviteUser({ email: "revoked@example.com", notify: false });
  await api.revokeInvitation(id);

  const before = { users: 3, active_users: 2, waiting: 1, invited: 2, undelivered_messages: 2 };
  expect((await api.fetchStatistics()).now).toEqual(before);
  await directory.roster.deliver();
  directory.pass(DAY);
  expect((await api.fetchStatistics()).now).toEqual({ ...before, invited: 1, undelivered_messages: 0 });
});

test("changes side by side are each counted once, before and after the log is numbered, and refused ones never", async () => {
  await using directory = await openTestRoster();
  const { api, roster, database, databaseUrl } = directory;
  const create = (index: number) =>
    api.createUser({ first_name: "Some", last_name: "Body", username: `user-${index % 40}` }).catch(() => undefined);
  const numbering = async () => numberEntries(roster.services.database);
  await Promise.all(Array.from({ length: 60 }, (_, index) => (index % 7 === 0 ? numbering() : create(index))));

  const { now, days } = await api.fetchStatistics({ days: 1 });
  expect(now.users).toBeGreaterThan(30);
  expect(days).toEqual([{ day: "2026-03-01", ...none, users_created: now.users }]);
  await numberEntries(roster.services.database);
  expect((await api.fetchStatistics({ days: 1 })).days).toEqual(days);
  const stored = await database.query<Record<string, unknown>>("select * from event_counts");
  expect(stored.map(({ key, times }) => [key, Number(times)])).toEqual([["2026-03-01 user.created", now.users]]);
  await expectConsistent(databaseUrl);
});
