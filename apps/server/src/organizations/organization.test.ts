import { expect, test } from "vitest";
import { newId } from "../ids.ts";
import { dialect } from "../testing/database.ts";
import { expectRefusal, expectRefusedUnchanged, openTestRoster } from "../testing/roster.ts";
import { walkByCursor, walkByPage } from "../testing/walk.ts";

const now = "2026-03-01T12:00:00.000Z";
const nowhere = "org_01k00000000000000000000000";

test("an organization is created with a slug made from its name, or with its own", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;

  const made = await api.createOrganization({ name: "  Acme & Söhne GmbH " });
  const own = await api.createOrganization({ name: "Acme", slug: "acme-2", public_metadata: { plan: "pro" } });

  expect(made).toEqual({
    id: expect.stringMatching(/^org_[0-9a-z]{26}$/),
    name: "Acme & Söhne GmbH",
    slug: "acme-and-soehne-gmbh",
    public_metadata: {},
    version: 1,
    member_count: 0,
    created_at: now,
    updated_at: now,
  });
  expect(own).toMatchObject({ slug: "acme-2", public_metadata: { plan: "pro" } });
});

test.each(["日本", "😀", "-", "A", "ВАСЯ", "x".repeat(200), "fooBar_baz", "a--b", "İstanbul", "ß", "a.b@c"])(
  "twenty organizations may be named %j: each gets a slug of its own, which it could have been given",
  async (name) => {
    await using directory = await openTestRoster();
    const { api } = directory;

    const slugs = [];
    for (let n = 0; n < 20; n++) slugs.push((await api.createOrganization({ name })).slug);

    expect(new Set(slugs).size).toBe(20);
    await using other = await openTestRoster();
    for (const slug of slugs) expect(await other.api.createOrganization({ name, slug })).toMatchObject({ slug });
  },
);

test("a slug belongs to one organization", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  await api.createOrganization({ name: "Acme" });
  const other = await api.createOrganization({ name: "Other" });

  const create = () => api.createOrganization({ name: "Acme again", slug: "acme" });
  await expectRefusedUnchanged(directory, create, "slug_taken");
  const update = () => api.updateOrganization({ organization_id: other.id, name: "X", slug: "acme" });
  await expectRefusedUnchanged(directory, update, "slug_taken");
});

test("an organization is found by its id or its slug, and a workspace by its id or its slug in an organization", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const acme = await api.createOrganization({ name: "Acme" });
  const other = await api.createOrganization({ name: "Other" });
  const lab = await api.createWorkspace({ organization_id: acme.id, name: "Lab" });

  expect(await api.fetchOrganization({ organization_id: acme.id })).toEqual(acme);
  expect(await api.fetchOrganization({ slug: "acme" })).toEqual(acme);
  await expectRefusal(api.fetchOrganization({ slug: "lab" }), "organization_not_found");
  expect(await api.fetchWorkspace({ workspace_id: lab.id })).toEqual(lab);
  expect(await api.fetchWorkspace({ organization_id: acme.id, slug: "lab" })).toEqual(lab);
  await expectRefusal(api.fetchWorkspace({ organization_id: other.id, slug: "lab" }), "workspace_not_found");
});

/** The name of the field because of which a call is refused. */
const field = async (call: Promise<unknown>) => (await expectRefusal(call, "invalid_input")).fieldErrors[0]?.path;

test("a look-up by neither or both of id and slug is refused by the name of the field", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const { id } = await api.createOrganization({ name: "Acme" });
  const workspace_id = newId("workspace");

  expect(await field(api.fetchOrganization({}))).toBe("organization_id");
  expect(await field(api.fetchOrganization({ organization_id: id, slug: "acme" }))).toBe("organization_id");
  expect(await field(api.fetchWorkspace({}))).toBe("workspace_id");
  expect(await field(api.fetchWorkspace({ workspace_id, organization_id: id }))).toBe("organization_id");
  expect(await field(api.fetchWorkspace({ slug: "lab" }))).toBe("organization_id");
});

test.each(["", "Acme", "a_b", "-a", "a-", "a--b", "a b", "ä", "a\n", "x".repeat(65)])("%j is no slug", async (slug) => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const { id } = await api.createOrganization({ name: "Acme" });

  for (const call of [
    () => api.createOrganization({ name: "New", slug }),
    () => api.updateOrganization({ organization_id: id, slug }),
  ]) {
    const { fieldErrors } = await expectRefusedUnchanged(directory, call, "invalid_input");
    expect(new Set(fieldErrors.map(({ path }) => path))).toEqual(new Set(["slug"]));
  }
});

