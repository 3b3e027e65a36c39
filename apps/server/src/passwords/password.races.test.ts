import { rateLimits } from "@roster/contract";
import { describe, expect } from "vitest";
import { ada, contenders, raceTest, times } from "../testing/race-test.ts";
import type { TestRoster } from "../testing/roster.ts";
import { sendAll } from "../testing/sent.ts";
import { tokenIn } from "../testing/world.ts";

const OLD = "a green whale sings at noon";
const newPassword = (index: number) => `a whale sings at noon of day ${index}`;

/** A user with a link to set a password. */
async function createWithLink(directory: TestRoster, round: number, password: string | null = OLD) {
  const { api } = directory;
  const email = `ada${round}@example.com`;
  const user = await api.createUser({ ...ada, email_address: email, ...(password && { password }) });
  await api.sendPasswordReset(email);
  // The notice of the round before may go out after it.
  const mail = (await sendAll(directory)).findLast(({ to, carries }) => to === email && carries !== undefined);
  return { user_id: user.id, email, token: tokenIn(mail?.carries ?? "") };
}

const eventsOf = async ({ api }: TestRoster, id: string) =>
  (await api.fetchAuditLog({ target_id: id })).data.map(({ event }) => event);

describe("of fifty at the same moment", () => {
  raceTest("who use one link, one sets the password", (directory) => async (round) => {
    const { user_id, token, email } = await createWithLink(directory, round);
    return {
      calls: contenders((index) => ["resetPassword", { token, new_password: newPassword(index) }]),
      refusals: { resetPassword: ["token_not_found", "rate_limited"] },
      wins: 1,
      after: async () => {
        expect(await eventsOf(directory, user_id)).toEqual([
          "user.password_changed",
          "user.password_link_requested",
          "user.created",
        ]);
        const notices = "select id from messages where recipient = ? and template = 'password_changed'";
        expect(await directory.database.query(notices, email)).toHaveLength(1);
      },
    };
  });

  raceTest("who ask for a link to one address, five are heard", (directory) => async (round) => {
    const email = `ada${round}@example.com`;
    await directory.api.createUser({ ...ada, email_address: email });
    return {
      calls: contenders(() => ["sendPasswordReset", { email }]),
      refusals: { sendPasswordReset: ["rate_limited"] },
      wins: rateLimits.resets.points,
      after: async () =>
        expect(await directory.database.query("select id from messages where recipient = ?", email)).toHaveLength(
          rateLimits.resets.points,
        ),
    };
  });
});

describe("at the same moment", () => {
  raceTest(
    "a link is used and its user deactivated, and no password is set afterwards",
    (directory) => async (round) => {
      const { user_id, token } = await createWithLink(directory, round, null);
      return {
        calls: contenders(
          (index) => ["resetPassword", { token, new_password: newPassword(index) }],
          () => ["deactivateUser", { user_id }],
        ),
        refusals: { resetPassword: ["token_not_found", "rate_limited"] },
        after: async ({ counts }) => {
          const changed = counts.resetPassword?.ok === undefined ? [] : ["user.password_changed"];
          expect(await eventsOf(directory, user_id)).toEqual([
            "user.deactivated",
            ...changed,
            "user.password_link_requested",
            "user.created",
          ]);
          const { user } = await directory.api.fetchUserDetails(user_id);
          expect(user).toMatchObject({ is_active: false, has_password: changed.length === 1 });
        },
      };
    },
  );

  raceTest(
    "a link is used and its address deleted, and no password is set afterwards",
    (directory) => async (round) => {
      const { api } = directory;
      const { user_id, token } = await createWithLink(directory, round, null);
      await api.addEmail(user_id, `other${round}@example.com`);
      const [email] = (await api.fetchUserDetails(user_id)).emails.filter(({ is_primary }) => is_primary);
      return {
        calls: contenders(
          (index) => ["resetPassword", { token, new_password: newPassword(index) }],
          () => ["deleteEmail", { user_id, email_id: email?.id ?? "" }],
        ),
        refusals: { resetPassword: ["token_not_found", "rate_limited"], deleteEmail: ["email_not_found"] },
        wins: { deleteEmail: 1 },
        after: async ({ counts }) => {
          const [latest, before] = await eventsOf(directory, user_id);
          expect(latest).toBe("user.email_removed");
          expect(before === "user.password_changed").toBe(counts.resetPassword?.ok === 1);
        },
      };
    },
  );

  raceTest("ten who know the current password change it, and one does", (directory) => async (round) => {
    const { id: user_id } = await directory.api.createUser({ ...ada, username: `ada${round}`, password: OLD });
    return {
      calls: times(
        10,
        (index) => ["updatePassword", { user_id, current_password: OLD, new_password: newPassword(index) }] as const,
      ),
      refusals: { updatePassword: ["current_password_incorrect"] },
      wins: 1,
      after: async () => expect(await eventsOf(directory, user_id)).toEqual(["user.password_changed", "user.created"]),
    };
  });

  raceTest("a password is removed and checked, and signs nobody in afterwards", (directory) => async (round) => {
    const { id: user_id } = await directory.api.createUser({ ...ada, username: `ada${round}`, password: OLD });
    return {
      calls: times(10, (index) =>
        index % 2 === 0
          ? (["verifyPassword", { user_id, password: OLD }] as const)
          : (["removePassword", { user_id }] as const),
      ),
      refusals: { verifyPassword: ["credentials_incorrect"] },
      after: async ({ counts }) => {
        const signedIn = times(counts.verifyPassword?.ok ?? 0, () => "user.signed_in");
        expect(await eventsOf(directory, user_id)).toEqual(["user.password_removed", ...signedIn, "user.created"]);
      },
    };
  });
});
