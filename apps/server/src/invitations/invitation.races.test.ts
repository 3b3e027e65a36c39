import { rateLimits } from "@roster/contract";
import { describe, expect, test } from "vitest";
import { hashingAfter } from "../testing/beyond-limit.ts";
import type { Call } from "../testing/race.ts";
import { tally } from "../testing/race.ts";
import { ada, CONTENDERS, contenders, createUsers, raceTest, times } from "../testing/race-test.ts";
import { expectRefusal, openTestRoster, type TestRoster } from "../testing/roster.ts";
import { tokenIn } from "../testing/world.ts";

const password = "wind tunnels hum all night";
const TRIES = rateLimits.tokenTries.points;

const accept = (token: string): Call<"acceptInvitation"> => ["acceptInvitation", { token, first_name: "Grace" }];
const emailOf = (round: number) => `grace${round}@example.com`;

/** Further tries of one link are refused, whether or not it still opens. */
const refused = ["invitation_not_found", "rate_limited"] as const;

const createOrganization = async ({ api }: TestRoster, name = "Acme") => (await api.createOrganization({ name })).id;

describe("of concurrent acceptances of an invitation", () => {
  raceTest("one does, of fifty with one link", async (directory) => {
    const { api } = directory;
    const organization_id = await createOrganization(directory);
    return async (round) => {
      const email = emailOf(round);
      const { id, accept_url } = await api.inviteUser({ email, organization_id });
      const token = tokenIn(accept_url);
      return {
        calls: contenders((index) => ["acceptInvitation", { token, first_name: `Grace ${index}`, password }]),
        refusals: { acceptInvitation: refused },
        wins: 1,
        after: async ({ won, counts }) => {
          // A call after the acceptance is refused without being counted.
          const { invitation_not_found: late = 0, rate_limited: beyond = 0 } = counts.acceptInvitation ?? {};
          if (beyond > 0) expect(late).toBeGreaterThanOrEqual(TRIES - 1);
          const [winner] = won("acceptInvitation");
          expect(winner).toMatchObject({ is_new_user: true, organization_id });
          expect((await api.fetchUserByEmail(email)).id).toBe(winner?.user_id);
          expect((await api.fetchOrganizations()).data).toMatchObject([{ member_count: round }]);
          const accepted = await api.fetchInvitedUsers({ status: "accepted", search: email });
          expect(accepted.data).toMatchObject([{ id, accepted_user_id: winner?.user_id }]);
          expect((await api.verifyPassword({ identifier: email, password })).id).toBe(winner?.user_id);
        },
      };
    };
  });

  test.for([50, 100])(
    "as many are heard as may try a link: of %i who all come before anybody is through",
    async (players) => {
      await using directory = await openTestRoster();
      const token = tokenIn((await directory.api.inviteUser({ email: emailOf(0) })).accept_url);

      const calls = times(
        players,
        (index): Call<"acceptInvitation"> => ["acceptInvitation", { token, first_name: `Grace ${index}`, password }],
      );
      const outcomes = await hashingAfter(directory.roster, players - TRIES, calls);

      expect(tally(outcomes)).toEqual({ ok: 1, invitation_not_found: TRIES - 1, rate_limited: players - TRIES });
    },
  );

  raceTest("one does, when the user is there already and joins", async (directory) => {
    const { api } = directory;
    const organization_id = await createOrganization(directory);
    return async (round) => {
      const grace = await api.createUser({ ...ada, email_address: emailOf(round) });
      const { accept_url } = await api.inviteUser({ email: emailOf(round), organization_id });
      return {
        calls: contenders(() => accept(tokenIn(accept_url))),
        refusals: { acceptInvitation: refused },
        wins: 1,
        after: async ({ won }) => {
          expect(won("acceptInvitation")).toEqual([{ user_id: grace.id, organization_id, is_new_user: false }]);
          expect((await api.fetchUserDetails(grace.id)).organizations).toHaveLength(1);
        },
      };
    };
  });

  raceTest(
    "each of several for one address does, but that to the directory only if it makes the user",
    async (directory) => {
      const { api } = directory;
      const organizations = await Promise.all(times(3, (index) => createOrganization(directory, `Acme ${index}`)));
      return async (round) => {
        const email = emailOf(round);
        const links = [(await api.inviteUser({ email })).accept_url];
        for (const organization_id of organizations)
          links.push((await api.inviteUser({ email, organization_id })).accept_url);
        return {
          calls: contenders((index) => accept(tokenIn(links[index % 4] ?? ""))),
          refusals: { acceptInvitation: refused },
          after: async ({ won }) => {
            const accepted = won("acceptInvitation");
            const toDirectory = accepted.filter(({ organization_id }) => organization_id === null);
            expect(toDirectory).toHaveLength(accepted.length - 3);
            expect(toDirectory.every(({ is_new_user }) => is_new_user)).toBe(true);
            expect(new Set(accepted.map(({ user_id }) => user_id)).size).toBe(1);
            expect(accepted.filter(({ is_new_user }) => is_new_user)).toHaveLength(1);
            const details = await api.fetchUserDetails(accepted[0]?.user_id ?? "");
            expect(details.organizations).toHaveLength(3);
          },
        };
      };
    },
  );

  raceTest("one does or it is revoked, and never both", ({ api }) => async (round) => {
    const email = emailOf(round);
    const { id, accept_url } = await api.inviteUser({ email });
    return {
      calls: contenders(
        () => accept(tokenIn(accept_url)),
        () => ["revokeInvitation", { invitation_id: id }],
      ),
      refusals: { acceptInvitation: refused, revokeInvitation: ["invitation_already_accepted"] },
      after: async ({ counts }) => {
        const [status, accepted, revoked] = counts.acceptInvitation?.ok
          ? (["accepted", 1, 0] as const)
          : (["revoked", 0, CONTENDERS / 2] as const);
        expect([counts.acceptInvitation?.ok ?? 0, counts.revokeInvitation?.ok ?? 0]).toEqual([accepted, revoked]);
        expect((await api.fetchInvitedUsers({ status, search: email })).data).toMatchObject([{ id }]);
        expect((await api.fetchUsers({ search: email })).data).toHaveLength(accepted);
      },
    };
  });

  raceTest("one does or its link is replaced, and one link opens at most", ({ api }) => async (round) => {
    const email = emailOf(round);
    const { id, accept_url } = await api.inviteUser({ email });
    return {
      calls: contenders(
        () => accept(tokenIn(accept_url)),
        () => ["resendInvitation", { invitation_id: id, notify: false }],
      ),
      refusals: { acceptInvitation: refused, resendInvitation: ["invitation_already_accepted"] },
      after: async ({ counts, won }) => {
        const links = [accept_url, ...won("resendInvitation").map((sent) => sent.accept_url)];
        const opened = await Promise.all(links.map((link) => api.safe.fetchInvitation(tokenIn(link))));
        expect(opened.filter(({ ok }) => ok)).toHaveLength(counts.acceptInvitation?.ok ? 0 : 1);
      },
    };
  });

  raceTest("nobody is a user twice, when the address is given to a new user elsewhere", ({ api }) => async (round) => {
    const email = emailOf(round);
    const { accept_url } = await api.inviteUser({ email });
    return {
      calls: contenders(
        () => accept(tokenIn(accept_url)),
        () => ["createUser", { ...ada, email_address: email }],
      ),
      refusals: { acceptInvitation: refused, createUser: ["email_taken"] },
      wins: 1,
      after: async () => {
        expect((await api.fetchInvitedUsers({ search: email })).data).toEqual([]);
        expect((await api.fetchUsers({ search: email })).data).toMatchObject([{ email }]);
      },
    };
  });

  raceTest("none leaves a member, when the organization is deleted", (directory) => async (round) => {
    const { api } = directory;
    const organization_id = await createOrganization(directory);
    const invitations = await Promise.all(
      times(CONTENDERS - 2, (index) =>
        api.inviteUser({ email: `guest${index}-${round}@example.com`, organization_id }),
      ),
    );
    return {
      calls: [
        ...invitations.map(({ accept_url }) => accept(tokenIn(accept_url))),
        ...times(2, (): Call<"deleteOrganization"> => ["deleteOrganization", { organization_id }]),
      ],
      refusals: { acceptInvitation: refused, deleteOrganization: ["organization_not_found"] },
      wins: { deleteOrganization: 1 },
      after: async ({ won }) => {
        const accepted = won("acceptInvitation").map(({ user_id }) => user_id);
        const users = (await api.fetchUsers({ search: `-${round}@`, per_page: 100 })).data.map(({ id }) => id);
        expect(users.toSorted()).toEqual(accepted.toSorted());
        for (const id of users) expect((await api.fetchUserDetails(id)).organizations).toEqual([]);
      },
    };
  });

  raceTest("one does or none, when the owner of the address is deleted", async (directory) => {
    const { api } = directory;
    const organization_id = await createOrganization(directory);
    return async (round) => {
      const email = emailOf(round);
      const { id: user_id } = await api.createUser({ ...ada, email_address: email });
      const { accept_url } = await api.inviteUser({ email, organization_id });
      return {
        calls: contenders(
          () => accept(tokenIn(accept_url)),
          () => ["deleteUser", { user_id }],
        ),
        refusals: { acceptInvitation: refused, deleteUser: ["user_not_found"] },
        wins: { deleteUser: 1 },
        after: async ({ won }) => {
          expect(won("acceptInvitation").filter(({ is_new_user }) => is_new_user)).toEqual([]);
          expect((await api.fetchUsers({ search: email })).data).toEqual([]);
          expect((await api.fetchInvitedUsers({ search: email })).data).toEqual([]);
        },
      };
    };
  });

  raceTest("none joins a user who is deactivated before", async (directory) => {
    const { api } = directory;
    return async (round) => {
      const organization_id = await createOrganization(directory);
      const { id: user_id } = await api.createUser({ ...ada, email_address: emailOf(round) });
      const { accept_url } = await api.inviteUser({ email: emailOf(round), organization_id });
      return {
        calls: contenders(
          () => accept(tokenIn(accept_url)),
          () => ["deactivateUser", { user_id }],
        ),
        refusals: { acceptInvitation: refused },
        after: async ({ counts }) => {
          const accepted = counts.acceptInvitation?.ok ?? 0;
          const events = (await api.fetchAuditLog({ target_id: user_id })).data.map(({ event }) => event);
          const joined = accepted === 1 ? ["user.organization_added"] : [];
          expect(events).toEqual(["user.deactivated", ...joined, "user.created"]);
        },
      };
    };
  });
});

