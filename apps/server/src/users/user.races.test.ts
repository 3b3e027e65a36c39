import { describe, expect } from "vitest";
import { ada, CONTENDERS, contenders, createUsers, raceTest, times } from "../testing/race-test.ts";
import { expectRefusal } from "../testing/roster.ts";

describe("of fifty users who are created at the same moment", () => {
  raceTest("with one address, one is", ({ api }) => (round) => {
    const email_address = `ada${round}@example.com`;
    return {
      calls: contenders(() => ["createUser", { ...ada, email_address }]),
      refusals: { createUser: ["email_taken"] },
      wins: 1,
      after: async ({ won }) => expect([await api.fetchUserByEmail(email_address)]).toEqual(won("createUser")),
    };
  });

  raceTest("with one number, one is", () => (round) => ({
    calls: contenders(() => ["createUser", { ...ada, phone_number: `+1415555${2000 + round}` }]),
    refusals: { createUser: ["phone_taken"] },
    wins: 1,
  }));

  raceTest("with one address and one number that only some share, none gets the address of another", () => (round) => ({
    calls: contenders(
      (index) => [
        "createUser",
        { ...ada, email_address: `${index % 5}-${round}@example.com`, phone_number: `+1415555${2000 + round}` },
      ],
      (index) => ["createUser", { ...ada, email_address: `${index % 5}-${round}@example.com` }],
    ),
    refusals: { createUser: ["email_taken", "phone_taken"] },
    after: ({ won }) => {
      const emails = won("createUser").map(({ email }) => email);
      expect(new Set(emails).size).toBe(5);
      expect(emails).toHaveLength(5);
    },
  }));
});

describe("at the same moment", () => {
  raceTest("a username goes to one of fifty, who are created with it or take it", async (directory) => {
    const users = await createUsers(directory, CONTENDERS / 2);
    return (round) => ({
      calls: contenders(
        () => ["createUser", { ...ada, username: `ada${round}` }],
        (index) => ["updateUser", { user_id: users[index]?.id ?? "", username: `ADA${round}` }],
      ),
      refusals: { createUser: ["username_taken"], updateUser: ["username_taken"] },
      wins: 1,
    });
  });

  raceTest("an external id goes to one of fifty, who are created with it or take it", async (directory) => {
    const { api } = directory;
    const users = await createUsers(directory, CONTENDERS / 2);
    return (round) => ({
      calls: contenders(
        () => ["createUser", { ...ada, external_id: `crm-${round}` }],
        (index) => ["updateUser", { user_id: users[index]?.id ?? "", external_id: `crm-${round}` }],
      ),
      refusals: { createUser: ["external_id_taken"], updateUser: ["external_id_taken"] },
      wins: 1,
      after: async ({ won }) =>
        expect([await api.fetchUserByExternalId(`crm-${round}`)]).toEqual([...won("createUser"), ...won("updateUser")]),
    });
  });

  raceTest(
    "two users who exchange usernames never have one together, and nobody waits for ever",
    async (directory) => {
      const [one, other] = await createUsers(directory, 2);
      return () => ({
        calls: contenders(
          (index) => ["updateUser", { user_id: one?.id ?? "", username: ["ada", "grace"][index % 2] }],
          (index) => ["updateUser", { user_id: other?.id ?? "", username: ["grace", "ada"][index % 2] }],
        ),
        refusals: { updateUser: ["username_taken"] },
      });
    },
    { deadlocksPerRound: 1 }, // each waits for the name that the other gives up
  );

  raceTest("one of fifty changes of the version that all have read is made", async ({ api }) => {
    const { id } = await api.createUser(ada);
    return async (round) => {
      const { version } = (await api.fetchUserDetails(id)).user;
      return {
        calls: contenders((index) => [
          "updateUser",
          { user_id: id, first_name: `Ada ${round} ${index}`, if_version: version },
        ]),
        refusals: { updateUser: ["version_mismatch"] },
        wins: 1,
        after: async ({ won }) => {
          const { user } = await api.fetchUserDetails(id);
          expect([user]).toMatchObject(won("updateUser"));
          expect(user.version).toBe(version + 1);
        },
      };
    };
  });

  raceTest("fifty changes of different keys of a user's metadata are all kept", async ({ api }) => {
    const { id, version } = await api.createUser(ada);
    return (round) => ({
      calls: contenders((index) => ["updateUser", { user_id: id, public_metadata: { [`key${index}`]: round } }]),
      after: async () => {
        const { user } = await api.fetchUserDetails(id);
        expect(user.version).toBe(version + CONTENDERS * round);
        expect(user.public_metadata).toEqual(Object.fromEntries(times(CONTENDERS, (index) => [`key${index}`, round])));
      },
    });
  });

  raceTest("a user who is deactivated and reactivated is one after the other", ({ api }) => async () => {
    const { id } = await api.createUser(ada);
    return {
      calls: contenders(
        () => ["deactivateUser", { user_id: id }],
        () => ["reactivateUser", { user_id: id }],
      ),
      after: async () => {
        const { data } = await api.fetchAuditLog({ target_id: id, per_page: 100 });
        const events = data.map(({ event }) => event).toReversed();
        const inTurn = times(events.length - 1, (index) => (index % 2 === 0 ? "user.deactivated" : "user.reactivated"));
        expect(events).toEqual(["user.created", ...inTurn]);
        const { user } = await api.fetchUserDetails(id);
        expect(user.is_active).toBe(events.at(-1) !== "user.deactivated");
        expect(user.version).toBe(events.length);
      },
    };
  });

  raceTest("a user is deleted once", ({ api }) => async () => {
    const { id } = await api.createUser(ada);
    return {
      calls: contenders(() => ["deleteUser", { user_id: id }]),
      refusals: { deleteUser: ["user_not_found"] },
      wins: 1,
    };
  });

  raceTest("a user is deleted and changed, and nothing happens to the user afterwards", async ({ api }) => {
    const { id: organization_id } = await api.createOrganization({ name: "Analytical Engines" });
    return async (round) => {
      const { id: user_id } = await api.createUser({ ...ada, email_address: `ada${round}@example.com` });
      return {
        calls: contenders(
          (index) => ["updateUser", { user_id, first_name: `Ada ${index}` }],
          (index) => ["addEmail", { user_id, email: `ada${round}-${index}@example.com` }],
          (index) => ["addPhone", { user_id, phone_number: `+1415555${3000 + index}` }],
          (index) => ["linkSocialConnection", { user_id, provider: "github", provider_user_id: `${round}-${index}` }],
          () => ["addOrganizationMember", { user_id, organization_id }],
          () => ["deactivateUser", { user_id }],
          () => ["removePassword", { user_id }],
          () => ["sendPasswordReset", { email: `ada${round}@example.com` }],
          () => ["deleteUser", { user_id }],
        ),
        refusals: {
          updateUser: ["user_not_found"],
          addEmail: ["user_not_found"],
          addPhone: ["user_not_found"],
          linkSocialConnection: ["user_not_found"],
          addOrganizationMember: ["user_not_found", "already_member"],
          deactivateUser: ["user_not_found"],
          removePassword: ["user_not_found"],
          sendPasswordReset: ["rate_limited"],
          deleteUser: ["user_not_found"],
        },
        wins: { deleteUser: 1 },
        after: async () => {
          await expectRefusal(api.fetchUserDetails(user_id), "user_not_found");
          const [latest] = (await api.fetchAuditLog({ target_id: user_id })).data;
          expect(latest?.event).toBe("user.deleted");
        },
      };
    };
  });
});
