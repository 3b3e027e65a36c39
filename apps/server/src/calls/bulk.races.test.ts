import { expect } from "vitest";
import { ada, contenders, raceTest, times } from "../testing/race-test.ts";
import type { TestRoster } from "../testing/roster.ts";

/** In an order of its own for each of the calls at the same moment. */
function turned<Row>(rows: readonly Row[], index: number): Row[] {
  const [some, others] = [rows.slice(index % rows.length), rows.slice(0, index % rows.length)];
  return index % 2 === 0 ? [...some, ...others] : [...some, ...others].toReversed();
}

/** Fewer calls than in other races, because each has many rows. */
const few = (...kinds: Parameters<typeof contenders>) => contenders(...kinds).slice(0, 20);

/** Users with a waitlist entry, an address and an open invitation each. */
async function createUsers({ api }: TestRoster, round: number, organization_id: string) {
  const users = [];
  for (const place of times(5, Number)) {
    const email_address = `ada${place}-${round}@example.com`;
    await api.joinWaitlist({ email: email_address });
    users.push(await api.createUser({ ...ada, email_address }));
    await api.inviteUser({ email: email_address, organization_id });
  }
  return users;
}

const codesIn = (answers: readonly { results: readonly ({ ok: true } | { ok: false; error: { code: string } })[] }[]) =>
  new Set(answers.flatMap(({ results }) => results.flatMap((row) => (row.ok ? ["ok"] : [row.error.code]))));

const otherCodesIn = (answers: Parameters<typeof codesIn>[0], allowed: string[]) =>
  [...codesIn(answers)].filter((code) => !allowed.includes(code));

raceTest(
  "bulk calls about the same users, each in an order of its own, wait for each other and none fails",
  async (directory) => {
    const { api } = directory;
    const { id: organization_id } = await api.createOrganization({ name: "Analytical Engines" });
    return async (round) => {
      const users = await createUsers(directory, round, organization_id);
      const user_ids = users.map(({ id }) => id);
      return {
        calls: few(
          (index) => ["deactivateUsers", { user_ids: turned(user_ids, index) }],
          (index) => ["reactivateUsers", { user_ids: turned(user_ids, index) }],
        ),
        after: async ({ won }) => {
          expect(codesIn([...won("deactivateUsers"), ...won("reactivateUsers")])).toEqual(new Set(["ok"]));
          const flags = (await api.fetchUsers({ ids: user_ids })).data.map(({ is_active }) => is_active);
          expect(new Set(flags).size).toBe(1);
        },
      };
    };
  },
  { deadlocksPerRound: 0 },
);

raceTest(
  "users who are deleted in bulk, each time in another order, are deleted once, whatever else happens to them",
  async (directory) => {
    const { api } = directory;
    const { id: organization_id } = await api.createOrganization({ name: "Analytical Engines" });
    return async (round) => {
      const users = await createUsers(directory, round, organization_id);
      const user_ids = users.map(({ id }) => id);
      const user_id = (index: number) => user_ids[index % user_ids.length] ?? "";
      return {
        calls: few(
          (index) => ["deleteUsers", { user_ids: turned(user_ids, index) }],
          (index) => ["deactivateUsers", { user_ids: turned(user_ids, index) }],
          (index) => ["addOrganizationMember", { user_id: user_id(index), organization_id }],
          (index) => ["updateUser", { user_id: user_id(index), first_name: `Ada ${index}` }],
        ),
        refusals: {
          addOrganizationMember: ["user_not_found", "already_member"],
          updateUser: ["user_not_found"],
        },
        after: async ({ won }) => {
          const results = won("deleteUsers").flatMap((answer) => answer.results);
          expect(results.filter(({ ok }) => ok)).toHaveLength(user_ids.length);
          expect(codesIn([...won("deleteUsers"), ...won("deactivateUsers")])).toContain("user_not_found");
          expect((await api.fetchUsers({ ids: user_ids })).data).toEqual([]);
          expect((await api.fetchWaitlist({ search: `-${round}@` })).data).toEqual([]);
        },
      };
    };
  },
  { deadlocksPerRound: 0 },
);

raceTest(
  "invitations that are sent again and revoked in bulk, each time in another order, end as one of the calls says",
  async (directory) => {
    const { api } = directory;
    return async (round) => {
      const organizations = await Promise.all(times(2, () => api.createOrganization({ name: "Analytical Engines" })));
      const ids: string[] = [];
      for (const place of times(6, Number)) {
        const organization_id = organizations[place % 2]?.id ?? "";
        ids.push((await api.inviteUser({ email: `guest${place >> 1}-${round}@example.com`, organization_id })).id);
      }
      return {
        calls: few(
          (index) => ["resendInvitations", { invitation_ids: turned(ids, index), notify: index % 2 === 0 }],
          (index) => ["revokeInvitations", { invitation_ids: turned(ids, index) }],
          (index) => ["revokeInvitation", { invitation_id: ids[index % ids.length] ?? "" }],
          (index) => ["deleteOrganization", { organization_id: organizations[index % 2]?.id ?? "" }],
        ),
        refusals: { deleteOrganization: ["organization_not_found"], revokeInvitation: ["invitation_not_found"] },
        wins: { deleteOrganization: 2 },
        after: async ({ won }) => {
          const allowed = ["ok", "invitation_not_found", "invitation_already_revoked"];
          const answers = [...won("resendInvitations"), ...won("revokeInvitations")];
          expect(otherCodesIn(answers, allowed)).toEqual([]);
          expect((await api.fetchInvitedUsers({ search: `-${round}@` })).data).toEqual([]);
        },
      };
    };
  },
  { deadlocksPerRound: 0 },
);

