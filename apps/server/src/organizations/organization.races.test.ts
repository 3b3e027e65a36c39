import { describe, expect } from "vitest";
import type { Call } from "../testing/race.ts";
import { CONTENDERS, contenders, createUsers, raceTest, times } from "../testing/race-test.ts";
import type { TestRoster } from "../testing/roster.ts";

const HALF = CONTENDERS / 2;

const createOrganization = async ({ api }: TestRoster, name = "Acme") => (await api.createOrganization({ name })).id;

const createOrganizations = (directory: TestRoster, count: number) =>
  Promise.all(times(count, (index) => createOrganization(directory, `Acme ${index}`)));

/** An organization with a workspace, and users who are members of both. */
async function createMembers(directory: TestRoster, count: number) {
  const { api } = directory;
  const organization_id = await createOrganization(directory);
  const workspace_id = (await api.createWorkspace({ organization_id, name: "Notes" })).id;
  const users = await createUsers(directory, count);
  for (const { id: user_id } of users) {
    await api.addOrganizationMember({ organization_id, user_id });
    await api.addWorkspaceMember({ workspace_id, user_id });
  }
  return { organization_id, workspace_id, users: users.map(({ id }) => id) };
}

const groupsOf = async ({ api }: TestRoster, userId: string) => {
  const { organizations, workspaces } = await api.fetchUserDetails(userId);
  return { organizations: organizations.length, workspaces: workspaces.length };
};

const deleting = (organization_id: string): Call<"deleteOrganization"> => ["deleteOrganization", { organization_id }];

raceTest("one of fifty changes of the version that all have read is made", async ({ api }) => {
  const { id: organization_id } = await api.createOrganization({ name: "Acme" });
  return async (round) => {
    const { version } = await api.fetchOrganization({ organization_id });
    return {
      calls: contenders((index) => [
        "updateOrganization",
        { organization_id, name: `Acme ${round} ${index}`, if_version: version },
      ]),
      refusals: { updateOrganization: ["version_mismatch"] },
      wins: 1,
      after: async ({ won }) => {
        const organization = await api.fetchOrganization({ organization_id });
        expect([organization]).toEqual(won("updateOrganization"));
        expect(organization.version).toBe(version + 1);
      },
    };
  };
});

describe("members, at the same moment", () => {
  raceTest("of fifty times that a user is made a member, one counts", async (directory) => {
    const [user] = await createUsers(directory, 1);
    return async () => {
      const organization_id = await createOrganization(directory);
      return {
        calls: contenders((index) => [
          "addOrganizationMember",
          { organization_id, user_id: user?.id ?? "", role: ["admin", "member"][index % 2] },
        ]),
        refusals: { addOrganizationMember: ["already_member"] },
        wins: 1,
        after: async ({ won }) => {
          const { organizations } = await directory.api.fetchUserDetails(user?.id ?? "");
          expect(organizations).toContainEqual(won("addOrganizationMember")[0]);
        },
      };
    };
  });

  raceTest("users join an organization that is deleted, and none stays in it", async (directory) => {
    const users = await createUsers(directory, HALF);
    return async () => {
      const organization_id = await createOrganization(directory);
      return {
        calls: contenders(
          (index) => ["addOrganizationMember", { organization_id, user_id: users[index]?.id ?? "" }],
          () => deleting(organization_id),
        ),
        refusals: {
          addOrganizationMember: ["organization_not_found"],
          deleteOrganization: ["organization_not_found"],
        },
        wins: { deleteOrganization: 1 },
        after: async () => {
          expect((await directory.api.fetchUserDetails(users[0]?.id ?? "")).organizations).toEqual([]);
          const [latest] = (await directory.api.fetchAuditLog({ target_id: organization_id })).data;
          expect(latest?.event).toBe("organization.deleted");
        },
      };
    };
  });

  raceTest("a user who joins organizations is deleted, and is a member of none", async (directory) => {
    const { api } = directory;
    const organizations = await createOrganizations(directory, 10);
    return async () => {
      const [user] = await createUsers(directory, 1);
      const user_id = user?.id ?? "";
      return {
        calls: contenders(
          (index) => ["addOrganizationMember", { organization_id: organizations[index % 10] ?? "", user_id }],
          () => ["deleteUser", { user_id }],
        ),
        refusals: { addOrganizationMember: ["user_not_found", "already_member"], deleteUser: ["user_not_found"] },
        wins: { deleteUser: 1 },
        after: async () => {
          const counts = (await api.fetchOrganizations()).data.map(({ member_count }) => member_count);
          expect(counts).toEqual(times(10, () => 0));
        },
      };
    };
  });

  raceTest("a user is removed from an organization once", async (directory) => {
    const { organization_id, workspace_id, users } = await createMembers(directory, 1);
    const user_id = users[0] ?? "";
    return async (round) => {
      if (round > 1) {
        await directory.api.addOrganizationMember({ organization_id, user_id });
        await directory.api.addWorkspaceMember({ workspace_id, user_id });
      }
      return {
        calls: contenders(() => ["removeOrganizationMember", { organization_id, user_id }]),
        refusals: { removeOrganizationMember: ["membership_not_found"] },
        wins: 1,
        after: async () => expect(await groupsOf(directory, user_id)).toEqual({ organizations: 0, workspaces: 0 }),
      };
    };
  });

  raceTest("a role is changed until the member is removed", async (directory) => {
    const { organization_id, users } = await createMembers(directory, 1);
    const user_id = users[0] ?? "";
    return async (round) => {
      if (round > 1) await directory.api.addOrganizationMember({ organization_id, user_id });
      return {
        calls: contenders(
          (index) => ["updateOrganizationMember", { organization_id, user_id, role: `role-${index}` }],
          () => ["removeOrganizationMember", { organization_id, user_id }],
        ),
        refusals: {
          updateOrganizationMember: ["membership_not_found"],
          removeOrganizationMember: ["membership_not_found"],
        },
        wins: { removeOrganizationMember: 1 },
        after: async () => {
          const [latest] = (await directory.api.fetchAuditLog({ target_id: organization_id })).data;
          expect(latest?.event).toBe("organization_member.removed");
        },
      };
    };
  });

  raceTest("members leave, are deleted, and lose their organization", (directory) => async () => {
    const { organization_id, workspace_id, users } = await createMembers(directory, 10);
    return {
      calls: contenders(
        () => deleting(organization_id),
        (index) => ["deleteUser", { user_id: users[index % 5] ?? "" }],
        (index) => ["removeOrganizationMember", { organization_id, user_id: users[index % 10] ?? "" }],
        (index) => ["removeWorkspaceMember", { workspace_id, user_id: users[index % 10] ?? "" }],
        () => ["deleteWorkspace", { workspace_id }],
      ),
      refusals: {
        deleteOrganization: ["organization_not_found"],
        deleteUser: ["user_not_found"],
        removeOrganizationMember: ["membership_not_found"],
        removeWorkspaceMember: ["membership_not_found"],
        deleteWorkspace: ["workspace_not_found"],
      },
      wins: { deleteOrganization: 1, deleteUser: 5 },
      after: async () => expect(await groupsOf(directory, users[9] ?? "")).toEqual({ organizations: 0, workspaces: 0 }),
    };
  });
});

