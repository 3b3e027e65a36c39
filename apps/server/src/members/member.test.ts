import type {
  ListOrganizationMembersOptions,
  OrganizationMemberListResponse,
  WorkspaceMemberListResponse,
} from "@roster/client";
import { type MemberOrder, memberOrders } from "@roster/contract";
import { expect, test } from "vitest";
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

type Filled = Awaited<ReturnType<typeof fill>>;
type Filter = { role?: string; search?: string };

/** The members that a list must have, from the users' details. */
function expected({ details }: Filled, groupId: string, { role, search = "" }: Filter, order_by: MemberOrder) {
  const found = details.flatMap(({ user, organizations, workspaces }, index) => {
    const membership =
      workspaces.find((one) => one.workspace_id === groupId) ??
      organizations.find((one) => one.organization_id === groupId);
    const name = `${user.first_name} ${user.last_name}`.toLowerCase();
    const isFound = search.split(" ").every((word) => name.includes(word));
    if (!membership || !isFound || (role ?? membership.role) !== membership.role) return [];
    const keys = { created_at: membership.created_at, email: user.email ?? "", name };
    const key = keys[order_by.replace(/_(asc|desc)$/, "") as keyof typeof keys]; // an order without its direction
    return [{ key, index, membership, user }];
  });
  const sorted = found.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.index - b.index));
  return (order_by.endsWith("desc") ? sorted.toReversed() : sorted).map(shown);
}

const shown = ({ user, membership }: { user: { id: string }; membership: Membership }) => {
  const { id, role, created_at, updated_at } = membership;
  return [user.id, id, role, created_at, updated_at];
};
type Membership = Record<"id" | "role" | "created_at" | "updated_at", string>;

type List = (
  options: ListOrganizationMembersOptions,
) => Promise<OrganizationMemberListResponse | WorkspaceMemberListResponse>;

const filters: Filter[] = [
  {},
  { role: "admin" },
  { role: "owner" },
  { search: "ann jones" },
  { search: "émile", role: "member" },
  { search: "nobody" },
];

test.each(memberOrders)("members are listed once, by page and by cursor, with any filter, by %s", async (order_by) => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const filled = await fill(directory);
  const { large, small, lab, den } = filled;
  const lists: [id: string, list: List][] = [
    [large.id, (options) => api.fetchOrganizationMembers(large.id, options)],
    [small.id, (options) => api.fetchOrganizationMembers(small.id, options)],
    [lab.id, (options) => api.fetchWorkspaceMembers(lab.id, options)],
    [den.id, (options) => api.fetchWorkspaceMembers(den.id, options)],
  ];

  for (const [id, list] of lists) {
    for (const filter of filters) {
      const members = expected(filled, id, filter, order_by);
      const options = { ...filter, order_by, per_page: 7 };
      const byCursor = await walkByCursor((place) => list({ ...options, ...place }));
      const byPage = await walkByPage((place) => list({ ...options, ...place }));

      expect(byCursor.map(({ user, ...membership }) => shown({ user, membership }))).toEqual(members);
      expect(byPage).toEqual(byCursor);
      expect((await list({ ...options, include_total: true })).total).toBe(members.length);
    }
  }
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
