import type { User } from "@roster/client";
import { userOrders } from "@roster/contract";
import { describe, expect, test } from "vitest";
import { expectRefusal, openTestRoster, type TestRoster } from "../testing/roster.ts";
import { walkByCursor, walkByPage } from "../testing/walk.ts";
import { userFlags } from "../user-rows/user-row.table.ts";

/** 26 users in the order of their creation: with equal names, with and without addresses and sign-ins, some inactive. */
async function fill(directory: TestRoster): Promise<User[]> {
  const { api } = directory;
  const users: User[] = [];
  for (let n = 0; n < 26; n++) {
    const { id } = await api.createUser({
      first_name: ["Ann", "bob", "Ann", "Émile", "Zed"][n % 5] ?? "",
      last_name: n % 3 === 0 ? "Smith" : `Jones ${n % 4}`,
      ...(n % 4 !== 1 && { email_address: `${"zyxwv"[n % 5]}${n}@example.com` }),
    });
    if (n % 4 === 2) await api.deactivateUser(id);
    const signedIn = n % 3 === 1 ? null : `2026-02-0${1 + (n % 4)}T00:00:00.000Z`;
    const update = "update users set last_sign_in_at = ?, flags = flags % 16 + ? where id = ?";
    await directory.database.query(update, signedIn, signedIn === null ? userFlags.never_signed_in : 0, id);
    users.push((await api.fetchUserDetails(id)).user);
    directory.pass(n % 2 === 0 ? 0 : 1000);
  }
  return users;
}

const keyOf: Record<string, (user: User) => string> = {
  created_at: () => "",
  last_sign_in_at: ({ last_sign_in_at }) => last_sign_in_at ?? "",
  email: ({ email }) => email ?? "",
  name: ({ first_name, last_name }) =>
    `${first_name} ${last_name}`.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase(),
};

/** The expected list: absent values count as the smallest, and the order of creation breaks ties. */
function inOrder(users: User[], order: string): string[] {
  const [, field = "", direction] = /^(.+)_(asc|desc)$/.exec(order) ?? [];
  const key = keyOf[field] ?? (() => "");
  const placed = users.map((user, index) => ({ id: user.id, key: key(user), index }));
  placed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.index - b.index));
  const ids = placed.map(({ id }) => id);
  return direction === "desc" ? ids.toReversed() : ids;
}

const filters: [name: string, filter: { is_active?: boolean; search?: string }, holds: (user: User) => boolean][] = [
  ["all", {}, () => true],
  ["active ones", { is_active: true }, ({ is_active }) => is_active],
  ["inactive ones", { is_active: false }, ({ is_active }) => !is_active],
  ["found ones", { search: "smith" }, ({ last_name }) => last_name === "Smith"],
  ["found ones by two words", { search: "ÉMILE jones" }, (user) => nameOf(user).startsWith("Émile Jones")],
  ["found active ones", { search: "smith", is_active: true }, (user) => user.is_active && user.last_name === "Smith"],
  ["found inactive ones", { search: "n", is_active: false }, (user) => !user.is_active && /n/.test(nameOf(user))],
];
const nameOf = ({ first_name, last_name }: User) => `${first_name} ${last_name}`;

describe.each(userOrders)("by %s", (order_by) => {
  test("pages and cursors both give every user exactly once, in order, under every filter", async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    const users = await fill(directory);

    for (const [name, filter, holds] of filters) {
      const expected = inOrder(users.filter(holds), order_by);
      const options = { ...filter, order_by, per_page: 4 };
      const byPage = await walkByPage((place) => api.fetchUsers({ ...options, ...place }));
      const byCursor = await walkByCursor((place) => api.fetchUsers({ ...options, ...place }));

      expect([name, byPage.map(({ id }) => id)]).toEqual([name, expected]);
      expect(byCursor).toEqual(byPage);
      const { total } = await api.fetchUsers({ ...options, page: 3, include_total: true });
      expect([name, total]).toEqual([name, expected.length]);
    }
  });
});

test("users are listed newest first by default, 20 to a page, and their total only when asked for", async () => {
  await using directory = await openTestRoster();
  const users = await fill(directory);

  const page = await directory.api.fetchUsers();

  expect(page).toMatchObject({ has_more: true, page: 1, per_page: 20, total: null });
  expect(page.data.map(({ id }) => id)).toEqual(inOrder(users, "created_at_desc").slice(0, 20));
  const next = await directory.api.fetchUsers({ cursor: page.next_cursor ?? "" });
  expect(next).toMatchObject({ has_more: false, page: null, per_page: 20, next_cursor: null });
  expect(next.data).toHaveLength(6);
});

test("a page that just fills is the last one, and pages beyond it are empty", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  await fill(directory);

  expect(await api.fetchUsers({ per_page: 13, page: 2 })).toMatchObject({ has_more: false, next_cursor: null });
  for (const page of [3, 1_000_000, 1_000_000_000]) {
    const beyond = { data: [], has_more: false, page, per_page: 13, next_cursor: null, total: 26 };
    expect(await api.fetchUsers({ per_page: 13, page, include_total: true })).toEqual(beyond);
  }
});

test.each([
  [{ page: 0 }, "page"],
  [{ page: -1 }, "page"],
  [{ page: 1.5 }, "page"],
  [{ page: 1e300 }, "page"],
  [{ page: 1_000_000_001 }, "page"],
  [{ page: Number.NaN }, "page"],
  [{ per_page: 0 }, "per_page"],
  [{ per_page: 101 }, "per_page"],
  [{ per_page: 1.5 }, "per_page"],
  [{ per_page: -5 }, "per_page"],
  [{ page: 1, cursor: "x" }, "cursor"],
  [{ order_by: "id; drop" }, "order_by"],
  [{ order_by: "password_hash" }, "order_by"],
  [{ order_by: "created_at desc, (select 1)" }, "order_by"],
  [{ is_active: "true" }, "is_active"],
  [{ include_total: 1 }, "include_total"],
  [{ limit: 10 }, "limit"],
])("%j is refused by its field", async (options, field) => {
  await using directory = await openTestRoster();

  // The cast allows inputs that the types forbid.
  const error = await expectRefusal(directory.api.fetchUsers(options as { page: number }), "invalid_input");

  expect(new Set(error.fieldErrors.map(({ path }) => path))).toEqual(new Set([field]));
});
