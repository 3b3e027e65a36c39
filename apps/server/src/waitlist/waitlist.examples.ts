import type { waitlistProcedures } from "@roster/contract";
import { expect } from "vitest";
import { newId } from "../ids.ts";
import { type Examples, named } from "../testing/example.ts";
import type { Random } from "../testing/history.random.ts";
import type { TestRoster } from "../testing/roster.ts";

const waiting = ({ id }: Random) => ({ waitlist_user_id: id("waitlist_user") });

async function join(api: TestRoster["api"], email: string) {
  await api.joinWaitlist({ email });
  const { data } = await api.fetchWaitlist({ search: email });
  return data[0]?.id ?? "";
}

async function decided(decide: (id: string) => Promise<unknown>, api: TestRoster["api"], email: string) {
  const waitlist_user_id = await join(api, email);
  await decide(waitlist_user_id);
  return { waitlist_user_id };
}

export const waitlistExamples: Examples<typeof waitlistProcedures> = {
  fetchWaitlist: {
    sample: () => ({ status: "pending" }),
    random: {
      weight: 40,
      input: ({ list, search, status }) => list({ search: search(), status: status() }),
    },
  },
  joinWaitlist: {
    sample: () => ({ email: "dorothy@example.com", metadata: { from: "metadata-sample" } }),
    // The call answers no id. The cast is the type of what the matcher stands for.
    leaves: () => [["waitlist.joined", expect.stringMatching(/^wait_/) as string, "email"]],
    random: {
      weight: 30,
      input: ({ line, email, metadata, orNull }) => ({
        email: email(),
        first_name: orNull(0.5, line),
        last_name: orNull(0.4, line),
        metadata: orNull(0.3, metadata),
      }),
    },
  },
  approveWaitlistUser: {
    sample: ({ waiting }) => ({ waitlist_user_id: waiting.id }),
    refusals: {
      waitlist_user_not_found: () => ({ waitlist_user_id: newId("waitlist_user") }),
      waitlist_already_approved: async (_, { api }) => decided(api.approveWaitlistUser, api, "approved@example.com"),
      waitlist_already_rejected: async (_, { api }) => decided(api.rejectWaitlistUser, api, "rejected@example.com"),
      email_taken: async (_, { api }) => {
        const waitlist_user_id = await join(api, "mary@example.com");
        await api.createUser({ ...named, email_address: "mary@example.com" });
        return { waitlist_user_id };
      },
    },
    leaves: ({ waiting }, user) => [
      ["waitlist.approved", waiting.id, "status"],
      ["user.created", user.id, "email_address", "first_name"],
    ],
    more: [
      async (_, { api }) => {
        await api.joinWaitlist({ email: "ada@work.example" });
        await api.inviteUser({ email: "ada@work.example" });
        const { data } = await api.fetchWaitlist({ search: "ada@work.example" });
        return { waitlist_user_id: data[0]?.id ?? "" };
      },
    ],
    random: { weight: 12, input: waiting },
  },
  approveWaitlistUsers: {
    sample: ({ rejected, waiting }) => ({ waitlist_user_ids: [rejected.id, waiting.id] }),
    leaves: ({ waiting }, { results: [, second] }) => [
      ["waitlist.approved", waiting.id, "status"],
      ["user.created", second?.ok ? second.user.id : "", "email_address", "first_name"],
    ],
    more: [
      async (_, { api }) => {
        await api.inviteUser({ email: "ada@work.example" });
        return { waitlist_user_ids: [await join(api, "ada@work.example")] };
      },
    ],
    random: { weight: 5, input: ({ several, id }) => ({ waitlist_user_ids: several(() => id("waitlist_user")) }) },
  },
  rejectWaitlistUser: {
    sample: ({ waiting }) => ({ waitlist_user_id: waiting.id }),
    refusals: {
      waitlist_user_not_found: () => ({ waitlist_user_id: newId("waitlist_user") }),
      waitlist_already_approved: async (_, { api }) => decided(api.approveWaitlistUser, api, "welcome@example.com"),
      waitlist_already_rejected: async (_, { api }) => decided(api.rejectWaitlistUser, api, "unwelcome@example.com"),
    },
    leaves: ({ waiting }) => [["waitlist.rejected", waiting.id, "status"]],
    random: { weight: 10, input: (random) => ({ ...waiting(random), reason: random.orNull(0.5, random.line) }) },
  },
  rejectWaitlistUsers: {
    sample: ({ rejected, waiting }) => ({
      waitlist_user_ids: [rejected.id, waiting.id],
      reason: "a reason of its own",
    }),
    leaves: ({ waiting }) => [["waitlist.rejected", waiting.id, "decision_reason", "status"]],
    random: {
      weight: 4,
      input: ({ several, id, orNull, line }) => ({
        waitlist_user_ids: several(() => id("waitlist_user")),
        reason: orNull(0.5, line),
      }),
    },
  },
  reopenWaitlistUser: {
    sample: ({ rejected }) => ({ waitlist_user_id: rejected.id }),
    refusals: {
      waitlist_user_not_found: () => ({ waitlist_user_id: newId("waitlist_user") }),
      waitlist_not_rejected: ({ waiting }) => ({ waitlist_user_id: waiting.id }),
    },
    leaves: ({ rejected }) => [["waitlist.reopened", rejected.id, "status"]],
    random: { weight: 6, input: waiting },
  },
  approveNextWaitlistUsers: {
    sample: () => ({ count: 1 }),
    leaves: ({ waiting }, { results: [first] }) => [
      ["waitlist.approved", waiting.id, "status"],
      ["user.created", first?.ok ? first.user.id : "", "email_address", "first_name"],
    ],
    more: [
      async (_, { api }) => {
        await api.joinWaitlist({ email: "ada@work.example" });
        await api.inviteUser({ email: "ada@work.example" });
        return { count: 1 };
      },
    ],
    random: { weight: 5, input: ({ pick }) => ({ count: pick([1, 2, 5, 100, 101, 0]) }) },
  },
};