describe("organizations, at the same moment", () => {
  raceTest("a slug goes to one of fifty, which are created with it or take it", async (directory) => {
    const { api } = directory;
    const organizations = await createOrganizations(directory, HALF);
    return (round) => ({
      calls: contenders(
        () => ["createOrganization", { name: "Analytical Engines", slug: `engines-${round}` }],
        (index) => ["updateOrganization", { organization_id: organizations[index] ?? "", slug: `engines-${round}` }],
      ),
      refusals: { createOrganization: ["slug_taken"], updateOrganization: ["slug_taken"] },
      wins: 1,
      after: async () =>
        expect((await api.fetchOrganizations({ search: `engines-${round}` })).data.length).toBeGreaterThan(0),
    });
  });

  raceTest("fifty of one name get a slug each", () => (round) => ({
    calls: contenders(() => ["createOrganization", { name: `Analytical Engines ${round}` }]),
    after: ({ won }) => {
      const slugs = won("createOrganization").map(({ slug }) => slug);
      expect(new Set(slugs).size).toBe(CONTENDERS);
      expect(slugs).toContain(`analytical-engines-${round}`);
    },
  }));

  raceTest("fifty changes of different keys of an organization's metadata are all kept", async (directory) => {
    const organization_id = await createOrganization(directory);
    return (round) => ({
      calls: contenders((index) => [
        "updateOrganization",
        { organization_id, public_metadata: { [`key${index}`]: round } },
      ]),
      after: async () => {
        const { data } = await directory.api.fetchOrganizations();
        expect(data[0]?.public_metadata).toEqual(
          Object.fromEntries(times(CONTENDERS, (index) => [`key${index}`, round])),
        );
      },
    });
  });

  raceTest("changes of name and of slug are both kept", async (directory) => {
    const organization_id = await createOrganization(directory);
    return (round) => ({
      calls: contenders(
        () => ["updateOrganization", { organization_id, name: `Name ${round}` }],
        () => ["updateOrganization", { organization_id, slug: `slug-${round}` }],
      ),
      after: async () => {
        const { data } = await directory.api.fetchOrganizations({ search: `name ${round} slug-${round}` });
        expect(data).toMatchObject([{ name: `Name ${round}`, slug: `slug-${round}` }]);
      },
    });
  });

  raceTest("one is changed until it is deleted", (directory) => async () => {
    const organization_id = await createOrganization(directory);
    return {
      calls: contenders(
        (index) => ["updateOrganization", { organization_id, name: `Name ${index}` }],
        () => deleting(organization_id),
      ),
      refusals: { updateOrganization: ["organization_not_found"], deleteOrganization: ["organization_not_found"] },
      wins: { deleteOrganization: 1 },
      after: async () => {
        const [latest] = (await directory.api.fetchAuditLog({ target_id: organization_id })).data;
        expect(latest?.event).toBe("organization.deleted");
      },
    };
  });
});