test("a change takes what is named, merges metadata, and is found at once", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const { id } = await api.createOrganization({ name: "Acme", public_metadata: { a: 1, b: 2 } });
  directory.pass(1000);

  const renamed = await api.updateOrganization({ organization_id: id, name: "Globex" });
  expect(renamed).toMatchObject({ name: "Globex", slug: "acme", updated_at: "2026-03-01T12:00:01.000Z" });
  const moved = await api.updateOrganization({
    organization_id: id,
    slug: "globex",
    public_metadata: { a: null, c: 3 },
  });
  expect(moved).toEqual({ ...renamed, slug: "globex", public_metadata: { b: 2, c: 3 }, version: 3 });

  expect((await api.fetchOrganizations({ search: "acme" })).data).toEqual([]);
  expect((await api.fetchOrganizations({ search: "GLOB" })).data).toEqual([moved]);
  expect((await api.fetchOrganizations({ search: id })).data).toEqual([moved]);
  directory.pass(1000);
  const before = await directory.dump();
  expect(await api.updateOrganization({ organization_id: id, name: "Globex", slug: "globex" })).toEqual(moved);
  expect(await directory.dump()).toEqual(before);
  expect(await api.updateOrganization({ organization_id: id, public_metadata: null })).toMatchObject({
    public_metadata: {},
  });
});

test("of two changes of the same version the second is refused, whatever it names, of workspaces too", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const { id: organization_id, version } = await api.createOrganization({ name: "Acme" });
  const workspace = await api.createWorkspace({ organization_id, name: "Lab" });
  const workspace_id = workspace.id;
  expect([version, workspace.version]).toEqual([1, 1]);

  for (const update of [
    (fields: { name?: string; if_version?: number }) => api.updateOrganization({ organization_id, ...fields }),
    (fields: { name?: string; if_version?: number }) => api.updateWorkspace({ workspace_id, ...fields }),
  ]) {
    expect(await update({ name: "Globex", if_version: 1 })).toMatchObject({ name: "Globex", version: 2 });
    await expectRefusedUnchanged(directory, () => update({ name: "Initech", if_version: 1 }), "version_mismatch");
    await expectRefusedUnchanged(directory, () => update({ if_version: 1 }), "version_mismatch");
    expect(await update({ name: "Globex", if_version: 2 })).toMatchObject({ version: 2 }); // nothing changed
  }
  const user = await api.createUser({ first_name: "Ada", last_name: "Lovelace" });
  await api.addOrganizationMember({ organization_id, user_id: user.id });
  expect(await api.fetchOrganization({ organization_id })).toMatchObject({ version: 2, member_count: 1 });
  expect(await api.fetchWorkspace({ workspace_id })).toMatchObject({ version: 2 });
});

test("organizations are listed newest first, each once, by page and by cursor, with their members counted", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const user = await api.createUser({ first_name: "Ada", last_name: "Lovelace" });
  const ids: string[] = [];
  for (let n = 0; n < 7; n++)
    ids.unshift((await api.createOrganization({ name: `Acme ${n % 2 === 0 ? "even" : "odd"}` })).id);
  await api.addOrganizationMember({ organization_id: ids[3] ?? "", user_id: user.id });

  const pages = await walkByPage((place) => api.fetchOrganizations({ per_page: 3, ...place }));
  const walked = await walkByCursor((place) => api.fetchOrganizations({ per_page: 3, ...place }));
  const found = await walkByCursor((place) => api.fetchOrganizations({ per_page: 1, search: "acme odd", ...place }));

  expect(pages.map(({ id }) => id)).toEqual(ids);
  expect(walked).toEqual(pages);
  expect(pages.map(({ member_count }) => member_count)).toEqual([0, 0, 0, 1, 0, 0, 0]);
  expect(found.map(({ id }) => id)).toEqual([ids[1], ids[3], ids[5]]);
  expect(await api.fetchOrganizations({ search: "acme odd", per_page: 1, include_total: true })).toMatchObject({
    total: 3,
  });
});

test("a user is a member once, with a role that can be changed, until removed", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const { id: organization_id } = await api.createOrganization({ name: "Acme" });
  const { id: user_id } = await api.createUser({ first_name: "Ada", last_name: "Lovelace" });

  const member = await api.addOrganizationMember({ organization_id, user_id });
  expect(member).toEqual({
    id: expect.stringMatching(/^orgmem_[0-9a-z]{26}$/),
    user_id,
    organization_id,
    organization_name: "Acme",
    role: "member",
    created_at: now,
    updated_at: now,
  });
  const again = () => api.addOrganizationMember({ organization_id, user_id, role: "admin" });
  await expectRefusedUnchanged(directory, again, "already_member");

  directory.pass(1000);
  const admin = await api.updateOrganizationMember({ organization_id, user_id, role: "billing:viewer" });
  expect(admin).toEqual({ ...member, role: "billing:viewer", updated_at: "2026-03-01T12:00:01.000Z" });
  expect((await api.fetchUserDetails(user_id)).organizations).toEqual([admin]);

  await api.removeOrganizationMember({ organization_id, user_id });
  expect((await api.fetchUserDetails(user_id)).organizations).toEqual([]);
  const gone = { organization_id, user_id };
  await expectRefusedUnchanged(directory, () => api.removeOrganizationMember(gone), "membership_not_found");
  const change = () => api.updateOrganizationMember({ ...gone, role: "admin" });
  await expectRefusedUnchanged(directory, change, "membership_not_found");
});

