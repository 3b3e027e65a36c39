import { expect, test } from "vitest";
import type { Call } from "./testing/race.ts";
import { racers, repeatDuring, tally } from "./testing/race.ts";
import { CONTENDERS, times } from "./testing/race-test.ts";
import { openTestRoster } from "./testing/roster.ts";
import { expectKept, expectSound } from "./testing/soundness.ts";

test("while fifty emails of a user are made primary at the same moment, every read finds exactly one", async () => {
  await using directory = await openTestRoster();
  const { api, databaseUrl } = directory;
  const user = await api.createUser({ first_name: "Ada", last_name: "Lovelace", email_address: "ada@example.com" });
  const emails = await Promise.all(times(CONTENDERS, (index) => api.addEmail(user.id, `ada${index}@example.com`)));
  for (const email of emails) await api.updateEmail(user.id, email.id, false, true);
  const calls = emails.map(
    (email): Call<"updateEmail"> => [
      "updateEmail",
      { user_id: user.id, email_id: email.id, is_primary: true, is_verified: true },
    ],
  );

  await using meeting = await racers.meet(databaseUrl);
  const seen = new Set<string>();
  const raceAndLook = async () => {
    const race = meeting.race(calls);
    await repeatDuring(race, async () => {
      const details = await api.fetchUserDetails(user.id);
      const primaries = details.emails.filter((email) => email.is_primary).map((email) => email.email);
      expect(primaries).toEqual([details.user.email]);
      seen.add(String(details.user.email));
      await new Promise(setImmediate);
    });
    expect(tally(await race)).toEqual({ ok: CONTENDERS });
  };

  await raceAndLook();
  expect((await api.fetchUserDetails(user.id)).user.version).toBe(user.version + CONTENDERS);
  while (seen.size <= 2) await raceAndLook(); // on a slow machine a race may be over between two looks
  await expectSound(databaseUrl);
});

test("a mixed load of three servers on one database loses nothing and never finds it busy", async () => {
  await using directory = await openTestRoster();
  const { api, databaseUrl } = directory;
  const counter = await api.createUser({ first_name: "Counter", last_name: "Load", username: "counter" });
  const organization = await api.createOrganization({ name: "Load" });
  const shared = { milliseconds: 5000, lanes: 4, counterId: counter.id, organizationId: organization.id };

  const ledgers = await racers.load(
    databaseUrl,
    times(3, (index) => ({ ...shared, name: `load${index}` })),
  );

  const refusals = new Set(ledgers.flatMap((ledger) => Object.keys(ledger.refusals)));
  const expected = ["email_taken", "version_mismatch", "waitlist_already_approved"];
  expect([...refusals].filter((code) => !expected.includes(code))).toEqual([]);
  for (const ledger of ledgers) expect(ledger.calls, "calls of one process").toBeGreaterThan(5);
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
