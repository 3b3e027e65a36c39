import { expect, test } from "vitest";
import { refusals } from "../testing/database.ts";
import { expectRefusedUnchanged, openTestRoster } from "../testing/roster.ts";
import { walkByCursor, walkByPage } from "../testing/walk.ts";

const now = "2026-03-01T12:00:00.000Z";

/** Two organizations; Ada is a member of the first. */
async function openWithAda() {
  const directory = await openTestRoster();
  const { api } = directory;
  const acme = await api.createOrganization({ name: "Acme" });
  const other = await api.createOrganization({ name: "Other" });
  const ada = await api.createUser({ first_name: "Ada", last_name: "Lovelace" });
  await api.addOrganizationMember({ organization_id: acme.id, user_id: ada.id });
  return { directory, api, acme, other, ada };
}

test("a workspace belongs to its organization, in which its slug is its own", async () => {
  const { directory, api, acme, other } = await openWithAda();
  await using _ = directory;

  const lab = await api.createWorkspace({
    organization_id: acme.id,
    name: " Research Lab ",
    public_metadata: { a: 1 },
  });
  expect(lab).toEqual({
    id: expect.stringMatching(/^ws_[0-9a-z]{26}$/),
    name: "Research Lab",
    slug: "research-lab",
    organization_id: acme.id,
    public_metadata: { a: 1 },
    version: 1,
    member_count: 0,
    created_at: now,
    updated_at: now,
  });
  const again = await api.createWorkspace({ organization_id: acme.id, name: "Research Lab" });
  expect(again.slug).toMatch(/^research-lab-[0-9a-f]{8}$/);
  const elsewhere = await api.createWorkspace({ organization_id: other.id, name: "Lab", slug: "research-lab" });
  expect(elsewhere.slug).toBe("research-lab");

  const create = () => api.createWorkspace({ organization_id: acme.id, name: "X", slug: "research-lab" });
  await expectRefusedUnchanged(directory, create, "slug_taken");
  const update = () => api.updateWorkspace({ workspace_id: again.id, name: "X", slug: "research-lab" });
  await expectRefusedUnchanged(directory, update, "slug_taken");
});

test("a change takes what is named, merges metadata, and is found at once", async () => {
  const { directory, api, acme } = await openWithAda();
  await using _ = directory;
  const lab = await api.createWorkspace({ organization_id: acme.id, name: "Lab", public_metadata: { a: 1, b: 2 } });
  directory.pass(1000);

  const changed = await api.updateWorkspace({ workspace_id: lab.id, name: "Études", public_metadata: { a: null } });

  const updated_at = "2026-03-01T12:00:01.000Z";
  expect(changed).toEqual({ ...lab, name: "Études", public_metadata: { b: 2 }, version: 2, updated_at });
  expect((await api.fetchWorkspaces({ search: "éTUDES lab" })).data).toEqual([changed]);
  const before = await directory.dump();
  expect(await api.updateWorkspace({ workspace_id: lab.id, name: "Études", slug: "lab" })).toEqual(changed);
  expect(await directory.dump()).toEqual(before);
});

test("workspaces are listed newest first, of one organization or of all, by page and by cursor", async () => {
  const { directory, api, acme, other } = await openWithAda();
  await using _ = directory;
  const ids: string[] = [];
  for (let n = 0; n < 8; n++) {
    const organization_id = n % 2 === 0 ? acme.id : other.id;
    ids.unshift((await api.createWorkspace({ organization_id, name: `Lab ${n < 4 ? "one" : "two"}` })).id);
  }
  const ofAcme = ids.filter((_, index) => index % 2 === 1);

  for (const [filter, expected] of [
    [{}, ids],
    [{ organization_id: acme.id }, ofAcme],
    [{ search: "ONE" }, ids.slice(4)],
    [{ organization_id: acme.id, search: "two lab" }, ofAcme.slice(0, 2)],
    [{ organization_id: "org_01k00000000000000000000000" }, []],
  ] as const) {
    const pages = await walkByPage((place) => api.fetchWorkspaces({ per_page: 1, ...filter, ...place }));
    const walked = await walkByCursor((place) => api.fetchWorkspaces({ per_page: 1, ...filter, ...place }));
    expect(pages.map(({ id }) => id)).toEqual(expected);
    expect(walked).toEqual(pages);
    expect((await api.fetchWorkspaces({ ...filter, include_total: true })).total).toBe(expected.length);
  }
});

