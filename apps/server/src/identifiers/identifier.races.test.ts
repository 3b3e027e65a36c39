import { describe, expect } from "vitest";
import { ada, CONTENDERS, contenders, createUsers, raceTest, times } from "../testing/race-test.ts";
import type { TestRoster } from "../testing/roster.ts";

// Emails and phones share the code of identifiers, so most races are about emails.

/** A verifies X, of which B has a copy, while B verifies Y, of which A has a copy. */
const partner = (index: number) => (index % 2 === 0 ? index + 1 : index - 1);

const HALF = CONTENDERS / 2;
const RING = 10;

const addEach = ({ api }: TestRoster, users: readonly { id: string }[], email: string) =>
  Promise.all(users.map(({ id }) => api.addEmail(id, email)));

/** A user with verified emails, the first of which is primary. */
async function userWith({ api }: TestRoster, ...emails: string[]) {
  const { id } = await api.createUser(ada);
  const added = [];
  for (const email of emails) added.push(await api.addEmail(id, email));
  for (const email of added) await api.updateEmail(id, email.id, email === added[0], true);
  return { id, emails: added.map((email) => email.id) };
}

/** Refused the second time, if it has made the email primary. */
const verifying = (user_id = "", email_id = "") =>
  ["updateEmail", { user_id, email_id, is_primary: false, is_verified: true }] as const;

const makingPrimary = (user_id = "", email_id = "") =>
  ["updateEmail", { user_id, email_id, is_primary: true, is_verified: true }] as const;

/** Expects exactly one primary email, which is verified, if any is. */
async function expectOnePrimary({ api }: TestRoster, userId: string) {
  const { user, emails } = await api.fetchUserDetails(userId);
  const primaries = emails.filter(({ is_primary }) => is_primary);
  expect(primaries.map(({ email }) => email)).toEqual(user.email === null ? [] : [user.email]);
  expect(primaries).toHaveLength(emails.some(({ is_verified }) => is_verified) ? 1 : 0);
  return emails;
}

