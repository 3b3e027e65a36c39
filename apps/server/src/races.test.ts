import { expect, test } from "vitest";
import type { Call } from "./testing/race.ts";
import { racers, repeatDuring, tally } from "./testing/race.ts";
import { openTestRoster } from "./testing/roster.ts";
import { expectKept, expectSound } from "./testing/soundness.ts";

// Every call of a race is made at the same moment, from four processes that have the same database open.

const PLAYERS = 50;
const times = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => make(index));

test("of fifty users created with one address at the same moment, one is", async () => {
  await using directory = await openTestRoster();
  const calls = times(
    PLAYERS,
    (index): Call<"createUser"> => [
      "createUser",
      { first_name: `Ada ${index}`, last_name: "Lovelace", email_address: "ada@example.com" },
    ],
  );

  const outcomes = await racers.race(directory.databaseUrl, calls);

  expect(tally(outcomes)).toEqual({ ok: 1, email_taken: PLAYERS - 1 });
  const winners = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.data] : []));
  expect((await directory.api.fetchUsers()).data).toEqual(winners);
  await expectSound(directory.databaseUrl);
});

test("of fifty users created with one username at the same moment, one is", async () => {
  await using directory = await openTestRoster();
  const calls = times(
    PLAYERS,
    (index): Call<"createUser"> => [
      "createUser",
      { first_name: "Ada", last_name: "Lovelace", username: index % 2 === 0 ? "ada" : "ADA" },
    ],
  );

  const outcomes = await racers.race(directory.databaseUrl, calls);

  expect(tally(outcomes)).toEqual({ ok: 1, username_taken: PLAYERS - 1 });
  expect((await directory.api.fetchUsers({ include_total: true })).total).toBe(1);
  await expectSound(directory.databaseUrl);
});

test("of fifty approvals of one waitlist entry at the same moment, one makes the user", async () => {
  await using directory = await openTestRoster();
  const { api, databaseUrl } = directory;
  await api.joinWaitlist({ email: "ada@example.com" });
  const id = (await api.fetchWaitlist()).data[0]?.id ?? "";
  const calls = times(PLAYERS, (): Call<"approveWaitlistUser"> => ["approveWaitlistUser", { waitlist_user_id: id }]);

  const outcomes = await racers.race(databaseUrl, calls);

  expect(tally(outcomes)).toEqual({ ok: 1, waitlist_already_approved: PLAYERS - 1 });
  const users = (await api.fetchUsers()).data;
  expect(users.map((user) => user.email)).toEqual(["ada@example.com"]);
  expect((await api.fetchWaitlist({ status: "approved" })).data).toMatchObject([{ id, user_id: users[0]?.id }]);
  expect((await directory.dump()).messages).toHaveLength(1);
  await expectSound(databaseUrl);
});

test("approving and rejecting an entry at the same moment decides it once", async () => {
  await using directory = await openTestRoster();
  const { api, databaseUrl } = directory;
  await api.joinWaitlist({ email: "ada@example.com" });
  const id = (await api.fetchWaitlist()).data[0]?.id ?? "";
  const calls = times(
    PLAYERS,
    (index): Call<"approveWaitlistUser" | "rejectWaitlistUser"> => [
      index % 8 < 4 ? "approveWaitlistUser" : "rejectWaitlistUser",
      { waitlist_user_id: id },
    ],
  );

  const counts = tally(await racers.race(databaseUrl, calls));

  const status = (await api.fetchWaitlist({ status: "approved" })).data.length === 1 ? "approved" : "rejected";
  expect(counts).toEqual({ ok: 1, [`waitlist_already_${status}`]: PLAYERS - 1 });
  expect((await api.fetchUsers()).data).toHaveLength(status === "approved" ? 1 : 0);
  await expectSound(databaseUrl);
});

test("while fifty emails of a user are made primary at the same moment, every read finds exactly one", async () => {
  await using directory = await openTestRoster();
  const { api, databaseUrl } = directory;
  const user = await api.createUser({ first_name: "Ada", last_name: "Lovelace", email_address: "ada@example.com" });
  const emails = await Promise.all(times(PLAYERS, (index) => api.addEmail(user.id, `ada${index}@example.com`)));
  for (const email of emails) await api.updateEmail(user.id, email.id, false, true);
  const calls = emails.map(
    (email): Call<"updateEmail"> => [
      "updateEmail",
      { user_id: user.id, email_id: email.id, is_primary: true, is_verified: true },
    ],
  );

  const race = racers.race(databaseUrl, calls);
  const seen = new Set<string>();
  await repeatDuring(race, async () => {
    const details = await api.fetchUserDetails(user.id);
    const primaries = details.emails.filter((email) => email.is_primary).map((email) => email.email);
    expect(primaries).toEqual([details.user.email]);
    seen.add(String(details.user.email));
    await new Promise(setImmediate);
  });

  expect(tally(await race)).toEqual({ ok: PLAYERS });
  expect(seen.size, "primary addresses seen while it went on").toBeGreaterThan(2);
  expect((await api.fetchUserDetails(user.id)).user.version).toBe(user.version + PLAYERS);
  await expectSound(databaseUrl);
});

