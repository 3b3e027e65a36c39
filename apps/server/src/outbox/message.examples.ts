import { type messageProcedures, messageStates } from "@roster/contract";
import { newId } from "../ids.ts";
import type { Examples } from "../testing/example.ts";
import type { TestRoster } from "../testing/roster.ts";

async function messageIn({ api, database }: TestRoster, state: "queued" | "failed", recipient: string) {
  await api.inviteUser({ email: recipient });
  const [message] = (await api.fetchMessages({ recipient })).data;
  const message_id = message?.id ?? "";
  await database.query("update messages set state = ? where id = ?", state, message_id);
  return { message_id };
}

export const messageExamples: Examples<typeof messageProcedures> = {
  fetchMessages: {
    sample: () => ({ recipient: "invited@example.com" }),
    random: {
      weight: 60,
      input: ({ list, maybe, pick, email, user }) =>
        list({
          state: maybe(0.5, () => pick(["queued", ...messageStates])),
          kind: maybe(0.1, () => pick(["mail", "sms", "fax"])),
          template: maybe(0.2, () => pick(["invitation", "welcome", "email_code", "Nothing"])),
          recipient: maybe(0.2, email),
          user_id: maybe(0.2, user),
        }),
    },
  },
  fetchMessagePreview: {
    sample: (_, directory) => messageIn(directory, "queued", "to-read@example.com"),
    refusals: {
      message_not_found: () => ({ message_id: newId("message") }),
      async message_subject_gone(_, directory) {
        const message = await messageIn(directory, "queued", "not-shown@example.com");
        const [invitation] = (await directory.api.fetchInvitedUsers({ search: "not-shown@example.com" })).data;
        await directory.api.revokeInvitation(invitation?.id ?? "");
        return message;
      },
    },
    random: { weight: 40, input: ({ id }) => ({ message_id: id("message") }) },
  },
  retryMessage: {
    sample: (_, directory) => messageIn(directory, "failed", "to-retry@example.com"),
    refusals: {
      message_not_found: () => ({ message_id: newId("message") }),
      message_not_failed: (_, directory) => messageIn(directory, "queued", "not-failed@example.com"),
    },
    leaves: (_, { id }) => [["message.retried", id, "state"]],
    random: { weight: 8, input: ({ id }) => ({ message_id: id("message") }) },
  },
  cancelMessage: {
    sample: (_, directory) => messageIn(directory, "queued", "to-cancel@example.com"),
    refusals: {
      message_not_found: () => ({ message_id: newId("message") }),
      message_not_queued: (_, directory) => messageIn(directory, "failed", "not-queued@example.com"),
    },
    leaves: (_, { id }) => [["message.cancelled", id, "state"]],
    random: { weight: 60, input: ({ id }) => ({ message_id: id("message") }) },
  },
};
