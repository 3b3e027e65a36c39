import { describe, expect, test } from "vitest";
import { expectRefusedUnchanged, openTestRoster, type TestRoster } from "../testing/roster.ts";
import { expectSound } from "../testing/soundness.ts";

const names = (count: number) => Array.from({ length: count }, (_, index) => `guest${index + 1}`);

async function joinAll({ api }: TestRoster, joining: string[]) {
  for (const name of joining) await api.joinWaitlist({ email: `${name}@example.com`, first_name: name });
}

const createUser = ({ api }: TestRoster, name: string) =>
  api.createUser({ first_name: name, last_name: "Test", email_address: `${name}@example.com` });

/** Approves the next entries, and answers the outcomes, such as `["guest1", "email_taken"]`. */
async function approveNext({ api }: TestRoster, count: number) {
  const { results } = await api.approveNextWaitlistUsers(count);
  return results.map((result) => (result.ok ? result.user.first_name : result.error.code));
}

/** The pending entries with their positions, such as `["1 guest4"]`. */
async function queue({ api }: TestRoster) {
  const { data } = await api.fetchWaitlist({ per_page: 100 });
  return data.map((entry) => `${entry.position} ${entry.first_name}`);
}

type StoredMessage = { template: string; recipient: string };
const welcomed = async ({ dump }: TestRoster) =>
  ((await dump()).messages as StoredMessage[]).map(({ template, recipient }) => `${template} ${recipient}`); // `dump` answers untyped rows

describe("approving the next ones", () => {
  test("takes them first come first, each as an approval of its own would", async () => {
    await using directory = await openTestRoster();
    const { api, pass } = directory;
    await joinAll(directory, names(5));
    pass(1000);

    const { results } = await directory.as("chooser", ["waitlist:write"]).approveNextWaitlistUsers(3);

    const approved = (await api.fetchWaitlist({ status: "approved" })).data;
    const decided = { decided_by: "chooser", decided_at: "2026-03-01T12:00:01.000Z", decision_reason: null };
    expect(approved).toMatchObject(names(3).map((first_name) => ({ first_name, ...decided })));
    expect(results).toEqual(
      await Promise.all(
        approved.map(async ({ id, user_id }) => {
          const user = (await api.fetchUsers({ search: user_id ?? "" })).data[0];
          return { ok: true, waitlist_user_id: id, user };
        }),
      ),
    );
    for (const name of names(3)) {
      const { id } = await api.fetchUserByEmail(`${name}@example.com`);
      const { emails } = await api.fetchUserDetails(id);
      expect(emails).toMatchObject([{ email: `${name}@example.com`, is_verified: true, is_primary: true }]);
    }
    expect(await welcomed(directory)).toEqual(names(3).map((name) => `welcome ${name}@example.com`));
    expect(await queue(directory)).toEqual(["1 guest4", "2 guest5"]);
    const { data } = await api.fetchAuditLog({ target_id: approved[0]?.id ?? "" });
    expect(data[0]).toMatchObject({ actor: "chooser", action: "approveNextWaitlistUsers", changes: ["status"] });
    await expectSound(directory.databaseUrl);
  });

  test("takes as many as there are when there are fewer, and none from an empty queue", async () => {
    await using directory = await openTestRoster();
    await joinAll(directory, names(2));
    expect(await approveNext(directory, 100)).toEqual(names(2));
    expect(await approveNext(directory, 100)).toEqual([]);
  });

  test("skips decided entries, and takes reopened ones in their place", async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    await joinAll(directory, names(4));
    const [first, second] = (await api.fetchWaitlist()).data;
    await api.rejectWaitlistUser(first?.id ?? "");
    await api.approveWaitlistUser(second?.id ?? "");

    expect(await approveNext(directory, 1)).toEqual(["guest3"]);
    await api.reopenWaitlistUser(first?.id ?? "");
    expect(await approveNext(directory, 2)).toEqual(["guest1", "guest4"]);
  });

  test("skips addresses that have a user by now, leaves them in their place, and takes the next ones", async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    await joinAll(directory, names(6));
    await createUser(directory, "guest1");
    await createUser(directory, "guest3");
    const pending = (await api.fetchWaitlist()).data;

    const { results } = await api.approveNextWaitlistUsers(3);

    expect(results.map((result) => [result.waitlist_user_id, result.ok ? "ok" : result.error.code])).toEqual([
      [pending[1]?.id, "ok"],
      [pending[3]?.id, "ok"],
      [pending[4]?.id, "ok"],
    ]);
    expect(await queue(directory)).toEqual(["1 guest1", "2 guest3", "3 guest6"]);
    expect(await welcomed(directory)).toEqual([2, 4, 5].map((index) => `welcome guest${index}@example.com`));
    expect((await api.fetchUsers({ include_total: true })).total).toBe(5);
    await expectSound(directory.databaseUrl);
    expect(await approveNext(directory, 100)).toEqual(["guest6"]);
  });

  test.for([
    ["audit_entries", "new.event = 'waitlist.approved' and (select count(*) from audit_entries) = 8"],
    ["messages", "new.recipient = 'guest3@example.com'"],
    ["user_emails", "new.identifier = 'guest3@example.com'"],
  ] as const)("is nothing at all when the database fails in the middle, at %s", async ([table, when]) => {
    await using directory = await openTestRoster();
    const { api } = directory;
    await joinAll(directory, names(4));
    await directory.database.refuse("insert", table, "no more", when);
    await expectRefusedUnchanged(directory, () => api.approveNextWaitlistUsers(4), "internal_error");

    await directory.database.allow(table);
    expect(await approveNext(directory, 4)).toEqual(names(4));
  });

  test("takes a count of 1 to 100", async () => {
    await using directory = await openTestRoster();
    await joinAll(directory, names(1));
    for (const count of [0, -1, 1.5, 101, Number.NaN]) {
      const call = () => directory.api.approveNextWaitlistUsers(count);
      await expectRefusedUnchanged(directory, call, "invalid_input");
    }
    const reader = directory.as("reader", ["waitlist:read"]);
    await expectRefusedUnchanged(directory, () => reader.approveNextWaitlistUsers(1), "forbidden");
  });

  test("approves a hundred in one call", async () => {
    await using directory = await openTestRoster();
    await joinAll(directory, names(102));
    expect(await approveNext(directory, 100)).toEqual(names(100));
    expect(await queue(directory)).toEqual(["1 guest101", "2 guest102"]);
    await expectSound(directory.databaseUrl);
  });

  test("skips a hundred addresses that have a user by now", async () => {
    await using directory = await openTestRoster();
    await joinAll(directory, names(102));
    for (const name of names(100)) await createUser(directory, name);
    expect(await approveNext(directory, 2)).toEqual(["guest101", "guest102"]);
  });
});