test("of fifty invitations of one address at the same moment, one is made", async () => {
  await using directory = await openTestRoster();
  const calls = times(PLAYERS, (): Call<"inviteUser"> => ["inviteUser", { email: "ada@example.com" }]);

  const outcomes = await racers.race(directory.databaseUrl, calls);

  expect(tally(outcomes)).toEqual({ ok: 1, invitation_pending: PLAYERS - 1 });
  expect((await directory.dump()).messages).toHaveLength(1);
  await expectSound(directory.databaseUrl);
});

test("of fifty times that a user is made a member at the same moment, one counts", async () => {
  await using directory = await openTestRoster();
  const { api, databaseUrl } = directory;
  const user = await api.createUser({ first_name: "Ada", last_name: "Lovelace" });
  const organization = await api.createOrganization({ name: "Analytical Engines" });
  const calls = times(
    PLAYERS,
    (index): Call<"addOrganizationMember"> => [
      "addOrganizationMember",
      { organization_id: organization.id, user_id: user.id, role: index % 2 === 0 ? "admin" : "member" },
    ],
  );

  const outcomes = await racers.race(databaseUrl, calls);

  expect(tally(outcomes)).toEqual({ ok: 1, already_member: PLAYERS - 1 });
  const winners = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.data] : []));
  expect((await api.fetchUserDetails(user.id)).organizations).toEqual(winners);
  await expectSound(databaseUrl);
});

test("when the last two identifiers of a user are deleted at the same moment, one of them stays", async () => {
  await using directory = await openTestRoster();
  const { api, databaseUrl } = directory;
  const user = await api.createUser({ first_name: "Ada", last_name: "Lovelace", email_address: "ada@example.com" });
  const second = await api.addEmail(user.id, "ada@work.example");
  await api.updateEmail(user.id, second.id, false, true);
  const { emails } = await api.fetchUserDetails(user.id);
  const calls = times(
    PLAYERS,
    // The processes are dealt to in turns of four: each of them gets both emails.
    (index): Call<"deleteEmail"> => [
      "deleteEmail",
      { user_id: user.id, email_id: emails[Math.floor(index / 4) % 2]?.id ?? "" },
    ],
  );

  const counts = tally(await racers.race(databaseUrl, calls));

  const details = await api.fetchUserDetails(user.id);
  expect(details.emails).toHaveLength(1);
  expect(details.emails[0]).toMatchObject({ email: details.user.email, is_primary: true, is_verified: true });
  const deletions = emails.map((email) => calls.filter(([, input]) => input.email_id === email.id).length);
  const stayed = emails.findIndex((email) => email.id === details.emails[0]?.id);
  expect(counts).toEqual({
    ok: 1,
    email_not_found: (deletions[1 - stayed] ?? 0) - 1,
    last_identifier: deletions[stayed],
  });
  await expectSound(databaseUrl);
});

test("a mixed load of four processes on one database loses nothing and never finds it busy", {
  timeout: 60_000,
}, async () => {
  await using directory = await openTestRoster();
  const { api, databaseUrl } = directory;
  const counter = await api.createUser({ first_name: "Counter", last_name: "Load", username: "counter" });
  const organization = await api.createOrganization({ name: "Load" });
  const shared = { milliseconds: 5000, lanes: 4, counterId: counter.id, organizationId: organization.id };

  const ledgers = await racers.load(
    databaseUrl,
    times(4, (index) => ({ ...shared, name: `load${index}` })),
  );

  const refusals = new Set(ledgers.flatMap((ledger) => Object.keys(ledger.refusals)));
  const expected = ["email_taken", "version_mismatch", "waitlist_already_approved"];
  expect([...refusals].filter((code) => !expected.includes(code))).toEqual([]);
  for (const ledger of ledgers) expect(ledger.calls, "calls of one process").toBeGreaterThan(20);
  await expectKept(databaseUrl, ledgers, counter.id);
  // The counter's user and the winner of the contested address are in no ledger.
  const total = (kind: "users" | "members" | "invitations" | "approved") =>
    ledgers.reduce((sum, ledger) => sum + ledger[kind].length, 0);
  const onlyTotal = { per_page: 1, include_total: true };
  expect((await api.fetchUsers(onlyTotal)).total).toBe(total("users") + 2);
  expect((await api.fetchOrganizations()).data).toMatchObject([{ member_count: total("members") }]);
  expect((await api.fetchInvitedUsers(onlyTotal)).total).toBe(total("invitations"));
  expect((await api.fetchWaitlist({ ...onlyTotal, status: "approved" })).total).toBe(total("approved"));
  await expectSound(databaseUrl);
});
