import { rateLimits } from "@roster/contract";
import { expect } from "vitest";
import type { Call } from "../testing/race.ts";
import { ada, contenders, raceTest } from "../testing/race-test.ts";
import type { TestRoster } from "../testing/roster.ts";
import { tokenIn } from "../testing/world.ts";

const emailOf = (round: number) => `ada${round}@example.com`;

/** Puts guests on the waitlist. */
async function join({ api }: TestRoster, round: number, count: number) {
  const emails = Array.from({ length: count }, (_, index) => `guest${index}-${round}@example.com`);
  for (const email of emails) await api.joinWaitlist({ email });
  return (await api.fetchWaitlist({ per_page: 100, search: `-${round}@` })).data.map(({ id }) => id);
}

const messagesTo = ({ database }: TestRoster, recipient: string) =>
  database.query("select id from messages where recipient like ?", recipient);

const approving = (waitlist_user_id = ""): Call<"approveWaitlistUser"> => ["approveWaitlistUser", { waitlist_user_id }];

const decided = ["waitlist_already_approved", "waitlist_already_rejected"] as const;

raceTest(
  "of fifty approvals of one waitlist entry at the same moment, one makes the user",
  (directory) => async (round) => {
    const { api } = directory;
    const [id] = await join(directory, round, 1);
    return {
      calls: contenders(() => approving(id)),
      refusals: { approveWaitlistUser: ["waitlist_already_approved"] },
      wins: 1,
      after: async ({ won }) => {
        const [user] = won("approveWaitlistUser");
        expect((await api.fetchUsers({ search: `-${round}@` })).data).toEqual([user]);
        const { data } = await api.fetchWaitlist({ status: "approved", search: `-${round}@` });
        expect(data).toMatchObject([{ id, user_id: user?.id }]);
        expect(await messagesTo(directory, `%-${round}@example.com`)).toHaveLength(1);
      },
    };
  },
);

raceTest("approving and rejecting an entry at the same moment decides it once", (directory) => async (round) => {
  const { api } = directory;
  const [id] = await join(directory, round, 1);
  return {
    calls: contenders(
      () => approving(id),
      () => ["rejectWaitlistUser", { waitlist_user_id: id ?? "" }],
    ),
    refusals: { approveWaitlistUser: decided, rejectWaitlistUser: decided },
    wins: 1,
    after: async ({ counts }) => {
      const status = counts.approveWaitlistUser?.ok ? "approved" : "rejected";
      expect((await api.fetchWaitlist({ status, search: `-${round}@` })).data).toMatchObject([{ id }]);
      const codes = Object.values(counts)
        .flatMap((ends) => Object.keys(ends))
        .filter((end) => end !== "ok");
      expect(new Set(codes)).toEqual(new Set([`waitlist_already_${status}`]));
      expect((await api.fetchUsers({ search: `-${round}@` })).data).toHaveLength(status === "approved" ? 1 : 0);
    },
  };
});

raceTest(
  "an entry is approved while a user is created with its address, and one user has it",
  (directory) => async (round) => {
    const { api } = directory;
    await api.joinWaitlist({ email: emailOf(round) });
    const [entry] = (await api.fetchWaitlist({ search: emailOf(round) })).data;
    return {
      calls: contenders(
        () => approving(entry?.id),
        () => ["createUser", { ...ada, email_address: emailOf(round) }],
      ),
      refusals: { approveWaitlistUser: ["waitlist_already_approved", "email_taken"], createUser: ["email_taken"] },
      wins: 1,
      after: async ({ counts }) => {
        const status = counts.approveWaitlistUser?.ok ? "approved" : "pending";
        expect((await api.fetchWaitlist({ status, search: emailOf(round) })).data).toMatchObject([{ id: entry?.id }]);
        expect((await api.fetchUsers({ search: emailOf(round) })).data).toHaveLength(1);
      },
    };
  },
);

raceTest(
  "an entry is approved while its address accepts an invitation, and one user has it",
  (directory) => async (round) => {
    const { api } = directory;
    await api.joinWaitlist({ email: emailOf(round) });
    const [entry] = (await api.fetchWaitlist({ search: emailOf(round) })).data;
    const token = tokenIn((await api.inviteUser({ email: emailOf(round) })).accept_url);
    return {
      calls: contenders(
        () => approving(entry?.id),
        () => ["acceptInvitation", { token }],
      ),
      refusals: {
        approveWaitlistUser: ["waitlist_already_approved", "email_taken"],
        acceptInvitation: ["invitation_not_found", "rate_limited"],
      },
      wins: 1,
      after: async () => {
        expect((await api.fetchInvitedUsers({ search: emailOf(round) })).data).toEqual([]);
        expect((await api.fetchUsers({ search: emailOf(round) })).data).toHaveLength(1);
      },
    };
  },
);