test("only members of the organization become members of its workspaces, once, with a role", async () => {
  const { directory, api, acme, ada } = await openWithAda();
  await using _ = directory;
  const lab = await api.createWorkspace({ organization_id: acme.id, name: "Lab" });
  const stranger = await api.createUser({ first_name: "Eve", last_name: "Stranger" });
  const add = (user_id: string) => () => api.addWorkspaceMember({ workspace_id: lab.id, user_id, role: "editor" });

  await expectRefusedUnchanged(directory, add(stranger.id), "not_organization_member");
  const member = await add(ada.id)();

  expect(member).toEqual({
    id: expect.stringMatching(/^wsmem_[0-9a-z]{26}$/),
    user_id: ada.id,
    workspace_id: lab.id,
    workspace_name: "Lab",
    organization_id: acme.id,
    role: "editor",
    created_at: now,
    updated_at: now,
  });
  await expectRefusedUnchanged(directory, add(ada.id), "already_member");
  const changed = await api.updateWorkspaceMember({ workspace_id: lab.id, user_id: ada.id, role: "owner" });
  expect(changed).toEqual({ ...member, role: "owner" });
  expect((await api.fetchUserDetails(ada.id)).workspaces).toEqual([changed]);
  expect((await api.fetchWorkspaces()).data).toMatchObject([{ member_count: 1 }]);

  await api.removeWorkspaceMember({ workspace_id: lab.id, user_id: ada.id });
  const details = await api.fetchUserDetails(ada.id);
  expect([details.workspaces, details.organizations.length]).toEqual([[], 1]);
});

test("leaving an organization ends the memberships of its workspaces, and no others", async () => {
  const { directory, api, acme, other, ada } = await openWithAda();
  await using _ = directory;
  await api.addOrganizationMember({ organization_id: other.id, user_id: ada.id });
  for (const { id } of [acme, other]) {
    const workspace = await api.createWorkspace({ organization_id: id, name: "Lab" });
    await api.addWorkspaceMember({ workspace_id: workspace.id, user_id: ada.id });
  }

  await api.removeOrganizationMember({ organization_id: acme.id, user_id: ada.id });

  expect((await api.fetchUserDetails(ada.id)).workspaces).toMatchObject([{ organization_id: other.id }]);
});

test("deleting a workspace ends its memberships, and nobody finds it", async () => {
  const { directory, api, acme, ada } = await openWithAda();
  await using _ = directory;
  const lab = await api.createWorkspace({ organization_id: acme.id, name: "Lab" });
  await api.addWorkspaceMember({ workspace_id: lab.id, user_id: ada.id });

  await api.deleteWorkspace(lab.id);

  expect((await api.fetchUserDetails(ada.id)).workspaces).toEqual([]);
  for (const search of ["lab", lab.id, ""]) expect((await api.fetchWorkspaces({ search })).data).toEqual([]);
  await expectRefusedUnchanged(directory, () => api.deleteWorkspace(lab.id), "workspace_not_found");
});

test("a missing id is not found", async () => {
  const { directory, api, acme, ada } = await openWithAda();
  await using _ = directory;
  const lab = await api.createWorkspace({ organization_id: acme.id, name: "Lab" });
  const [workspace_id, nowhere, user_id] = [lab.id, "ws_01k00000000000000000000000", ada.id];

  for (const [call, code] of [
    [() => api.createWorkspace({ organization_id: nowhere.replace("ws", "org"), name: "X" }), "organization_not_found"],
    [() => api.updateWorkspace({ workspace_id: nowhere, name: "X" }), "workspace_not_found"],
    [() => api.deleteWorkspace(nowhere), "workspace_not_found"],
    [() => api.addWorkspaceMember({ workspace_id: nowhere, user_id }), "workspace_not_found"],
    [() => api.addWorkspaceMember({ workspace_id, user_id: "user_01k00000000000000000000000" }), "user_not_found"],
    [() => api.updateWorkspaceMember({ workspace_id, user_id, role: "x" }), "membership_not_found"],
    [() => api.removeWorkspaceMember({ workspace_id, user_id }), "membership_not_found"],
  ] as const) {
    await expectRefusedUnchanged(directory, call, code);
  }
});

test("the database itself refuses a workspace member who is not in its organization", async () => {
  const { directory, api, acme, other, ada } = await openWithAda();
  await using _ = directory;
  const lab = await api.createWorkspace({ organization_id: acme.id, name: "Lab" });
  const stranger = await api.createUser({ first_name: "Eve", last_name: "Stranger" });
  const insert = (organizationId: string, userId: string) =>
    directory.database.query(
      "insert into workspace_memberships values ('m', ?, ?, ?, 'member', '', '') returning user_id",
      lab.id,
      organizationId,
      userId,
    );

  await expect(insert(acme.id, stranger.id)).rejects.toThrow(refusals.foreignKey);
  await expect(insert(other.id, ada.id)).rejects.toThrow(refusals.foreignKey);
  expect(await insert(acme.id, ada.id)).toEqual([{ user_id: ada.id }]);
});
