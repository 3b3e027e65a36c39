import type { ListUsersOptions, UserDetails } from "@roster/client";
import { userOrders } from "@roster/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { expectRefusal, openTestRoster, type TestRoster } from "../testing/roster.ts";
import { walkByCursor, walkByPage } from "../testing/walk.ts";

const DAY = 24 * 60 * 60 * 1000;

/** 40 users over 40 days: most pass each filter, or few do, so that lists are walked, or read from the filter's index. */
async function fill({ api, pass }: TestRoster) {
  const acme = await api.createOrganization({ name: "Acme" });
  const small = await api.createOrganization({ name: "Small" });
  const lab = await api.createWorkspace({ organization_id: acme.id, name: "Lab" });
  const ids: string[] = [];
  for (let n = 0; n < 40; n++) {
    const password = n % 9 === 0 ? "a green whale sings at noon" : undefined;
    const { id } = await api.createUser({
      first_name: ["Ann", "bob", "Émile"][n % 3] ?? "",
      last_name: `Jones ${n % 7}`,
      ...(n % 8 !== 1 && { email_address: `u${n}@example.com` }),
      ...(n % 11 === 3 && { phone_number: `+141555526${String(n).padStart(2, "0")}` }),
      ...(password && { password }),
    });
    ids.push(id);
    if (n % 10 !== 4)
      await api.addOrganizationMember({
        organization_id: acme.id,
        user_id: id,
        role: n % 13 === 0 ? "admin" : "member",
      });
    if (n % 20 === 5) await api.addOrganizationMember({ organization_id: small.id, user_id: id });
    if (n % 20 === 7)
      await api.addWorkspaceMember({ workspace_id: lab.id, user_id: id, role: n > 20 ? "owner" : "member" });
    if (n % 12 === 2) await api.linkSocialConnection(id, { provider: "google", provider_user_id: `g-${n}` });
    if (n % 12 === 2) await api.linkSocialConnection(id, { provider: "google", provider_user_id: `g2-${n}` });
    if (password) await api.verifyPassword({ user_id: id, password });
    if (n % 6 === 4) await api.deactivateUser(id);
    pass(DAY);
  }
  return { ids, acme, small, lab, all: await Promise.all(ids.map((id) => api.fetchUserDetails(id))) };
}

type Filled = Awaited<ReturnType<typeof fill>>;
type Filters = Omit<ListUsersOptions, "page" | "per_page" | "cursor" | "include_total" | "order_by">;

const flag = fc.option(fc.boolean(), { nil: undefined });
const day = fc.option(
  fc.nat(45).map((days) => new Date(Date.parse("2026-02-27T12:00:00Z") + days * DAY).toISOString()),
  { nil: undefined, freq: 2 },
);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });

const filtersOf = ({ ids, acme, small, lab }: Filled): fc.Arbitrary<Filters> =>
  fc
    .record({
      is_active: flag,
      has_password: maybe(fc.boolean()),
      email_verified: maybe(fc.boolean()),
      phone_verified: maybe(fc.boolean()),
      never_signed_in: maybe(fc.boolean()),
      created_from: day,
      created_to: day,
      signed_in_from: maybe(day),
      signed_in_to: maybe(day),
      provider: maybe(fc.constantFrom("google", "github")),
      ids: maybe(fc.subarray(ids)),
      search: maybe(fc.constantFrom("jones", "ann", "jones ann", "nobody")),
      group: maybe(
        fc.constantFrom(
          { organization_id: acme.id },
          { organization_id: small.id },
          { workspace_id: lab.id },
          { organization_id: acme.id, role: "admin" },
          { workspace_id: lab.id, role: "owner" },
        ),
      ),
    })
    .map(({ group, ...filters }) => ({ ...filters, ...group }));

const is = (wanted: boolean | undefined, actual: boolean) => wanted === undefined || wanted === actual;

const isWithin = (time: string | null, from = "", to = "9999") => time !== null && time >= from && time < to;

