import type { AuditEntry } from "@roster/client";
import { describe, expect, test } from "vitest";
import { newId } from "../ids.ts";
import { expectRefusal, expectRefusedUnchanged, openTestRoster, type TestRoster } from "../testing/roster.ts";
import { expectSound } from "../testing/soundness.ts";

async function joinAll({ api }: TestRoster, ...names: string[]) {
  for (const name of names) await api.joinWaitlist({ email: `${name}@example.com`, first_name: name });
  const { data } = await api.fetchWaitlist({ per_page: 100 });
  return Object.fromEntries(data.map((entry) => [entry.first_name, entry.id]));
}

/** The pending entries with their positions, such as `["1 joan", "2 mary"]`. */
async function queue({ api }: TestRoster) {
  const { data } = await api.fetchWaitlist({ per_page: 100 });
  return data.map((entry) => `${entry.position} ${entry.first_name}`);
}

/** Everything but the count of row numbers, which may skip some. */
const records = async ({ dump }: TestRoster) => ({ ...(await dump()), sqlite_sequence: null });

const lineOf = ({ actor, action, changes }: AuditEntry) => `${actor}: ${action} (${changes.join(", ")})`;

/** The audit entries of a waitlist entry, oldest first, such as `tester: rejectWaitlistUser (status)`. */
async function historyOf({ api }: TestRoster, id: string) {
  const { data } = await api.fetchAuditLog({ target_id: id });
  return data.toReversed().map(lineOf);
}

describe("rejecting", () => {
  test("keeps who did it, when and why, and the log keeps that there was a reason, not the reason", async () => {
    await using directory = await openTestRoster();
    const { api, pass } = directory;
    const { joan = "" } = await joinAll(directory, "joan");
    pass(1000);

    const chooser = directory.as("chooser", ["waitlist:write"]);
    const rejected = await chooser.rejectWaitlistUser(joan, "  Not in your country yet ");

    expect(rejected).toMatchObject({
      id: joan,
      status: "rejected",
      position: null,
      decided_at: "2026-03-01T12:00:01.000Z",
      decided_by: "chooser",
      decision_reason: "Not in your country yet",
      user_id: null,
    });
    expect((await api.fetchWaitlist({ status: "rejected" })).data).toEqual([rejected]);
    expect(await historyOf(directory, joan)).toEqual([
      "tester: joinWaitlist (email)",
      "chooser: rejectWaitlistUser (status, decision_reason)",
    ]);
    expect(JSON.stringify(await api.fetchAuditLog())).not.toContain("country");
  });

  test.for([
    ["nothing to see", " "],
    ["a line break", "no\nno"],
    ["more than 500 characters", "x".repeat(501)],
  ] as const)("takes no reason of %s", async ([, reason]) => {
    await using directory = await openTestRoster();
    const { joan = "" } = await joinAll(directory, "joan");
    await expectRefusedUnchanged(directory, () => directory.api.rejectWaitlistUser(joan, reason), "invalid_input");
  });

  test("stays: joining again answers the same, and the entry stays rejected", async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    const { joan = "" } = await joinAll(directory, "joan");
    await api.rejectWaitlistUser(joan, "no");
    const before = await records(directory);

    expect(await api.joinWaitlist({ email: "JOAN@example.com", first_name: "Other" })).toBeUndefined();

    expect(await records(directory)).toEqual(before);
    await expectRefusedUnchanged(directory, () => api.approveWaitlistUser(joan), "waitlist_already_rejected");
    await expectRefusedUnchanged(directory, () => api.rejectWaitlistUser(joan), "waitlist_already_rejected");
  });
});

describe("reopening", () => {
  test("puts an entry back in its place as pending, and the audit log keeps the decision", async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    const { mary = "" } = await joinAll(directory, "joan", "mary", "ruth");
    await api.rejectWaitlistUser(mary, "no");
    await api.joinWaitlist({ email: "edna@example.com", first_name: "edna" });
    expect(await queue(directory)).toEqual(["1 joan", "2 ruth", "3 edna"]);

    const reopened = await directory.as("chooser", ["waitlist:write"]).reopenWaitlistUser(mary);

    expect(reopened).toMatchObject({
      id: mary,
      status: "pending",
      position: 2,
      decided_at: null,
      decided_by: null,
      decision_reason: null,
    });
    expect(await queue(directory)).toEqual(["1 joan", "2 mary", "3 ruth", "4 edna"]);
    expect(await historyOf(directory, mary)).toEqual([
      "tester: joinWaitlist (email)",
      "tester: rejectWaitlistUser (status, decision_reason)",
      "chooser: reopenWaitlistUser (status)",
    ]);
  });

  test("lets an entry be approved, or rejected once more", async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    const { joan = "", mary = "" } = await joinAll(directory, "joan", "mary");
    for (const id of [joan, mary]) {
      await api.rejectWaitlistUser(id);
      await api.reopenWaitlistUser(id);
    }

    const user = await api.approveWaitlistUser(joan);
    expect(user.email).toBe("joan@example.com");
    expect((await api.rejectWaitlistUser(mary, "still no")).decision_reason).toBe("still no");
    await expectRefusedUnchanged(directory, () => api.reopenWaitlistUser(joan), "waitlist_not_rejected");
    await expectSound(directory.databaseUrl);
  });

  test("is for rejected entries only", async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    const { joan = "", mary = "" } = await joinAll(directory, "joan", "mary");
    await api.approveWaitlistUser(mary);

    for (const id of [joan, mary]) {
      await expectRefusedUnchanged(directory, () => api.reopenWaitlistUser(id), "waitlist_not_rejected");
    }
    const call = () => api.reopenWaitlistUser(newId("waitlist_user"));
    await expectRefusedUnchanged(directory, call, "waitlist_user_not_found");
    const reader = directory.as("reader", ["waitlist:read"]);
    await expectRefusal(reader.reopenWaitlistUser(joan), "forbidden");
  });
});