test("a missing id is not found", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const { id: organization_id } = await api.createOrganization({ name: "Acme" });
  const { id: user_id } = await api.createUser({ first_name: "Ada", last_name: "Lovelace" });
  const nobody = "user_01k00000000000000000000000";

  for (const [call, code] of [
    [() => api.updateOrganization({ organization_id: nowhere, name: "X" }), "organization_not_found"],
    [() => api.deleteOrganization(nowhere), "organization_not_found"],
    [() => api.addOrganizationMember({ organization_id: nowhere, user_id }), "organization_not_found"],
    [() => api.addOrganizationMember({ organization_id, user_id: nobody }), "user_not_found"],
    [() => api.updateOrganizationMember({ organization_id, user_id, role: "admin" }), "membership_not_found"],
    [() => api.removeOrganizationMember({ organization_id: nowhere, user_id }), "membership_not_found"],
  ] as const) {
    await expectRefusedUnchanged(directory, call, code);
  }
  for (const role of ["", "Admin", "1st", "a b", "a".repeat(65), "admin\n"]) {
    const error = await expectRefusal(api.addOrganizationMember({ organization_id, user_id, role }), "invalid_input");
    expect(error.fieldErrors.map(({ path }) => path)).toEqual(["role"]);
  }
});

test("deleting an organization takes its workspaces, memberships and invitations, and leaves its users", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const { id: organization_id } = await api.createOrganization({ name: "Acme" });
  const kept = await api.createOrganization({ name: "Kept" });
  const user = await api.createUser({ first_name: "Ada", last_name: "Lovelace" });
  for (const id of [organization_id, kept.id]) {
    await api.addOrganizationMember({ organization_id: id, user_id: user.id });
    const workspace = await api.createWorkspace({ organization_id: id, name: "Lab" });
    await api.addWorkspaceMember({ workspace_id: workspace.id, user_id: user.id });
    await api.inviteUser({ email: "grace@example.com", organization_id: id });
  }

  await api.deleteOrganization(organization_id);

  const details = await api.fetchUserDetails(user.id);
  expect(details.user).toEqual(expect.objectContaining(user));
  expect(details.organizations).toMatchObject([{ organization_id: kept.id }]);
  expect(details.workspaces).toMatchObject([{ organization_id: kept.id }]);
  for (const search of [undefined, "a"]) {
    const [organizations, workspaces, invitations] = [
      await api.fetchOrganizations({ search: search && "k" }),
      await api.fetchWorkspaces({ search }),
      await api.fetchInvitedUsers({ search }),
    ];
    expect(organizations.data.map(({ id }) => id)).toEqual([kept.id]);
    expect(workspaces.data).toMatchObject([{ organization_id: kept.id }]);
    expect(invitations.data).toMatchObject([{ organization_id: kept.id }]);
  }
  await expectRefusedUnchanged(directory, () => api.deleteOrganization(organization_id), "organization_not_found");
});

// PostgreSQL indexes the rows themselves.
test.runIf(dialect === "sqlite")(
  "a deleted organization leaves nothing of it, its workspaces or invitations in the search index",
  async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    const { id: organization_id } = await api.createOrganization({ name: "Acme" });
    for (const name of ["Production", "Staging", "Design"]) {
      await api.createWorkspace({ organization_id, name });
      await api.inviteUser({ email: `${name}@example.com`, organization_id });
    }
    const other = await api.createOrganization({ name: "Other" });
    await api.createWorkspace({ organization_id: other.id, name: "Stays" });
    const indexed = async () => {
      await directory.roster.services.database.tend();
      const tables = ["organizations", "workspaces", "invitations"];
      const rows = tables.map((table) => directory.database.query(`select rowid from ${table}_search`));
      return (await Promise.all(rows)).map((found) => found.length);
    };
    expect(await indexed()).toEqual([2, 4, 3]);

    await api.deleteOrganization(organization_id);

    expect(await indexed()).toEqual([1, 1, 0]);
  },
);