raceTest(
  "two concurrent approvals of the next ten of fifteen approve each entry once, in order",
  (directory) => async (round) => {
    const { api } = directory;
    const ids = await join(directory, round, 15);
    return {
      calls: [
        ["approveNextWaitlistUsers", { count: 10 }],
        ["approveNextWaitlistUsers", { count: 10 }],
      ],
      after: async ({ won }) => {
        const answers = won("approveNextWaitlistUsers")
          .map(({ results }) => results)
          .toSorted((one, other) => other.length - one.length);
        expect(answers.flat().every(({ ok }) => ok)).toBe(true);
        expect(answers.map((results) => results.map((result) => result.waitlist_user_id))).toEqual([
          ids.slice(0, 10),
          ids.slice(10),
        ]);
        expect((await api.fetchUsers({ search: `-${round}@`, include_total: true })).total).toBe(15);
        expect(await messagesTo(directory, `%-${round}@example.com`)).toHaveLength(15);
      },
    };
  },
);

raceTest(
  "approving one by one, the next few and rejecting at the same moment decides each entry once",
  (directory) => async (round) => {
    const { api } = directory;
    const search = `-${round}@`;
    const ids = await join(directory, round, 15);
    return {
      calls: contenders(
        () => ["approveNextWaitlistUsers", { count: 2 }],
        (index) => approving(ids[index % ids.length]),
        (index) => ["rejectWaitlistUser", { waitlist_user_id: ids[index % ids.length] ?? "" }],
      ),
      refusals: { approveWaitlistUser: decided, rejectWaitlistUser: decided },
      after: async ({ won }) => {
        const [approved, rejected, pending] = await Promise.all(
          (["approved", "rejected", "pending"] as const).map(
            async (status) => (await api.fetchWaitlist({ status, search, per_page: 100 })).data,
          ),
        );
        const all = [approved, rejected, pending].flatMap((entries) => entries?.map(({ id }) => id) ?? []);
        expect(all.toSorted()).toEqual(ids);
        const users = (await api.fetchUsers({ per_page: 100, search })).data;
        expect(users.map(({ id }) => id).toSorted()).toEqual(approved?.map(({ user_id }) => user_id).toSorted());
        expect(await messagesTo(directory, `%-${round}@example.com`)).toHaveLength(users.length);
        const told = [
          ...won("approveNextWaitlistUsers").flatMap(({ results }) => results.map((row) => row.waitlist_user_id)),
          ...won("approveWaitlistUser").map(({ id }) => id),
          ...won("rejectWaitlistUser").map(({ id }) => id),
        ];
        expect(new Set(told).size).toBe(told.length);
        expect(told).toHaveLength(users.length + (rejected?.length ?? 0));
        for (const id of pending?.map((entry) => entry.id) ?? []) await api.rejectWaitlistUser(id);
      },
    };
  },
);

raceTest(
  "reopening and approving a rejected entry at the same moment makes at most one user",
  (directory) => async (round) => {
    const { api } = directory;
    const [id = ""] = await join(directory, round, 1);
    await api.rejectWaitlistUser(id);
    return {
      calls: contenders(
        () => ["reopenWaitlistUser", { waitlist_user_id: id }],
        () => approving(id),
      ),
      refusals: { reopenWaitlistUser: ["waitlist_not_rejected"], approveWaitlistUser: decided },
      wins: { reopenWaitlistUser: 1 },
      after: async ({ counts }) => {
        const users = (await api.fetchUsers({ search: `-${round}@` })).data;
        expect(users).toHaveLength(counts.approveWaitlistUser?.ok ?? 0);
        const status = users.length === 1 ? "approved" : "pending";
        expect((await api.fetchWaitlist({ status, search: `-${round}@` })).data).toHaveLength(1);
        expect(await messagesTo(directory, `%-${round}@example.com`)).toHaveLength(users.length);
      },
    };
  },
);

raceTest(
  "an address joins once, and the limit of its hour is counted by all servers together",
  ({ api }) =>
    (round) => ({
      calls: contenders(() => ["joinWaitlist", { email: emailOf(round) }]),
      refusals: { joinWaitlist: ["rate_limited"] },
      wins: rateLimits.joins.points,
      after: async () => expect((await api.fetchWaitlist({ search: emailOf(round) })).data).toHaveLength(1),
    }),
);