describe("joining again", () => {
  test("accepts an approved address that its user gave up, also of a user who has another one", async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    const { joan = "" } = await joinAll(directory, "joan");
    const user = await api.approveWaitlistUser(joan);
    const email = user.email ?? "";
    const entries = async () => (await api.fetchWaitlist()).data.map((entry) => entry.email);

    await api.joinWaitlist({ email });
    expect(await entries()).toEqual([]); // the address is a user's
    const other = await api.addEmail(user.id, "joan@home.example");
    await api.updateEmail(user.id, other.id, true, true);
    const [first] = (await api.fetchUserDetails(user.id)).emails.filter((one) => one.email === email);
    await api.joinWaitlist({ email });
    expect(await entries()).toEqual([]);

    await api.deleteEmail(user.id, first?.id ?? "");
    await api.joinWaitlist({ email });
    await api.joinWaitlist({ email });
    expect(await entries()).toEqual([email]);
    const [again] = (await api.fetchWaitlist()).data;
    expect((await api.approveWaitlistUser(again?.id ?? "")).id).not.toBe(user.id);
    await api.joinWaitlist({ email: "joan@home.example" });
    expect(await entries()).toEqual([]);
  });

  test("is not needed by the address of a user who never waited", async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    await api.createUser({ first_name: "Ada", last_name: "Lovelace", email_address: "ada@example.com" });
    await api.joinWaitlist({ email: "ada@example.com" });
    expect((await api.fetchWaitlist()).data).toEqual([]);
  });

  test("accepts an approved address whose user was deleted, at the end of the queue", async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    const { joan = "" } = await joinAll(directory, "joan", "mary");
    const first = await api.approveWaitlistUser(joan);
    await api.deleteUser(first.id);

    const { joan: again = "" } = await joinAll(directory, "joan", "joan");

    expect(again).not.toBe(joan);
    expect(await queue(directory)).toEqual(["1 mary", "2 joan"]);
    const second = await api.approveWaitlistUser(again);
    expect(second.id).not.toBe(first.id);
    expect((await api.fetchWaitlist({ status: "approved" })).data).toMatchObject([{ id: again, user_id: second.id }]);
    await expectRefusedUnchanged(directory, () => api.approveWaitlistUser(joan), "waitlist_user_not_found");
  });

  test("accepts no address twice while its user exists, even a deactivated one", async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    const { joan = "" } = await joinAll(directory, "joan");
    const user = await api.approveWaitlistUser(joan);
    await api.deactivateUser(user.id);
    const before = await records(directory);

    await api.joinWaitlist({ email: "joan@example.com" });

    expect(await records(directory)).toEqual(before);
  });

  test.for(["joan", "stranger"])("is counted alike for %s: ten times in an hour", async (name) => {
    await using directory = await openTestRoster();
    const { api, pass } = directory;
    const { joan = "" } = await joinAll(directory, "joan");
    await api.rejectWaitlistUser(joan);
    pass(60 * 60 * 1000);
    const join = () => api.joinWaitlist({ email: `${name}@example.com` });
    for (let time = 1; time <= 10; time++) expect(await join()).toBeUndefined();

    const error = await expectRefusedUnchanged(directory, join, "rate_limited");

    expect(error.retryAfter).toBe(3600);
    expect(await api.joinWaitlist({ email: "other@example.com" })).toBeUndefined();
    pass(60 * 60 * 1000);
    expect(await join()).toBeUndefined();
  });
});

describe("approving", () => {
  test("queues one welcome, in the same transaction, and none when it is refused", async () => {
    await using directory = await openTestRoster();
    const { api, dump } = directory;
    const { joan = "" } = await joinAll(directory, "joan");
    await directory.database.refuse("insert", "audit_entries", "no more", "new.target_type = 'user'");
    await expectRefusedUnchanged(directory, () => api.approveWaitlistUser(joan), "internal_error");
    await directory.database.allow("audit_entries");

    const user = await api.approveWaitlistUser(joan);
    await expectRefusedUnchanged(directory, () => api.approveWaitlistUser(joan), "waitlist_already_approved");

    expect((await dump()).messages).toMatchObject([
      { template: "welcome", recipient: "joan@example.com", user_id: user.id },
    ]);
  });
});
