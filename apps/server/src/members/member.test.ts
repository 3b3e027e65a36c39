import { memberOrders } from "@roster/contract";
import { describe, expect, test } from "vitest";
import { openTestRoster, type TestRoster } from "../testing/roster.ts";
import { walkByCursor, walkByPage } from "../testing/walk.ts";

/** 40 users. Most are members of an organization and of its workspace, and three are members of small ones. */
async function fill({ api, pass }: TestRoster) {
  const large = await api.createOrganization({ name: "Large" });
  const small = await api.createOrganization({ name: "Small" });
  const lab = await api.createWorkspace({ organization_id: large.id, name: "Lab" });
  const den = await api.createWorkspace({ organization_id: small.id, name: "Den" });
  for (let n = 0; n < 40; n++) {
    const { id: user_id } = await api.createUser({
      first_name: ["Ann", "bob", "Émile"][n % 3] ?? "",
      last_name: `Jones ${n % 7}`,
      ...(n % 4 !== 1 && { email_address: `${"zyx"[n % 3]}${n}@example.com` }),
    });
    const role = n % 10 === 3 ? "admin" : "member";
    if (n % 8 !== 7) await api.addOrganizationMember({ organization_id: large.id, user_id, role });
    if (n % 8 !== 7) await api.addWorkspaceMember({ workspace_id: lab.id, user_id, role });
    if (n % 15 === 2) await api.addOrganizationMember({ organization_id: small.id, user_id, role: "owner" });
    if (n % 15 === 2) await api.addWorkspaceMember({ workspace_id: den.id, user_id, role: "owner" });
    if (n % 3 > 0) pass(1000);
  }
  const users = (await api.fetchUsers({ per_page: 100, order_by: "created_at_asc" })).data;
  return { large, small, lab, den, details: await Promise.all(users.map(({ id }) => api.fetchUserDetails(id))) };
}

describe.each(["organization", "workspace"] as const)("the members of %ss", (kind) => {
  test.each(memberOrders)("are listed once, by page and by cursor, with any filter, by %s", async (order_by) => {
    await using directory = await openTestRoster();
    const { api } = directory;
    const { large, small, lab, den, details } = await fill(directory);
    const [field, direction] = order_by.split(/_(?=asc|desc)/);

    for (const [id, group] of kind === "organization"
      ? ([
          [large.id, large],
          [small.id, small],
        ] as const)
      : ([
          [lab.id, lab],
          [den.id, den],
        ] as const)) {
      for (const filter of [
        {},
        { role: "admin" },
        { role: "owner" },
        { search: "ann jones" },
        { search: "émile", role: "member" },
        { search: "nobody" },
      ]) {
        const expected = details
          .flatMap(({ user, organizations, workspaces }, index) => {
            const memberships = kind === "organization" ? organizations : workspaces;
            const membership = memberships.find(
              (one) => ("workspace_id" in one ? one.workspace_id : one.organization_id) === id,
            );
            return membership ? [{ membership, user, index }] : [];
          })
          .filter(({ membership, user }) => {
            const name = `${user.first_name} ${user.last_name}`.toLowerCase();
            const words = filter.search?.split(" ") ?? [];
            return (!filter.role || membership.role === filter.role) && words.every((word) => name.includes(word));
          })
          .map(({ membership, user, index }) => ({
            key:
              {
                created_at: membership.created_at,
                email: user.email ?? "",
                name: `${user.first_name} ${user.last_name}`.toLowerCase(),
              }[field ?? ""] ?? "",
            index,
            listed: [membership.id, membership.role, membership.created_at, membership.updated_at, user.id],
          }))
          .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.index - b.index))
          .map(({ listed }) => listed);
        if (direction === "desc") expected.reverse();

        const list = (place: { page?: number; cursor?: string; include_total?: boolean }) => {
          const options = { ...filter, order_by, per_page: 7, ...place };
          return kind === "organization"
            ? api.fetchOrganizationMembers(group.id, options)
            : api.fetchWorkspaceMembers(group.id, options);
        };
        const listed = (members: readonly Awaited<ReturnType<typeof list>>["data"][number][]) =>
          members.map((member) => [member.id, member.role, member.created_at, member.updated_at, member.user.id]);

        expect(listed(await walkByCursor(list))).toEqual(expected);
        expect(listed(await walkByPage(list))).toEqual(expected);
        expect((await list({ include_total: true })).total).toBe(expected.length);
      }
    }
  });
});

test("a member is listed with the user as every reader sees it, until removed", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const { id: organization_id } = await api.createOrganization({ name: "Acme" });
  const ada = await api.createUser({ first_name: "Ada", last_name: "Lovelace", private_metadata: { secret: 1 } });
  const { id, created_at, updated_at } = await api.addOrganizationMember({
    organization_id,
    user_id: ada.id,
    role: "admin",
  });

  const page = await api.fetchOrganizationMembers(organization_id);
  expect(page.data).toEqual([{ id, role: "admin", created_at, updated_at, user: ada }]);
  expect(page).toMatchObject({ has_more: false, page: 1, per_page: 20, next_cursor: null, total: null });
  await api.removeOrganizationMember({ organization_id, user_id: ada.id });
  expect((await api.fetchOrganizationMembers(organization_id)).data).toEqual([]);
});

test("nothing that does not exist has members", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;

  expect(await api.fetchOrganizationMembers("org_01k00000000000000000000000", { include_total: true })).toMatchObject({
    data: [],
    total: 0,
  });
  expect(await api.fetchWorkspaceMembers("ws_01k00000000000000000000000", { include_total: true })).toMatchObject({
    data: [],
    total: 0,
  });
});
