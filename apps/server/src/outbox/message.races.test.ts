import { limits } from "@roster/contract";
import { expect } from "vitest";
import { CONTENDERS, contenders, createUsers, raceTest, times } from "../testing/race-test.ts";
import type { TestRoster } from "../testing/roster.ts";

const messagesTo = ({ database }: TestRoster, recipient: string) =>
  database.query("select id from messages where recipient = ?", recipient);

raceTest(
  "of fifty invitations of one address at the same moment, as many go out as may in an hour",
  async (directory) => {
    const { api } = directory;
    const organizations = await Promise.all(
      times(CONTENDERS, (index) => api.createOrganization({ name: `Acme ${index}` })),
    );
    return (round) => ({
      calls: contenders((index) => [
        "inviteUser",
        { email: `ada${round}@example.com`, organization_id: organizations[index]?.id ?? "" },
      ]),
      refusals: { inviteUser: ["rate_limited"] },
      wins: limits.messagesPerHour,
      after: async () =>
        expect(await messagesTo(directory, `ada${round}@example.com`)).toHaveLength(limits.messagesPerHour),
    });
  },
);

raceTest(
  "of fifty codes for one address that has had nearly as many as may go out in an hour, one does",
  (directory) => {
    return async (round) => {
      const { api, database } = directory;
      const address = `ada${round}@work.example`;
      const users = await createUsers(directory, CONTENDERS + limits.messagesPerHour - 1);
      const calls = await Promise.all(
        users.map(async ({ id: user_id }) => ({ user_id, email_id: (await api.addEmail(user_id, address)).id })),
      );
      const before = calls.splice(CONTENDERS);
      for (const { user_id, email_id } of before) await api.sendEmailVerification(user_id, email_id);
      await database.query("delete from rate_limits"); // their hour begins with the first request, that of messages with each
      return {
        calls: contenders((index) => ["sendEmailVerification", calls[index] ?? { user_id: "", email_id: "" }]),
        refusals: { sendEmailVerification: ["rate_limited"] },
        wins: 1,
        after: async () => expect(await messagesTo(directory, address)).toHaveLength(limits.messagesPerHour),
      };
    };
  },
);

raceTest("of fifty codes for one address at the same moment, as many go out as may in an hour", (directory) => {
  return async (round) => {
    const users = await createUsers(directory, CONTENDERS); // a user has a limit too
    const address = `ada${round}@example.com`;
    const emails = await Promise.all(users.map(({ id }) => directory.api.addEmail(id, address)));
    return {
      calls: contenders((index) => [
        "sendEmailVerification",
        { user_id: users[index]?.id ?? "", email_id: emails[index]?.id ?? "" },
      ]),
      refusals: { sendEmailVerification: ["rate_limited"] },
      wins: limits.messagesPerHour,
      after: async () => expect(await messagesTo(directory, address)).toHaveLength(limits.messagesPerHour),
    };
  };
});