/** Whether a user passes all filters, by the details. */
function passes({ user, emails, phones, social_connections, organizations, workspaces }: UserDetails, by: Filters) {
  const isAskedFor = by.signed_in_from !== undefined || by.signed_in_to !== undefined;
  const isIn = (groups: readonly { role: string }[]) => groups.some(({ role }) => (by.role ?? role) === role);
  const text = `${user.first_name} ${user.last_name}`.toLowerCase();
  return (
    is(by.is_active, user.is_active) &&
    is(by.has_password, user.has_password) &&
    is(
      by.email_verified,
      emails.some((email) => email.is_verified),
    ) &&
    is(
      by.phone_verified,
      phones.some((phone) => phone.is_verified),
    ) &&
    is(by.never_signed_in, user.last_sign_in_at === null) &&
    isWithin(user.created_at, by.created_from, by.created_to) &&
    (!isAskedFor || isWithin(user.last_sign_in_at, by.signed_in_from, by.signed_in_to)) &&
    (by.provider === undefined || social_connections.some(({ provider }) => provider === by.provider)) &&
    (by.ids ?? [user.id]).includes(user.id) &&
    (by.search ?? "").split(" ").every((word) => text.includes(word)) &&
    (!by.organization_id || isIn(organizations.filter((one) => one.organization_id === by.organization_id))) &&
    (!by.workspace_id || isIn(workspaces.filter((one) => one.workspace_id === by.workspace_id)))
  );
}

test("every combination of filters lists the users that pass all of them, in every order, by page and by cursor", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const filled = await fill(directory);
  const byId = new Map(filled.all.map((details) => [details.user.id, details]));

  await fc.assert(
    fc.asyncProperty(filtersOf(filled), fc.constantFrom(...userOrders), async (filters, order_by) => {
      const everyone = (await api.fetchUsers({ order_by, per_page: 100 })).data;
      const expected = everyone.filter(({ id }) => passes(byId.get(id) ?? expect.fail(), filters));
      const list = { ...filters, order_by, per_page: 7 };

      expect(await walkByCursor((place) => api.fetchUsers({ ...list, ...place }))).toEqual(expected);
      expect(await walkByPage((place) => api.fetchUsers({ ...list, ...place }))).toEqual(expected);
      expect((await api.fetchUsers({ ...list, include_total: true })).total).toBe(expected.length);
    }),
    { numRuns: 150 },
  );
});

test("a role needs the organization or the workspace in which it is, and only one of them", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const organization_id = "org_01k00000000000000000000000";
  const workspace_id = "ws_01k00000000000000000000000";

  for (const filters of [{ role: "admin" }, { role: "admin", organization_id, workspace_id }]) {
    const { fieldErrors } = await expectRefusal(api.fetchUsers(filters), "invalid_input");
    expect(fieldErrors).toEqual([
      { path: "organization_id", message: "must be given with role, or workspace_id in its place, and not both" },
    ]);
  }
  expect((await api.fetchUsers({ organization_id, workspace_id })).data).toEqual([]);
});

test("times of filters take any offset, and a text that is no time is refused by the name of its field", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  await api.createUser({ first_name: "Ada", last_name: "Lovelace" }); // at 12:00 UTC
  const created = async (created_from: string) => (await api.fetchUsers({ created_from })).data.length;

  expect(await created("2026-03-01T14:00:00+02:00")).toBe(1);
  expect(await created("2026-03-01T14:00:01+02:00")).toBe(0);
  expect(await created("2026-03-01T12:00:00Z")).toBe(1);
  for (const wrong of ["2026-03-01", "yesterday", "2026-03-01T12:00:00", "2026-13-01T12:00:00Z", ""]) {
    const { fieldErrors } = await expectRefusal(api.fetchUsers({ signed_in_to: wrong }), "invalid_input");
    expect(fieldErrors).toEqual([
      { path: "signed_in_to", message: "must be a time as ISO 8601, such as 2026-03-01T12:00:00Z" },
    ]);
  }
});
