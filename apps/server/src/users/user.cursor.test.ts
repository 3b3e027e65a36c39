import type { RosterClient } from "@roster/client";
import { limits } from "@roster/contract";
import { expect, test } from "vitest";
import { expectRefusal, openTestRoster } from "../testing/roster.ts";
import { walkByCursor } from "../testing/walk.ts";

async function create(api: RosterClient, ...names: string[]) {
  const ids: string[] = [];
  for (const first_name of names) ids.push((await api.createUser({ first_name, last_name: "Test" })).id);
  return ids;
}

const encode = (place: unknown) => Buffer.from(JSON.stringify(place)).toString("base64url");
const listOf = (cursor: string) => JSON.parse(Buffer.from(cursor, "base64url").toString())[0];

test("a cursor of another list is refused by its field", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  await create(api, "A", "B", "C");
  const byDefault = (await api.fetchUsers({ per_page: 1 })).next_cursor ?? "";
  const byName = (await api.fetchUsers({ per_page: 1, order_by: "name_asc" })).next_cursor ?? "";
  await api.createOrganization({ name: "One" });
  await api.createOrganization({ name: "Two" });
  const ofOrganizations = (await api.fetchOrganizations({ per_page: 1 })).next_cursor ?? "";

  const cases: [cursor: string, order_by: "created_at_desc" | "created_at_asc" | "name_asc" | "name_desc"][] = [
    [byDefault, "created_at_asc"],
    [byDefault, "name_asc"],
    [byName, "name_desc"],
    [byName, "created_at_desc"],
    [ofOrganizations, "created_at_desc"],
    ["", "created_at_desc"],
    ["not a cursor", "created_at_desc"],
    ["e30", "created_at_desc"],
    ["\ud800", "created_at_desc"],
    [`${byDefault}!`, "created_at_desc"],
    [`${byDefault}=`, "created_at_desc"],
    [byDefault.slice(0, -1), "created_at_desc"],
    [encode(null), "created_at_desc"],
    [encode([listOf(byDefault)]), "created_at_desc"],
    [encode([listOf(byDefault), "1"]), "created_at_desc"],
    [encode([listOf(byDefault), 1.5]), "created_at_desc"],
    [encode([listOf(byDefault), 2 ** 53]), "created_at_desc"],
    [encode([listOf(byDefault), 1, "key"]), "created_at_desc"],
    [encode([listOf(byDefault), 1, null]), "created_at_desc"],
    [encode([listOf(byName), 1]), "name_asc"],
    [encode([listOf(byName), 1, 2]), "name_asc"],
    [encode([listOf(byName), 1, "a\0"]), "name_asc"],
    [encode([listOf(byName), 1, ["a"]]), "name_asc"],
    ["x".repeat(5000), "created_at_desc"],
  ];
  for (const [cursor, order_by] of cases) {
    const { fieldErrors } = await expectRefusal(api.fetchUsers({ cursor, order_by }), "invalid_input");
    expect([cursor, fieldErrors.map(({ path }) => path)]).toEqual([cursor, ["cursor"]]);
  }
  await expectRefusal(api.fetchWorkspaces({ cursor: ofOrganizations }), "invalid_input");
});

test("a cursor of other filters or another search is refused by its field", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  await create(api, "Ada", "Ada", "Adam");
  const options = { search: "ada", is_active: true, per_page: 1 };
  const cursor = (await api.fetchUsers(options)).next_cursor ?? "";

  for (const same of [
    options,
    { ...options, per_page: 2 },
    { ...options, include_total: true },
    { ...options, search: "ADA" },
  ]) {
    expect((await api.fetchUsers({ ...same, cursor })).data[0]).toMatchObject({ first_name: "Ada" });
  }
  const others = [
    {},
    { search: "ada" },
    { is_active: true },
    { ...options, search: "adam" },
    { ...options, search: "ada test" },
    { ...options, is_active: false },
    { ...options, has_password: false },
    { ...options, created_to: "2030-01-01T00:00:00Z" },
    { ...options, order_by: "name_asc" as const },
  ];
  for (const other of others) {
    const { fieldErrors } = await expectRefusal(api.fetchUsers({ ...other, cursor }), "invalid_input");
    expect(fieldErrors.map(({ path }) => path)).toEqual(["cursor"]);
  }
});

