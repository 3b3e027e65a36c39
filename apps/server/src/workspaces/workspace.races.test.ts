import { describe, expect } from "vitest";
import type { Call } from "../testing/race.ts";
import { CONTENDERS, contenders, createUsers, raceTest, times } from "../testing/race-test.ts";
import type { TestRoster } from "../testing/roster.ts";

const HALF = CONTENDERS / 2;

async function createWorkspace({ api }: TestRoster) {
  const organization_id = (await api.createOrganization({ name: "Analytical Engines" })).id;
  return { organization_id, workspace_id: (await api.createWorkspace({ organization_id, name: "Notes" })).id };
}

/** Members of an organization. */
async function createMembers(directory: TestRoster, organization_id: string, count: number) {
  const users = (await createUsers(directory, count)).map(({ id }) => id);
  await Promise.all(users.map((user_id) => directory.api.addOrganizationMember({ organization_id, user_id })));
  return users;
}

describe("at the same moment", () => {
  raceTest("workspaces are created in an organization that is deleted, and none stays", (directory) => async () => {
    const { organization_id } = await createWorkspace(directory);
    return {
      calls: contenders(
        (index) => ["createWorkspace", { organization_id, name: `Notes ${index}` }],
        () => ["deleteOrganization", { organization_id }],
      ),
      refusals: { createWorkspace: ["organization_not_found"], deleteOrganization: ["organization_not_found"] },
      wins: { deleteOrganization: 1 },
      after: async () => expect((await directory.api.fetchWorkspaces({ organization_id })).data).toEqual([]),
    };
  });

  raceTest("fifty workspaces of one name get a slug each", (directory) => async () => {
    const { organization_id } = await createWorkspace(directory);
    return {
      calls: contenders(() => ["createWorkspace", { organization_id, name: "Engines" }]),
      after: ({ won }) => {
        const slugs = won("createWorkspace").map(({ slug }) => slug);
        expect(new Set(slugs).size).toBe(CONTENDERS);
        expect(slugs).toContain("engines");
      },
    };
  });

  raceTest("a slug goes to one of fifty workspaces, which are created with it or take it", async (directory) => {
    const { organization_id } = await createWorkspace(directory);
    const workspaces = await Promise.all(
      times(HALF, (index) => directory.api.createWorkspace({ organization_id, name: `Notes ${index}` })),
    );
    return (round) => ({
      calls: contenders(
        () => ["createWorkspace", { organization_id, name: "Notes", slug: `notes-of-${round}` }],
        (index) => ["updateWorkspace", { workspace_id: workspaces[index]?.id ?? "", slug: `notes-of-${round}` }],
      ),
      refusals: { createWorkspace: ["slug_taken"], updateWorkspace: ["slug_taken"] },
      wins: 1,
    });
  });

  raceTest("fifty changes of different keys of a workspace's metadata are all kept", async (directory) => {
    const { workspace_id } = await createWorkspace(directory);
    return (round) => ({
      calls: contenders((index) => ["updateWorkspace", { workspace_id, public_metadata: { [`key${index}`]: round } }]),
      after: async () => {
        const { data } = await directory.api.fetchWorkspaces();
        expect(data[0]?.public_metadata).toEqual(
          Object.fromEntries(times(CONTENDERS, (index) => [`key${index}`, round])),
        );
      },
    });
  });

  raceTest("of fifty times that a user is made a member, one counts", async (directory) => {
    const { organization_id } = await createWorkspace(directory);
    const [user_id = ""] = await createMembers(directory, organization_id, 1);
    return async (round) => {
      const { id: workspace_id } = await directory.api.createWorkspace({ organization_id, name: `Notes ${round}` });
      return {
        calls: contenders(() => ["addWorkspaceMember", { workspace_id, user_id }]),
        refusals: { addWorkspaceMember: ["already_member"] },
        wins: 1,
      };
    };
  });

  raceTest("who leaves the organization joins none of its workspaces", async (directory) => {
    const { api } = directory;
    const { organization_id, workspace_id } = await createWorkspace(directory);
    const { id: other_id } = await api.createWorkspace({ organization_id, name: "Letters" });
    const [user_id = ""] = await createMembers(directory, organization_id, 1);
    return async (round) => {
      if (round > 1) await api.addOrganizationMember({ organization_id, user_id });
      return {
        calls: contenders(
          () => ["addWorkspaceMember", { workspace_id, user_id }],
          () => ["addWorkspaceMember", { workspace_id: other_id, user_id }],
          () => ["removeOrganizationMember", { organization_id, user_id }],
        ),
        refusals: {
          addWorkspaceMember: ["not_organization_member", "already_member"],
          removeOrganizationMember: ["membership_not_found"],
        },
        wins: { removeOrganizationMember: 1 },
        after: async () =>
          expect(await api.fetchUserDetails(user_id)).toMatchObject({ organizations: [], workspaces: [] }),
      };
    };
  });

  raceTest(
    "who leaves the organization while workspaces take them in leaves each by an entry of the log",
    async (directory) => {
      const { api, database } = directory;
      const { organization_id } = await createWorkspace(directory);
      const workspaces = await Promise.all(
        times(CONTENDERS - 2, (index) => api.createWorkspace({ organization_id, name: `Letters ${index}` })),
      );
      const [user_id = ""] = await createMembers(directory, organization_id, 1);
      return async (round) => {
        if (round > 1) await api.addOrganizationMember({ organization_id, user_id });
        return {
          calls: [
            ...workspaces.map(
              ({ id }): Call<"addWorkspaceMember"> => ["addWorkspaceMember", { workspace_id: id, user_id }],
            ),
            ...times(
              2,
              (): Call<"removeOrganizationMember"> => ["removeOrganizationMember", { organization_id, user_id }],
            ),
          ],
          refusals: {
            addWorkspaceMember: ["not_organization_member"],
            removeOrganizationMember: ["membership_not_found"],
          },
          wins: { removeOrganizationMember: 1 },
          after: async () => {
            const left = `select target_id from audit_entries where event like 'workspace_member.%'
            group by target_id having count(*) % 2 = 1`;
            expect(await database.query(left)).toEqual([]);
          },
        };
      };
    },
  );

  raceTest("users join a workspace that is deleted, and one of whom is deleted", async (directory) => {
    const { organization_id } = await createWorkspace(directory);
    const users = await createMembers(directory, organization_id, 10);
    return async () => {
      const { id: workspace_id } = await directory.api.createWorkspace({ organization_id, name: "Notes" });
      const [user_id = ""] = await createMembers(directory, organization_id, 1);
      return {
        calls: contenders(
          (index) => ["addWorkspaceMember", { workspace_id, user_id: users[index % 10] ?? "" }],
          () => ["addWorkspaceMember", { workspace_id, user_id }],
          () => ["deleteUser", { user_id }],
          () => ["deleteWorkspace", { workspace_id }],
        ),
        refusals: {
          addWorkspaceMember: ["workspace_not_found", "user_not_found", "already_member"],
          deleteUser: ["user_not_found"],
          deleteWorkspace: ["workspace_not_found"],
        },
        wins: { deleteUser: 1, deleteWorkspace: 1 },
        after: async () => {
          const [latest] = (await directory.api.fetchAuditLog({ target_id: workspace_id })).data;
          expect(latest?.event).toBe("workspace.deleted");
        },
      };
    };
  });

  raceTest("users join a workspace whose organization is deleted, and belong to neither", async (directory) => {
    const users = (await createUsers(directory, 5)).map(({ id }) => id);
    return async () => {
      const { organization_id, workspace_id } = await createWorkspace(directory);
      for (const user_id of users) await directory.api.addOrganizationMember({ organization_id, user_id });
      return {
        calls: contenders(
          (index) => ["addWorkspaceMember", { workspace_id, user_id: users[index % 5] ?? "" }],
          (index) => ["updateWorkspaceMember", { workspace_id, user_id: users[index % 5] ?? "", role: "admin" }],
          () => ["updateWorkspace", { workspace_id, name: "Letters" }],
          () => ["deleteOrganization", { organization_id }],
        ),
        refusals: {
          addWorkspaceMember: ["workspace_not_found", "not_organization_member", "already_member"],
          updateWorkspaceMember: ["membership_not_found"],
          updateWorkspace: ["workspace_not_found"],
          deleteOrganization: ["organization_not_found"],
        },
        wins: { deleteOrganization: 1 },
        after: async () =>
          expect(await directory.api.fetchUserDetails(users[0] ?? "")).toMatchObject({
            organizations: [],
            workspaces: [],
          }),
      };
    };
  });
});
