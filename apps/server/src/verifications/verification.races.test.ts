import { describe, expect } from "vitest";
import { CONTENDERS, contenders, createUsers, raceTest } from "../testing/race-test.ts";
import type { TestRoster } from "../testing/roster.ts";

const emailOf = (round: number) => `ada${round}@example.com`;

/** A user with an unverified email and the code that verifies it. */
async function createWithCode({ api }: TestRoster, round: number) {
  const { id: user_id } = await api.createUser({ first_name: "Ada", last_name: "Lovelace", username: `ada${round}` });
  const { id: email_id } = await api.addEmail(user_id, emailOf(round));
  const { code } = await api.sendEmailVerification(user_id, email_id, { deliver: false });
  return { user_id, email_id, code: code ?? "" };
}

const tooLate = ["already_verified", "code_expired", "email_not_found"] as const;

describe("at the same moment", () => {
  raceTest("fifty use the right code, and one verifies", (directory) => async (round) => {
    const right = await createWithCode(directory, round);
    return {
      calls: contenders(() => ["verifyEmail", right]),
      refusals: { verifyEmail: ["already_verified", "code_expired"] },
      wins: 1,
      after: async () => {
        const { data } = await directory.api.fetchAuditLog({ target_id: right.user_id });
        expect(data.filter(({ event }) => event === "user.email_verified")).toHaveLength(1);
      },
    };
  });

  raceTest("an address is verified by its code and for another user, and one of them owns it", (directory) => {
    const { api } = directory;
    return async (round) => {
      const [other] = await createUsers(directory, 1);
      const other_id = other?.id ?? "";
      const right = await createWithCode(directory, round);
      const copy = await api.addEmail(other_id, emailOf(round));
      const verified = { is_primary: true, is_verified: true };
      return {
        calls: contenders(
          () => ["verifyEmail", right],
          () => ["updateEmail", { user_id: other_id, email_id: copy.id, ...verified }],
        ),
        refusals: { verifyEmail: [...tooLate, "email_taken"], updateEmail: ["email_not_found", "email_taken"] },
        after: async ({ counts }) => {
          const owner = (await api.fetchUserByEmail(emailOf(round))).id;
          expect(owner).toBe(counts.verifyEmail?.ok ? right.user_id : other_id);
          expect(counts.updateEmail?.ok ?? 0).toBe(counts.verifyEmail?.ok ? 0 : CONTENDERS / 2);
        },
      };
    };
  });

  raceTest(
    "an email is verified by its code or deleted, and not verified after it was deleted",
    (directory) => async (round) => {
      const right = await createWithCode(directory, round);
      const { user_id, email_id } = right;
      return {
        calls: contenders(
          () => ["verifyEmail", right],
          () => ["deleteEmail", { user_id, email_id }],
        ),
        refusals: { verifyEmail: tooLate, deleteEmail: ["email_not_found"] },
        wins: { deleteEmail: 1 },
        after: async () =>
          expect(await directory.api.fetchUserDetails(user_id)).toMatchObject({ emails: [], user: { email: null } }),
      };
    },
  );

  raceTest("fifty ask for a code for one email, and one is sent", ({ api, database }) => async (round) => {
    const { id: user_id } = await api.createUser({ first_name: "Ada", last_name: "Lovelace" });
    const { id: email_id } = await api.addEmail(user_id, emailOf(round));
    return {
      calls: contenders(() => ["sendEmailVerification", { user_id, email_id }]),
      refusals: { sendEmailVerification: ["rate_limited"] },
      wins: 1,
      after: async () =>
        expect(await database.query("select id from messages where recipient = ?", emailOf(round))).toHaveLength(1),
    };
  });

  raceTest("a code is asked for and the email verified, and no code remains", (directory) => async (round) => {
    const { api, database } = directory;
    const { id: user_id } = await api.createUser({ first_name: "Ada", last_name: "Lovelace" });
    const { id: email_id } = await api.addEmail(user_id, emailOf(round));
    return {
      calls: contenders(
        () => ["sendEmailVerification", { user_id, email_id }],
        () => ["updateEmail", { user_id, email_id, is_primary: true, is_verified: true }],
      ),
      refusals: { sendEmailVerification: ["rate_limited", "already_verified"] },
      after: async () => expect(await database.query("select id from verifications")).toEqual([]),
    };
  });
});
