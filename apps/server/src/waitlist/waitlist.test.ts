import { describe, expect, test } from "vitest";
import { expectRefusedUnchanged, openTestRoster, type TestRoster } from "../testing/roster.ts";

async function joinAll({ api }: TestRoster, ...names: string[]) {
  for (const name of names) await api.joinWaitlist({ email: `${name}@example.com`, first_name: name });
  const { data } = await api.fetchWaitlist({ per_page: 100 });
  return Object.fromEntries(data.map((entry) => [entry.first_name, entry.id]));
}

/** The pending entries with their positions, such as `["1 joan", "2 mary"]`. */
async function queue({ api }: TestRoster, options: object = {}) {
  const { data } = await api.fetchWaitlist(options);
  return data.map((entry) => `${entry.position} ${entry.first_name}`);
}

describe("joining", () => {
  test("puts an address at the end of the queue, with what it tells of itself", async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    await joinAll(directory, "joan");

    await api.joinWaitlist({ email: " Mary@Example.com ", first_name: "Mary", metadata: { from: "fair" } });

    expect((await api.fetchWaitlist()).data[1]).toEqual({
      id: expect.stringMatching(/^wait_/),
      email: "mary@example.com",
      first_name: "Mary",
      last_name: null,
      status: "pending",
      position: 2,
      metadata: { from: "fair" },
      created_at: "2026-03-01T12:00:00.000Z",
      decided_at: null,
      decided_by: null,
      decision_reason: null,
      user_id: null,
    });
  });

  test("answers the same for an address that waits, that was decided on, and that a user has, and changes nothing", async () => {
    await using directory = await openTestRoster();
    const { api, as, dump } = directory;
    const { joan, mary } = await joinAll(directory, "joan", "mary", "ruth");
    await api.approveWaitlistUser(joan ?? "");
    await api.rejectWaitlistUser(mary ?? "");
    const stranger = as("anybody", []);
    expect(await stranger.joinWaitlist({ email: "new@example.com" })).toBeUndefined();
    const records = async () => ({ ...(await dump()), sqlite_sequence: null }); // row numbers may be skipped
    const before = await records();

    for (const name of ["joan", "mary", "ruth"]) {
      const again = { email: `${name.toUpperCase()}@example.com`, first_name: "Other", metadata: { from: "other" } };
      expect(await stranger.joinWaitlist(again)).toBeUndefined();
    }
    expect(await records()).toEqual(before);
  });

  test("takes an address once, however often it comes at the same moment", async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    await Promise.all(Array.from({ length: 10 }, () => api.joinWaitlist({ email: "joan@example.com" })));
    expect((await api.fetchWaitlist({ include_total: true })).total).toBe(1);
  });
});

describe("the position", () => {
  test("is that in the whole queue, on every page and in every search", async () => {
    await using directory = await openTestRoster();
    await joinAll(directory, "joan", "mary", "ruth", "maud", "edna");

    expect(await queue(directory, { per_page: 2, page: 2 })).toEqual(["3 ruth", "4 maud"]);
    expect(await queue(directory, { search: "MA" })).toEqual(["2 mary", "4 maud"]);
    const { next_cursor } = await directory.api.fetchWaitlist({ per_page: 4 });
    expect(await queue(directory, { per_page: 4, cursor: next_cursor })).toEqual(["5 edna"]);
  });

  test("moves up when somebody in front is decided on, and is null for those decided on", async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    const { joan, ruth } = await joinAll(directory, "joan", "mary", "ruth", "maud");
    await api.approveWaitlistUser(joan ?? "");
    await api.rejectWaitlistUser(ruth ?? "");

    expect(await queue(directory)).toEqual(["1 mary", "2 maud"]);
    expect(await queue(directory, { status: "approved" })).toEqual(["null joan"]);
    expect(await queue(directory, { status: "rejected" })).toEqual(["null ruth"]);
  });
});

test("the list is the pending ones unless told otherwise, and counts what it lists", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const { joan } = await joinAll(directory, "joan", "mary", "ruth");
  await api.rejectWaitlistUser(joan ?? "");
  const total = async (options: object) =>
    (await api.fetchWaitlist({ ...options, per_page: 1, include_total: true })).total;

  expect(await total({})).toBe(2);
  expect(await total({ status: "pending", search: "mary" })).toBe(1);
  expect(await total({ status: "rejected" })).toBe(1);
  expect(await total({ status: "approved" })).toBe(0);
});