describe("at the same moment", () => {
  raceTest("fifty invitations of one address are one", ({ api, database }) => (round) => ({
    calls: contenders(() => ["inviteUser", { email: emailOf(round) }]),
    refusals: { inviteUser: ["invitation_pending"] },
    wins: 1,
    after: async () => {
      expect((await api.fetchInvitedUsers({ search: emailOf(round) })).data).toHaveLength(1);
      expect(await database.query("select id from messages where recipient = ?", emailOf(round))).toHaveLength(1);
    },
  }));

  raceTest("fifty invitations of one address are one, alone and in bulk", ({ api, database }) => (round) => ({
    calls: contenders(
      () => ["inviteUser", { email: emailOf(round) }],
      (index) => [
        "inviteUsers",
        { invitations: [{ email: `guest${index}-${round}@example.com` }, { email: emailOf(round) }] },
      ],
    ),
    refusals: { inviteUser: ["invitation_pending"] },
    after: async ({ won }) => {
      const rows = won("inviteUsers").flatMap(({ results }) => results);
      expect(
        rows.flatMap((row) => (row.ok ? [] : [row.error.code])).filter((code) => code !== "invitation_pending"),
      ).toEqual([]);
      const invited = [...won("inviteUser"), ...rows.flatMap((row) => (row.ok ? [row.invitation] : []))];
      expect(invited.filter(({ email }) => email === emailOf(round))).toHaveLength(1);
      expect(invited).toHaveLength(1 + CONTENDERS / 2);
      expect((await api.fetchInvitedUsers({ search: emailOf(round) })).data).toHaveLength(1);
      expect(await database.query("select id from messages where recipient = ?", emailOf(round))).toHaveLength(1);
    },
  }));

  raceTest("bulk invitations of the same addresses, each in an order of its own, invite each once", () => (round) => ({
    calls: contenders((index) => {
      const addresses = times(5, (place) => `guest${place}-${round}@example.com`);
      const turned = times(5, (place) => ({ email: addresses[(place + index) % 5] ?? "" }));
      return ["inviteUsers", { invitations: index % 2 === 0 ? turned : turned.toReversed() }];
    }),
    after: ({ won }) => {
      const rows = won("inviteUsers").flatMap(({ results }) => results);
      expect(rows.filter(({ ok }) => ok)).toHaveLength(5);
      const codes = new Set(rows.flatMap((row) => (row.ok ? [] : [row.error.code])));
      expect([...codes]).toEqual(["invitation_pending"]);
    },
  }));

  raceTest("an address that is invited and given to a new user is one user's", ({ api }) => (round) => ({
    calls: contenders(
      () => ["inviteUser", { email: emailOf(round) }],
      () => ["createUser", { ...ada, email_address: emailOf(round) }],
    ),
    refusals: { inviteUser: ["invitation_pending", "user_exists"], createUser: ["email_taken"] },
    wins: { createUser: 1 },
    after: async ({ counts }) => {
      expect((await api.fetchInvitedUsers({ search: emailOf(round) })).data).toEqual([]);
      expect(counts.inviteUser?.ok ?? 0).toBeLessThanOrEqual(1);
    },
  }));

  raceTest(
    "addresses are invited to an organization that is deleted, and no invitation stays",
    (directory) => async (round) => {
      const { api, database } = directory;
      const organization_id = await createOrganization(directory);
      return {
        calls: [
          ...times(
            CONTENDERS - 2,
            (index): Call<"inviteUser"> => [
              "inviteUser",
              { email: `guest${index}-${round}@example.com`, organization_id },
            ],
          ),
          ...times(2, (): Call<"deleteOrganization"> => ["deleteOrganization", { organization_id }]),
        ],
        refusals: { inviteUser: ["organization_not_found"], deleteOrganization: ["organization_not_found"] },
        wins: { deleteOrganization: 1 },
        after: async () => {
          expect((await api.fetchInvitedUsers()).data).toEqual([]);
          expect(await database.query("select id from messages")).toEqual([]);
          expect(await database.query("select hash from tokens")).toEqual([]);
        },
      };
    },
  );

  raceTest(
    "users are invited to an organization and made its members, and no member has an open invitation",
    async (directory) => {
      const { api, database } = directory;
      const users = await createUsers(directory, CONTENDERS / 2);
      for (const [index, { id }] of users.entries()) {
        const email = await api.addEmail(id, emailOf(index));
        await api.updateEmail(id, email.id, true, true);
      }
      return async () => {
        const organization_id = await createOrganization(directory);
        return {
          calls: contenders(
            (index) => ["inviteUser", { email: emailOf(index), organization_id, notify: false }],
            (index) => ["addOrganizationMember", { organization_id, user_id: users[index]?.id ?? "" }],
          ),
          refusals: { inviteUser: ["already_member"] },
          after: async () => {
            const open = "select id from invitations where organization_id = ? and status = 'pending'";
            expect(await database.query(open, organization_id)).toEqual([]);
          },
        };
      };
    },
  );

  raceTest("fifty resends each answer a link, of which one opens", async (directory) => {
    const { api, database } = directory;
    return async (round) => {
      const { id } = await api.inviteUser({ email: emailOf(round), notify: false });
      return {
        calls: contenders((index) => ["resendInvitation", { invitation_id: id, notify: index % 2 === 0 }]),
        after: async ({ won }) => {
          const opened = await Promise.all(
            won("resendInvitation").map(({ accept_url }) => api.safe.fetchInvitation(tokenIn(accept_url))),
          );
          expect(opened.filter(({ ok }) => ok)).toHaveLength(1);
          const queued = "select id from messages where subject_id = ? and state = 'queued'";
          expect((await database.query(queued, id)).length).toBeLessThanOrEqual(1);
          expect(await database.query("select hash from tokens where invitation_id = ?", id)).toHaveLength(1);
        },
      };
    };
  });

  raceTest("an invitation is sent again and revoked, and no link opens", ({ api, database }) => async (round) => {
    const { id } = await api.inviteUser({ email: emailOf(round) });
    return {
      calls: contenders(
        () => ["resendInvitation", { invitation_id: id }],
        () => ["revokeInvitation", { invitation_id: id }],
      ),
      refusals: { resendInvitation: ["invitation_already_revoked"] },
      after: async () => {
        expect(await database.query("select hash from tokens where invitation_id = ?", id)).toEqual([]);
        const queued = "select id from messages where subject_id = ? and state = 'queued'";
        expect(await database.query(queued, id)).toEqual([]);
      },
    };
  });

  raceTest(
    "a user who is invited to an organization and made its member joins once, and leaves for good",
    async (directory) => {
      const { api } = directory;
      const organization_id = await createOrganization(directory);
      return async (round) => {
        const [user] = await createUsers(directory, 1);
        const user_id = user?.id ?? "";
        const email = await api.addEmail(user_id, emailOf(round));
        await api.updateEmail(user_id, email.id, true, true);
        const { accept_url } = await api.inviteUser({ email: emailOf(round), organization_id });
        return {
          calls: contenders(
            () => accept(tokenIn(accept_url)),
            () => ["addOrganizationMember", { organization_id, user_id }],
          ),
          refusals: { acceptInvitation: refused, addOrganizationMember: ["already_member"] },
          wins: 1,
          after: async () => {
            expect((await api.fetchUserDetails(user_id)).organizations).toHaveLength(1);
            await api.removeOrganizationMember({ organization_id, user_id });
            await expectRefusal(api.acceptInvitation(tokenIn(accept_url)), "invitation_not_found");
          },
        };
      };
    },
  );
});

test("mails that are written while their invitations are sent again carry no links that open", async () => {
  await using directory = await openTestRoster();
  const { api, roster, database } = directory;
  const invitations = await Promise.all(times(400, (index) => api.inviteUser({ email: emailOf(index) })));

  await Promise.all([
    roster.deliver(),
    ...invitations.map(({ id }) => api.resendInvitation(id, { notify: false })), // each voids the links made before
  ]);

  expect(await database.query("select hash from tokens")).toHaveLength(invitations.length);
});