test("a cursor of a list with another parent, status or filter is refused", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const users = await create(api, "A", "B");
  const [one, two] = [await api.createOrganization({ name: "One" }), await api.createOrganization({ name: "Two" })];
  for (const id of users) await api.addOrganizationMember({ organization_id: one.id, user_id: id });
  for (const email of ["a@example.com", "b@example.com"]) await api.inviteUser({ email });

  const members = (await api.fetchOrganizationMembers(one.id, { per_page: 1 })).next_cursor;
  const invited = (await api.fetchInvitedUsers({ per_page: 1 })).next_cursor;
  const audit = (await api.fetchAuditLog({ per_page: 1, event: "user.created" })).next_cursor;

  await api.fetchInvitedUsers({ cursor: invited, status: "pending" });
  await expectRefusal(api.fetchOrganizationMembers(two.id, { cursor: members }), "invalid_input");
  await expectRefusal(api.fetchInvitedUsers({ cursor: invited, status: "revoked" }), "invalid_input");
  await expectRefusal(api.fetchAuditLog({ cursor: audit }), "invalid_input");
});

// Four bytes a character, and letters of which folding makes two: the longest keys that a list can be ordered by.
test.each(["😀", "\u{10400}", "ᾧ", '"', "\\"])("names of 100 %s can be walked by cursor", async (letter) => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const name = letter.repeat(100);
  const ids = [];
  for (let n = 0; n < 3; n++) ids.push((await api.createUser({ first_name: name, last_name: name })).id);

  for (const order_by of ["name_asc", "name_desc"] as const) {
    const walked = await walkByCursor((place) => api.fetchUsers({ order_by, per_page: 1, ...place }));
    expect(walked.map(({ id }) => id)).toEqual(order_by === "name_asc" ? ids : ids.toReversed());
  }
});

test("the last page that can be asked for is empty", async () => {
  await using directory = await openTestRoster();
  await create(directory.api, "A");

  const { data } = await directory.api.fetchUsers({ page: limits.pageNumber, per_page: limits.pageRows });

  expect(data).toEqual([]);
});

test("changes during a walk by cursor neither repeat nor hide other users", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  // `create` answers one id per name.
  const [a, b, c, d, e] = (await create(api, "A", "B", "C", "D", "E")) as [string, string, string, string, string];
  const options = { order_by: "name_asc", per_page: 2 } as const;

  const first = await api.fetchUsers(options);
  await api.deleteUser(b); // the user at the cursor's position
  await api.deleteUser(c);
  const [before, between] = await create(api, "Aa", "Cc");
  await api.updateUser(e, { first_name: "Dd" });
  const rest = await walkByCursor((place) => api.fetchUsers({ ...options, ...place }), first.next_cursor ?? "");

  expect(first.data.map(({ id }) => id)).toEqual([a, b]);
  expect(rest.map(({ id }) => id)).toEqual([between, d, e]);
  expect(rest.map(({ id }) => id)).not.toContain(before);
});

test("a user created after the newest ones were deleted comes after the cursor, not in their place", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const [a, b, c] = (await create(api, "A", "B", "C")) as [string, string, string]; // one id per name
  const options = { order_by: "created_at_asc", per_page: 2 } as const;

  const first = await api.fetchUsers(options);
  await api.deleteUser(c);
  await api.deleteUser(b);
  const [fresh] = await create(api, "D");
  const next = await api.fetchUsers({ ...options, cursor: first.next_cursor ?? "" });

  expect(first.data.map(({ id }) => id)).toEqual([a, b]);
  expect(next.data.map(({ id }) => id)).toEqual([fresh]);
});