describe("an address that is verified at the same moment", () => {
  raceTest("for fifty users belongs to one of them", async (directory) => {
    const users = await createUsers(directory, CONTENDERS);
    return async (round) => {
      const address = `ada${round}@example.com`;
      const emails = await addEach(directory, users, address);
      return {
        calls: contenders((index) => verifying(users[index]?.id, emails[index]?.id)),
        refusals: { updateEmail: ["email_taken", "email_not_found"] },
        wins: 1,
        after: async ({ won }) => {
          const { id } = await directory.api.fetchUserByEmail(address);
          expect((await directory.api.fetchUserDetails(id)).emails).toContainEqual(won("updateEmail")[0]);
        },
      };
    };
  });

  raceTest("in place of the addresses of fifty users belongs to one of them", (directory) => {
    return async (round) => {
      const users = await createUsers(directory, CONTENDERS); // who is refused keeps an address
      const address = `ada${round}@example.com`;
      const emails = await Promise.all(
        users.map(({ id }, n) => directory.api.addEmail(id, `${n}-${round}@example.com`)),
      );
      return {
        calls: contenders((index) => [
          "changeEmail",
          { user_id: users[index]?.id ?? "", email_id: emails[index]?.id ?? "", email: address, is_verified: true },
        ]),
        refusals: { changeEmail: ["email_taken"] },
        wins: 1,
        after: async ({ won }) => {
          const { id } = await directory.api.fetchUserByEmail(address);
          expect((await directory.api.fetchUserDetails(id)).emails).toContainEqual(won("changeEmail")[0]);
        },
      };
    };
  });

  raceTest("is no other user's, even if others add it meanwhile", async (directory) => {
    const others = await createUsers(directory, HALF);
    return async (round) => {
      const [owner] = await createUsers(directory, 1);
      const address = `ada${round}@example.com`;
      const email = await directory.api.addEmail(owner?.id ?? "", address);
      return {
        calls: contenders(
          () => makingPrimary(owner?.id, email.id),
          (index) => ["addEmail", { user_id: others[index]?.id ?? "", email: address }],
        ),
        refusals: { addEmail: ["email_taken"] },
        after: async () => expect((await directory.api.fetchUserByEmail(address)).id).toBe(owner?.id),
      };
    };
  });

  raceTest("and given to new users belongs to one of them all", async (directory) => {
    const users = await createUsers(directory, HALF);
    return async (round) => {
      const address = `ada${round}@example.com`;
      const emails = await addEach(directory, users, address);
      return {
        calls: contenders(
          (index) => verifying(users[index]?.id, emails[index]?.id),
          () => ["createUser", { ...ada, email_address: address }],
        ),
        refusals: { createUser: ["email_taken"], updateEmail: ["email_taken", "email_not_found"] },
        wins: 1,
      };
    };
  });

  raceTest("and deleted elsewhere is its owner's", async (directory) => {
    const users = await createUsers(directory, HALF + 1);
    for (const [index, { id }] of users.entries()) await directory.api.updateUser(id, { username: `ada${index}` });
    return async (round) => {
      const [owner, ...emails] = await addEach(directory, users, `ada${round}@example.com`);
      return {
        calls: contenders(
          () => makingPrimary(users[0]?.id, owner?.id),
          (index) => ["deleteEmail", { user_id: users[index + 1]?.id ?? "", email_id: emails[index]?.id ?? "" }],
        ),
        refusals: { deleteEmail: ["email_not_found"] },
        after: () => directory.api.deleteEmail(users[0]?.id ?? "", owner?.id ?? ""),
      };
    };
  });

  raceTest("is verified or deleted, and not verified after it was deleted", ({ api }) => async (round) => {
    const { id: user_id } = await api.createUser({ ...ada, username: `ada${round}` });
    const { id: email_id } = await api.addEmail(user_id, `ada${round}@example.com`);
    return {
      calls: contenders(
        () => makingPrimary(user_id, email_id),
        () => ["deleteEmail", { user_id, email_id }],
      ),
      refusals: { updateEmail: ["email_not_found"], deleteEmail: ["email_not_found"] },
      after: async ({ counts }) => {
        expect(counts.deleteEmail?.ok).toBe(1);
        expect(await api.fetchUserDetails(user_id)).toMatchObject({ emails: [], user: { email: null } });
      },
    };
  });

  raceTest("is verified while users who have copies of it are deleted", (directory) => async (round) => {
    const users = await createUsers(directory, 11);
    const [owner, ...emails] = await addEach(directory, users, `ada${round}@example.com`);
    expect(emails).toHaveLength(10);
    return {
      calls: contenders(
        () => makingPrimary(users[0]?.id, owner?.id),
        (index) => ["deleteUser", { user_id: users[1 + (index % 10)]?.id ?? "" }],
      ),
      refusals: { deleteUser: ["user_not_found"] },
      wins: { deleteUser: 10, updateEmail: HALF },
    };
  });

  raceTest("is no other user's, when its owner's verification ends and others are after it", (directory) => {
    return async (round) => {
      const others = await createUsers(directory, Math.ceil(CONTENDERS / 4));
      const address = `ada${round}@example.com`;
      const { id: user_id, emails } = await userWith(directory, `primary${round}@example.com`, address);
      const email_id = emails[1] ?? "";
      return {
        calls: contenders(
          () => ["updateEmail", { user_id, email_id, is_primary: false, is_verified: false }],
          () => makingPrimary(user_id, email_id),
          (index) => ["addEmail", { user_id: others[index]?.id ?? "", email: address }],
          () => ["createUser", { ...ada, email_address: address }],
        ),
        refusals: {
          updateEmail: ["email_not_found", "email_taken", "primary_required"],
          addEmail: ["email_taken"],
          createUser: ["email_taken"],
        },
        after: ({ counts }) => expect(counts.createUser?.ok ?? 0).toBeLessThanOrEqual(1),
      };
    };
  });
});