raceTest(
  "entries that are approved and rejected in bulk, each time in another order, are decided once, whoever waits for their addresses",
  ({ api }) => {
    return async (round) => {
      const claimants = await Promise.all(times(3, () => api.createUser(ada))); // a user has at most 100 addresses
      const claimant = (index: number) => claimants[index % claimants.length]?.id ?? "";
      for (const place of times(6, Number)) {
        await api.joinWaitlist({ email: `ada${place}-${round}@example.com` });
        await api.addEmail(claimant(5 - place), `ada${place}-${round}@example.com`);
      }
      const ids = (await api.fetchWaitlist({ search: `-${round}@` })).data.map(({ id }) => id);
      return {
        calls: few(
          (index) => ["approveWaitlistUsers", { waitlist_user_ids: turned(ids, index) }],
          (index) => ["rejectWaitlistUsers", { waitlist_user_ids: turned(ids, index).slice(0, 3) }],
          () => ["approveNextWaitlistUsers", { count: 2 }],
          (index) => [
            "deactivateUsers",
            {
              user_ids: turned(
                claimants.map(({ id }) => id),
                index,
              ),
            },
          ],
          (index) => ["updateUser", { user_id: claimant(index), first_name: `Ada ${index}` }],
        ),
        after: async ({ won }) => {
          const answers = [...won("approveWaitlistUsers"), ...won("approveNextWaitlistUsers")];
          const rejected = won("rejectWaitlistUsers");
          const allowed = ["ok", "waitlist_already_approved", "waitlist_already_rejected"];
          expect(otherCodesIn([...answers, ...rejected], allowed)).toEqual([]);
          const done = [...answers, ...rejected].flatMap(({ results }) => results.filter(({ ok }) => ok));
          expect(done).toHaveLength(ids.length);
          expect((await api.fetchWaitlist({ search: `-${round}@` })).data).toEqual([]);
        },
      };
    };
  },
  { deadlocksPerRound: 0 },
);

raceTest(
  "members who are added in bulk, each time in another order, are added once, and leave with the group",
  async (directory) => {
    const { api } = directory;
    return async (round) => {
      const { id: organization_id } = await api.createOrganization({ name: "Analytical Engines" });
      const { id: workspace_id } = await api.createWorkspace({ organization_id, name: "Mill" });
      const users = await createUsers(directory, round, organization_id);
      const members = users.map(({ id }) => ({ user_id: id }));
      return {
        calls: [
          ...few(
            (index) => ["addOrganizationMembers", { organization_id, members: turned(members, index) }],
            (index) => ["addWorkspaceMembers", { workspace_id, members: turned(members, index) }],
            (index) => ["removeOrganizationMember", { organization_id, user_id: users[index % 5]?.id ?? "" }],
            (index) => [
              "deleteUsers",
              {
                user_ids: turned(
                  users.map(({ id }) => id),
                  index,
                ).slice(0, 2),
              },
            ],
          ),
          ["deleteOrganization", { organization_id }],
        ],
        refusals: { removeOrganizationMember: ["membership_not_found"] },
        after: async ({ won }) => {
          const allowed = ["ok", "already_member", "user_not_found", "organization_not_found"];
          const inWorkspace = [...allowed, "not_organization_member", "workspace_not_found"];
          expect(otherCodesIn(won("addOrganizationMembers"), allowed)).toEqual([]);
          expect(otherCodesIn(won("addWorkspaceMembers"), inWorkspace)).toEqual([]);
          for (const { organizations, workspaces } of await Promise.all(
            (await api.fetchUsers({ search: `-${round}@` })).data.map(({ id }) => api.fetchUserDetails(id)),
          ))
            expect([...organizations, ...workspaces]).toEqual([]);
        },
      };
    };
  },
  { deadlocksPerRound: 0.05 }, // a user may join between the look at the groups and the lock of the user
);

raceTest(
  "users who are created in bulk, each time in another order, are created once, whoever waits for their addresses and numbers",
  async (directory) => {
    const { api } = directory;
    const claimants = await Promise.all(times(3, () => api.createUser(ada)));
    const claimant = (index: number) => claimants[index % claimants.length]?.id ?? "";
    return async (round) => {
      const email = (place: number) => `ada${place}-${round}@example.com`;
      for (const place of times(6, Number)) await api.addEmail(claimant(5 - place), email(place));
      const users = times(6, (place) => ({
        ...ada,
        email_address: place % 2 === 0 ? email(place) : null,
        phone_number: place === 1 ? `+1415555${2000 + round}` : null,
        username: place % 2 === 1 ? `ada${place}-${round}` : null,
        external_id: `crm-${place}-${round}`,
      }));
      return {
        calls: few(
          (index) => ["createUsers", { users: turned(users, index) }],
          (index) => [
            "deactivateUsers",
            {
              user_ids: turned(
                claimants.map(({ id }) => id),
                index,
              ),
            },
          ],
          (index) => ["createUser", { ...ada, email_address: email(index % 6) }],
        ),
        refusals: { createUser: ["email_taken"] },
        after: async ({ won }) => {
          const allowed = ["ok", "email_taken", "phone_taken", "username_taken", "external_id_taken"];
          expect(otherCodesIn(won("createUsers"), allowed)).toEqual([]);
          const created = won("createUsers").flatMap(({ results }) =>
            results.flatMap((row) => (row.ok ? [row.user] : [])),
          );
          const emails = [...created, ...won("createUser")].flatMap((user) => user.email ?? []);
          expect(new Set(emails).size).toBe(emails.length);
          expect(created.filter(({ username }) => username !== null)).toHaveLength(3);
        },
      };
    };
  },
  { deadlocksPerRound: 0 },
);