describe("approving", () => {
  test("makes a user with that address verified and primary, and queues the welcome", async () => {
    await using directory = await openTestRoster();
    const { api, pass } = directory;
    const { joan } = await joinAll(directory, "joan");
    pass(1000);

    const user = await directory.as("chooser", ["waitlist:write"]).approveWaitlistUser(joan ?? "");

    expect(user).toMatchObject({ email: "joan@example.com", first_name: "joan", last_name: null, is_active: true });
    expect((await api.fetchUserDetails(user.id)).emails).toMatchObject([
      { email: "joan@example.com", is_verified: true, is_primary: true, verified_at: "2026-03-01T12:00:01.000Z" },
    ]);
    expect((await api.fetchWaitlist({ status: "approved" })).data).toMatchObject([
      { id: joan, decided_at: "2026-03-01T12:00:01.000Z", decided_by: "chooser", user_id: user.id },
    ]);
    expect((await directory.dump()).messages).toMatchObject([
      { template: "welcome", recipient: "joan@example.com", user_id: user.id, state: "queued", subject_id: null },
    ]);
  });

  test("is all or nothing: when a user has the address, the entry stays pending", async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    const { joan } = await joinAll(directory, "joan");
    await api.createUser({ first_name: "Joan", last_name: "Clarke", email_address: "joan@example.com" });

    await expectRefusedUnchanged(directory, () => api.approveWaitlistUser(joan ?? ""), "email_taken");

    expect(await queue(directory)).toEqual(["1 joan"]);
  });

  test("removes unverified copies of the address from other users", async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    const { joan } = await joinAll(directory, "joan");
    const claimant = await api.createUser({ first_name: "Mal", last_name: "Lory" });
    await api.addEmail(claimant.id, "joan@example.com");

    const user = await api.approveWaitlistUser(joan ?? "");

    expect((await api.fetchUserByEmail("joan@example.com")).id).toBe(user.id);
    expect((await api.fetchUserDetails(claimant.id)).emails).toEqual([]);
  });

  test("makes an entry that goes with its user", async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    const { joan } = await joinAll(directory, "joan");
    const user = await api.approveWaitlistUser(joan ?? "");
    await api.deleteUser(user.id);

    expect((await api.fetchWaitlist({ status: "approved" })).data).toEqual([]);
    await expectRefusedUnchanged(directory, () => api.approveWaitlistUser(joan ?? ""), "waitlist_user_not_found");
  });
});

test("rejecting takes an entry out of the queue, and makes no user and no mail", async () => {
  await using directory = await openTestRoster();
  const { joan } = await joinAll(directory, "joan");

  const entry = await directory.as("chooser", ["waitlist:write"]).rejectWaitlistUser(joan ?? "");

  expect(entry).toMatchObject({ id: joan, status: "rejected", position: null, decided_by: "chooser", user_id: null });
  expect(entry.decided_at).toBe("2026-03-01T12:00:00.000Z");
  expect([(await directory.dump()).users, (await directory.dump()).messages]).toEqual([[], []]);
});

describe("a decision is made once:", () => {
  test.for([
    ["approveWaitlistUser", "approveWaitlistUser", "waitlist_already_approved"],
    ["approveWaitlistUser", "rejectWaitlistUser", "waitlist_already_approved"],
    ["rejectWaitlistUser", "approveWaitlistUser", "waitlist_already_rejected"],
    ["rejectWaitlistUser", "rejectWaitlistUser", "waitlist_already_rejected"],
  ] as const)("%s, then %s", async ([first, second, code]) => {
    await using directory = await openTestRoster();
    const { joan } = await joinAll(directory, "joan");
    await directory.api[first](joan ?? "");
    await expectRefusedUnchanged(directory, () => directory.api[second](joan ?? ""), code);
  });

  test("of an approval and a rejection at the same moment, one holds", async () => {
    await using directory = await openTestRoster();
    const { api, dump } = directory;
    const { joan = "" } = await joinAll(directory, "joan");

    const [approved, rejected] = await Promise.all([
      api.safe.approveWaitlistUser(joan),
      api.safe.rejectWaitlistUser(joan),
    ]);

    expect([approved.ok, rejected.ok].filter(Boolean)).toHaveLength(1);
    expect((await dump()).users).toHaveLength(approved.ok ? 1 : 0);
    expect((await api.fetchWaitlist({ status: approved.ok ? "approved" : "rejected" })).data).toHaveLength(1);
  });
});