describe("at the same moment", () => {
  raceTest("a user is created with an address that others add", async (directory) => {
    const users = await createUsers(directory, HALF);
    return (round) => ({
      calls: contenders(
        () => ["createUser", { ...ada, email_address: `ada${round}@example.com` }],
        (index) => ["addEmail", { user_id: users[index]?.id ?? "", email: `ada${round}@example.com` }],
      ),
      refusals: { createUser: ["email_taken"], addEmail: ["email_taken"] },
      wins: { createUser: 1 },
    });
  });

  raceTest("users verify addresses of which others in a ring have copies, and each gets one", (directory) => {
    return async (round) => {
      const users = await createUsers(directory, RING);
      const own = await Promise.all(
        users.map(({ id }, index) => directory.api.addEmail(id, `${index}-${round}@a.example`)),
      );
      await Promise.all(
        users.flatMap(({ id }, index) =>
          [partner(index), (index + 2) % RING].map((of) => directory.api.addEmail(id, `${of}-${round}@a.example`)),
        ),
      );
      return {
        calls: contenders((index) => makingPrimary(users[index % RING]?.id, own[index % RING]?.id)),
        after: async () => {
          for (const index of [0, 1, 2]) {
            const { emails } = await directory.api.fetchUserDetails(users[index]?.id ?? "");
            const ofRound = emails.filter(({ email }) => email.endsWith(`-${round}@a.example`));
            expect(ofRound).toMatchObject([{ email: `${index}-${round}@a.example`, is_verified: true }]);
          }
        },
      };
    };
  });

  raceTest("all of a user's identifiers are deleted, and one stays", ({ api }) => async (round) => {
    const { id: user_id } = await api.createUser({ ...ada, username: `ada${round}` });
    const email = await api.addEmail(user_id, `ada${round}@example.com`);
    const phone = await api.addPhone(user_id, `+1415555${2000 + round}`);
    const account = { provider: "github", provider_user_id: `${round}` };
    const connection = await api.linkSocialConnection(user_id, account);
    return {
      calls: contenders(
        () => ["deleteEmail", { user_id, email_id: email.id }],
        () => ["deletePhone", { user_id, phone_id: phone.id }],
        () => ["deleteSocialConnection", { user_id, connection_id: connection.id }],
        () => ["updateUser", { user_id, username: null }],
      ),
      refusals: {
        deleteEmail: ["email_not_found", "last_identifier"],
        deletePhone: ["phone_not_found", "last_identifier"],
        deleteSocialConnection: ["social_connection_not_found", "last_identifier"],
        updateUser: ["last_identifier"],
      },
      after: async () => {
        const { user, emails, phones, social_connections } = await api.fetchUserDetails(user_id);
        const names = user.username === null ? [] : [user.username];
        expect([...emails, ...phones, ...social_connections, ...names]).toHaveLength(1);
      },
    };
  });

  raceTest("the last two emails of a user are deleted, and one stays", (directory) => async (round) => {
    const { id: user_id, emails } = await userWith(directory, `a${round}@example.com`, `b${round}@example.com`);
    return {
      calls: contenders((index) => ["deleteEmail", { user_id, email_id: emails[index % 2] ?? "" }]),
      refusals: { deleteEmail: ["email_not_found", "last_identifier"] },
      wins: 1,
      after: async ({ counts }) => {
        expect(counts).toEqual({ deleteEmail: { ok: 1, email_not_found: HALF - 1, last_identifier: HALF } });
        expect(await expectOnePrimary(directory, user_id)).toHaveLength(1);
      },
    };
  });

  raceTest("fifty emails of a user are verified, and one becomes primary", (directory) => async (round) => {
    const { api } = directory;
    const { id: user_id } = await api.createUser(ada);
    const emails = await Promise.all(
      times(CONTENDERS, (index) => api.addEmail(user_id, `${index}-${round}@example.com`)),
    );
    return {
      calls: contenders((index) => verifying(user_id, emails[index]?.id)),
      after: async () => {
        expect(await expectOnePrimary(directory, user_id)).toHaveLength(CONTENDERS);
        expect((await api.fetchUserDetails(user_id)).user.version).toBe(2);
      },
    };
  });

  raceTest("the primary email is deleted and another one made primary, and one is", (directory) => async (round) => {
    const addresses = times(3, (index) => `${index}-${round}@example.com`);
    const { id: user_id, emails } = await userWith(directory, ...addresses);
    const [first = "", second = "", third = ""] = emails;
    return {
      calls: contenders(
        () => ["deleteEmail", { user_id, email_id: first }],
        () => makingPrimary(user_id, second),
        () => ["deleteEmail", { user_id, email_id: second }],
        () => makingPrimary(user_id, third),
      ),
      refusals: { deleteEmail: ["email_not_found"], updateEmail: ["email_not_found"] },
      wins: { deleteEmail: 2 },
      after: async () =>
        expect(await expectOnePrimary(directory, user_id)).toMatchObject([{ id: third, is_primary: true }]),
    };
  });

  raceTest("an email is made primary and unverified, and the primary one is verified", (directory) => async (round) => {
    const { id: user_id, emails } = await userWith(directory, `a${round}@example.com`, `b${round}@example.com`);
    return {
      calls: contenders(
        (index) => makingPrimary(user_id, emails[index % 2]),
        (index) => [
          "updateEmail",
          { user_id, email_id: emails[index % 2] ?? "", is_primary: false, is_verified: false },
        ],
      ),
      refusals: { updateEmail: ["primary_required"] },
      after: async () => expect(await expectOnePrimary(directory, user_id)).toHaveLength(2),
    };
  });

  raceTest("a user gets no more than a hundred emails", async ({ api }) => {
    const { id: user_id } = await api.createUser({ ...ada, username: "ada" });
    await Promise.all(times(98, (index) => api.addEmail(user_id, `${index}@example.com`)));
    return (round) => ({
      calls: contenders((index) => ["addEmail", { user_id, email: `${index}-${round}@example.com` }]),
      refusals: { addEmail: ["too_many_identifiers"] },
      wins: 2,
      after: async ({ won }) => {
        expect((await api.fetchUserDetails(user_id)).emails).toHaveLength(100);
        for (const { id } of won("addEmail")) await api.deleteEmail(user_id, id);
      },
    });
  });

  raceTest("a user gets no more than a hundred social connections", async ({ api }) => {
    const { id: user_id } = await api.createUser({ ...ada, username: "ada" });
    const link = (provider_user_id: string) =>
      api.linkSocialConnection(user_id, { provider: "github", provider_user_id });
    await Promise.all(times(98, (index) => link(`${index}`)));
    return (round) => ({
      calls: contenders((index) => [
        "linkSocialConnection",
        { user_id, provider: "github", provider_user_id: `${index}-${round}` },
      ]),
      refusals: { linkSocialConnection: ["too_many_identifiers"] },
      wins: 2,
      after: async ({ won }) => {
        for (const { id } of won("linkSocialConnection")) await api.deleteSocialConnection(user_id, id);
      },
    });
  });

  raceTest("an account of a provider is connected to one of fifty users", async (directory) => {
    const users = await createUsers(directory, CONTENDERS);
    return (round) => ({
      calls: contenders((index) => [
        "linkSocialConnection",
        { user_id: users[index]?.id ?? "", provider: "github", provider_user_id: `${round}` },
      ]),
      refusals: { linkSocialConnection: ["social_connection_taken"] },
      wins: 1,
    });
  });

  raceTest("a user adds one address fifty times, and has it once", ({ api }) => async (round) => {
    const { id: user_id } = await api.createUser(ada);
    return {
      calls: contenders(() => ["addEmail", { user_id, email: `ada${round}@example.com` }]),
      refusals: { addEmail: ["email_taken"] },
      wins: 1,
    };
  });
});
