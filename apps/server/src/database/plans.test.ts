import type { ListUsersOptions } from "@roster/client";
import { contract, type MemberOrder, type ProcedureName, scopes, userOrders } from "@roster/contract";
import { expect, test } from "vitest";
import { newId } from "../ids.ts";
import type { MessageKind } from "../outbox/message-kind.ts";
import { createOutbox } from "../outbox/outbox.ts";
import { examples, mutationNames, procedureNames } from "../testing/examples.ts";
import { listen } from "../testing/http.ts";
import { openTestRoster, type TestRoster } from "../testing/roster.ts";
import { planOf, type Statement, statementsOf } from "../testing/statements.ts";
import { openPopulatedRoster } from "../testing/world.ts";

// SQLite has no statistics of the tables (nothing runs ANALYZE), so that a plan is the same however large they are.

/** Plan steps that scan a whole table, or sort. A walk along an index ends with the LIMIT. */
function slowSteps(path: string, statement: Statement) {
  const isLimited = / limit (\d+|cast\(\? as bigint\))/.test(statement.sql);
  return planOf(path, statement).filter((step) => {
    if (/^SCAN \w+_search VIRTUAL TABLE INDEX \d+:M/.test(step)) return false; // a full-text match
    if (/^SCAN (\(subquery-\d+\)|agg|queue|hits|CONSTANT ROW)/.test(step)) return false; // rows of a part that has its own steps
    if (step.startsWith("SCAN")) return !isLimited;
    return /TEMP B-TREE|AUTOMATIC/.test(step);
  });
}

/** Plan steps that read a table or sort. */
const tableSteps = (path: string, statement: Statement) =>
  planOf(path, statement).filter((step) => /^(SCAN|SEARCH) users?(_|\b)|TEMP B-TREE|AUTOMATIC/.test(step));

const pathOf = (databaseUrl: string) => databaseUrl.slice("file:".length);

/** So many users that a filter which they all pass is checked, and its index not read. */
async function openWithUsers() {
  const directory = await openTestRoster();
  for (let index = 0; index < 30; index++)
    await directory.api.createUser({ first_name: `Ada ${index}`, last_name: "Example" });
  return directory;
}

const indexes = { email: "email", name: "name", last_sign_in_at: "last_sign_in", created_at: undefined };
const lists = userOrders.flatMap((order_by) => [undefined, true].map((is_active) => ({ order_by, is_active })));

test.for(lists)("users by $order_by, is_active $is_active, are read in the order of an index", async (options) => {
  await using directory = await openWithUsers();
  const { api, roster, databaseUrl } = directory;
  const field = options.order_by.replace(/_(asc|desc)$/, "") as keyof typeof indexes; // without its direction
  const index = indexes[field] && `users_by_${indexes[field]}`;
  const using = index ? `USING INDEX ${index}` : "USING INTEGER PRIMARY KEY";
  const column = { email: "email_key", name: "name_key", last_sign_in_at: "last_sign_in_key", created_at: "" }[field];
  const beyond = options.order_by.endsWith("_asc") ? ">" : "<";
  const bound = column ? `(${column},rowid)${beyond}(?,?)` : `rowid${beyond}?`;
  const walk = index ? `SCAN users ${using}` : "SCAN users";
  let cursor: string | null = null;
  await api.fetchUsers(options); // the first one also counts who passes the filter

  const statements = await statementsOf(roster, async () => {
    cursor = (await api.fetchUsers({ ...options, per_page: 1 })).next_cursor;
    await api.fetchUsers({ ...options, per_page: 1, cursor: cursor ?? "" });
    await api.fetchUsers({ ...options, per_page: 1, page: 2 });
  });

  const next = `SEARCH users ${using} (${bound})`;
  const plans = statements.map((statement) =>
    tableSteps(pathOf(databaseUrl), statement).map((step) => step.replace("COVERING ", "")),
  );
  expect(plans).toEqual([
    [walk],
    [next],
    [next, `SCAN users USING INDEX ${index ?? "users_by_seq"}`], // past the rows before it
  ]);
});

test.for(lists)(
  "a search of users by $order_by, is_active $is_active, starts from the full-text index, unless it finds many to sort",
  async (options) => {
    await using directory = await openWithUsers();
    const { api, roster, databaseUrl } = directory;
    const isSorted = !options.order_by.startsWith("created_at"); // by a column that the full-text index does not have
    const rare = { ...options, search: "nobody", per_page: 1 };
    const common = { ...options, search: "example", per_page: 1 };
    await api.fetchUsers(rare); // the first search also takes a sample
    await api.fetchUsers(common); // the first one with this filter counts who passes it
    let cursor: string | null = null;

    const [found, ...walked] = await statementsOf(roster, async () => {
      await api.fetchUsers(rare);
      cursor = (await api.fetchUsers(common)).next_cursor;
      await api.fetchUsers({ ...common, cursor: cursor ?? "" });
    });

    const user = [
      "SEARCH users USING INTEGER PRIMARY KEY (rowid=?)",
      isSorted ? "USE TEMP B-TREE FOR ORDER BY" : [],
    ].flat();
    // Hits of the index, then the records that it does not have yet.
    const byIndex = [expect.stringMatching(/^SCAN users_search VIRTUAL TABLE INDEX \d+:M/), ...user, ...user];
    const inOrder = [expect.stringMatching(/^(SCAN|SEARCH) users USING INDEX /)];
    expect(found && tableSteps(pathOf(databaseUrl), found)).toEqual(byIndex);
    const plan = isSorted ? inOrder : byIndex;
    expect(walked.map((statement) => tableSteps(pathOf(databaseUrl), statement))).toEqual([plan, plan]);
  },
);

/** The one user of many who passes each of these filters. */
const rareFilters = {
  is_active: "users_by_flags",
  has_password: "users_by_flags",
  email_verified: "users_by_flags",
  phone_verified: "users_by_flags",
  never_signed_in: "users_by_flags",
  organization_id: "organization_memberships_",
  workspace_id: "workspace_memberships_",
  role: "organization_memberships_by_role",
  provider: "sqlite_autoindex_social_connections_",
  created_from: "users_by_creation",
  signed_in_from: "users_by_last_sign_in",
  ids: "sqlite_autoindex_users_",
} as const;

async function addRareUser({ api, pass }: TestRoster) {
  pass(1000);
  const { id } = await api.createUser({
    first_name: "Grace",
    last_name: "Hopper",
    email_address: "grace@example.com",
    phone_number: "+14155552671",
    password: "a green whale sings at noon",
  });
  const organization = await api.createOrganization({ name: "Acme" });
  const workspace = await api.createWorkspace({ organization_id: organization.id, name: "Lab" });
  const member = { user_id: id, role: "admin" };
  await api.addOrganizationMember({ organization_id: organization.id, ...member });
  await api.addWorkspaceMember({ workspace_id: workspace.id, ...member });
  await api.linkSocialConnection(id, { provider: "google", provider_user_id: "g-1" });
  await api.verifyPassword({ user_id: id, password: "a green whale sings at noon" });
  await api.deactivateUser(id);
  const now = "2026-03-01T12:00:01.000Z";
  const filters: { [F in keyof typeof rareFilters]: ListUsersOptions } = {
    is_active: { is_active: false },
    has_password: { has_password: true },
    email_verified: { email_verified: true },
    phone_verified: { phone_verified: true },
    never_signed_in: { never_signed_in: false },
    organization_id: { organization_id: organization.id },
    workspace_id: { workspace_id: workspace.id },
    role: { organization_id: organization.id, role: "admin" },
    provider: { provider: "google" },
    created_from: { created_from: now, created_to: "2027-01-01T00:00:00Z" },
    signed_in_from: { signed_in_from: now, signed_in_to: "2027-01-01T00:00:00Z" },
    ids: { ids: [id] },
  };
  return { id, filters };
}

test.for(Object.entries(rareFilters))(
  "the few users that pass a filter are read from its index: %s",
  async ([name, index]) => {
    await using directory = await openWithUsers();
    const { api, roster, databaseUrl } = directory;
    const { id, filters } = await addRareUser(directory);
    const filter = filters[name as keyof typeof rareFilters]; // a key of the table
    const orders = userOrders.filter((order) => !(name === "created_from" && order.startsWith("created_at")));

    for (const order_by of orders) {
      const list = { ...filter, order_by, include_total: true };
      await api.fetchUsers(list); // the first one counts who passes the filter
      const statements = await statementsOf(roster, async () => {
        expect(await api.fetchUsers(list)).toMatchObject({ data: [{ id }], total: 1 });
      });
      const steps = statements.map((statement) => planOf(pathOf(databaseUrl), statement));
      for (const plan of steps) {
        expect(plan).toContainEqual(expect.stringContaining(index));
        expect(plan.filter((step) => /^SCAN (?!CONSTANT|json_each|hits)/.test(step))).toEqual([]);
      }
    }
  },
);

test("the many members of an organization are read in the order of an index, from where the cursor points", async () => {
  await using directory = await openWithUsers();
  const { api, roster, databaseUrl } = directory;
  const { id } = await api.createOrganization({ name: "Acme" });
  for (const user of (await api.fetchUsers({ per_page: 100 })).data)
    await api.addOrganizationMember({ organization_id: id, user_id: user.id });
  const planBy = async (order_by: MemberOrder) => {
    const { next_cursor } = await api.fetchOrganizationMembers(id, { order_by, per_page: 5 });
    const next = { order_by, per_page: 5, cursor: next_cursor ?? "" };
    const [statement] = await statementsOf(roster, () => api.fetchOrganizationMembers(id, next));
    return planOf(pathOf(databaseUrl), statement ?? expect.fail());
  };

  expect(await planBy("name_asc")).toContain("SEARCH users USING INDEX users_by_name ((name_key,rowid)>(?,?))");
  expect(await planBy("email_desc")).toContain("SEARCH users USING INDEX users_by_email ((email_key,rowid)<(?,?))");
  expect(await planBy("created_at_desc")).toContain(
    "SEARCH member USING INDEX organization_memberships_by_creation (organization_id=? AND created_at<?)",
  );
});

const sorting = (parts: number) => Array<string>(parts).fill("USE TEMP B-TREE FOR ORDER BY");

/** The intentionally slow steps of samples. */
const slowSamples: Partial<Record<ProcedureName, string[]>> = {
  fetchUserDetails: sorting(5), // of one user's rows
  fetchMessages: sorting(1), // of one recipient's messages
  fetchWorkspaces: sorting(1), // of one organization's workspaces
  fetchPersonalData: sorting(9), // of one person
  fetchOrganizationMembers: ["USE TEMP B-TREE FOR LAST TERM OF ORDER BY"], // of those who joined at the same time
  fetchStatistics: [
    "USE TEMP B-TREE FOR GROUP BY", // of entries without a number, which SQLite has none of
    "SCAN users USING COVERING INDEX users_by_flags", // they are counted
  ],
  fetchWorkspaceMembers: ["USE TEMP B-TREE FOR LAST TERM OF ORDER BY"],
};

test.for(procedureNames)("%s finds its rows by indexes", async (name) => {
  await using directory = await openPopulatedRoster();
  const { roster, world, databaseUrl } = directory;
  const input = await examples[name].sample(world, directory);
  const call = () => roster.call(name, input, { name: "tester", scopes });
  if (contract[name].kind === "query") await call(); // the first search also takes a sample

  const statements = await statementsOf(roster, call);

  const slow = statements.flatMap((statement) => slowSteps(pathOf(databaseUrl), statement));
  expect(slow).toEqual(slowSamples[name] ?? []);
});

/** Indexes by which a great part of a table is found: they are for lists. */
const wide = /INDEX (invitations_by_status|messages_by_(state|kind|template)|audit_entries_by_event)\b/;

test.for(mutationNames)("%s reads by no index by which it finds a great part of a table", async (name) => {
  await using directory = await openPopulatedRoster();
  const { roster, world, databaseUrl } = directory;
  const input = await examples[name].sample(world, directory);
  const statements = await statementsOf(roster, () => roster.call(name, input, { name: "tester", scopes }));
  const steps = statements.flatMap((statement) => planOf(pathOf(databaseUrl), statement));
  expect(steps.filter((step) => wide.test(step))).toEqual([]);
});

test("users of a range of times who are active are counted in the range", async () => {
  await using directory = await openWithUsers();
  const { api, roster, databaseUrl } = directory;
  for (const [index, range] of [
    ["creation", { created_from: "2026-03-01T00:00:00Z" }],
    ["last_sign_in", { signed_in_to: "2026-03-02T00:00:00Z" }],
  ] as const) {
    const options = { ...range, is_active: true, include_total: true };
    await api.fetchUsers(options); // the first one also counts who passes the filters
    const [total] = await statementsOf(roster, () => api.fetchUsers(options));
    expect(total?.sql).toMatch(/count\(\*\)/);
    expect(total && planOf(pathOf(databaseUrl), total)[0]).toContain(`INDEX users_by_${index} (`);
  }
});

/** Number of statements of further reads, and their intentionally slow steps. */
const reads = {
  fetchUsers: { statements: 1 },
  "fetchUsers with its total": { statements: 2, slow: ["SCAN users USING COVERING INDEX users_by_"] }, // they are counted
  "fetchUsers with the total of a search": { statements: 2 },
  fetchInvitedUsers: { statements: 1 },
  "fetchInvitedUsers with total and search": { statements: 2 },
  "fetchInvitedUsers accepted": { statements: 1 },
  "fetchInvitedUsers expired": { statements: 1, slow: sorting(1) }, // of two ways to be expired
  "fetchInvitedUsers by ids": { statements: 1, slow: sorting(1) },
  "fetchUsers by ids": { statements: 1, slow: sorting(1) },
  "fetchOrganizations by ids": { statements: 1, slow: sorting(1) },
  "fetchWorkspaces by ids": { statements: 1, slow: sorting(1) },
  "fetchWaitlist by ids": { statements: 1, slow: sorting(1) },
  "fetchMessages by ids": { statements: 1, slow: sorting(1) },
  "fetchAuditLog by ids": { statements: 1, slow: sorting(1) },
  "fetchApiKeys by ids": { statements: 1, slow: sorting(1) },
  "fetchInvitedUsers of all states": { statements: 1 },
  "fetchInvitedUsers by expiry": { statements: 1 },
  "fetchInvitedUsers of all states by expiry": { statements: 1 },
  fetchWaitlist: { statements: 2 },
  "fetchWaitlist with total and search": { statements: 3 },
  "fetchWaitlist approved": { statements: 1 },
  fetchOrganizations: { statements: 1 },
  fetchWorkspaces: { statements: 1 },
  fetchAuditLog: { statements: 1 },
  "fetchAuditLog from its middle with its total": { statements: 2, slow: ["SCAN audit_entries USING COVERING INDEX"] },
} satisfies Record<string, { statements: number; slow?: string[] }>;

test.for(Object.entries(reads))("%s takes its number of statements, each by an index", async ([name, expected]) => {
  await using directory = await openTestRoster();
  const { api, roster, databaseUrl } = directory;
  await api.createUser({ first_name: "Ada", last_name: "Lovelace", email_address: "ada@example.com" });
  await api.joinWaitlist({ email: "ada@work.example" });
  const invited = await api.inviteUser({ email: "grace@example.com" });
  const all = { search: "ada", include_total: true };
  const calls: Record<keyof typeof reads, () => Promise<unknown>> = {
    fetchUsers: () => api.fetchUsers(),
    "fetchUsers with its total": () => api.fetchUsers({ include_total: true }),
    "fetchUsers with the total of a search": () => api.fetchUsers(all),
    fetchInvitedUsers: () => api.fetchInvitedUsers(),
    "fetchInvitedUsers with total and search": () => api.fetchInvitedUsers(all),
    "fetchInvitedUsers accepted": () => api.fetchInvitedUsers({ status: "accepted" }),
    "fetchInvitedUsers expired": () => api.fetchInvitedUsers({ status: "expired" }),
    "fetchInvitedUsers by ids": () => api.fetchInvitedUsers({ ids: [invited.id] }),
    "fetchUsers by ids": () => api.fetchUsers({ ids: [newId("user")] }),
    "fetchOrganizations by ids": () => api.fetchOrganizations({ ids: [newId("organization")] }),
    "fetchWorkspaces by ids": () => api.fetchWorkspaces({ ids: [newId("workspace")] }),
    "fetchWaitlist by ids": () => api.fetchWaitlist({ ids: [newId("waitlist_user")] }),
    "fetchMessages by ids": () => api.fetchMessages({ ids: [newId("message")] }),
    "fetchAuditLog by ids": () => api.fetchAuditLog({ ids: [newId("audit_entry")] }),
    "fetchApiKeys by ids": () => api.fetchApiKeys({ ids: [newId("api_key")] }),
    "fetchInvitedUsers of all states": () => api.fetchInvitedUsers({ status: "all" }),
    "fetchInvitedUsers by expiry": () => api.fetchInvitedUsers({ order_by: "expires_at_asc" }),
    "fetchInvitedUsers of all states by expiry": () =>
      api.fetchInvitedUsers({ status: "all", order_by: "expires_at_asc" }),
    fetchWaitlist: () => api.fetchWaitlist(),
    "fetchWaitlist with total and search": () => api.fetchWaitlist(all),
    "fetchWaitlist approved": () => api.fetchWaitlist({ status: "approved" }),
    fetchOrganizations: () => api.fetchOrganizations(),
    fetchWorkspaces: () => api.fetchWorkspaces(),
    fetchAuditLog: () => api.fetchAuditLog(),
    "fetchAuditLog from its middle with its total": () => api.fetchAuditLog({ page: 2, include_total: true }),
  };

  const call = calls[name as keyof typeof reads]; // `calls` has the keys of `reads`
  await call(); // the first search also takes a sample
  const statements = await statementsOf(roster, call);

  expect(statements).toHaveLength(expected.statements);
  const slow = statements.flatMap((statement) => slowSteps(pathOf(databaseUrl), statement));
  const allowed: readonly string[] = "slow" in expected ? expected.slow : [];
  expect(slow).toEqual(allowed.map((step) => expect.stringContaining(step)));
});

test("over HTTP a read costs one statement more where its key is new: it is looked up by its hash", async () => {
  await using directory = await listen();
  const client = directory.client();
  const user = await client.createUser({ first_name: "Ada", last_name: "Lovelace" });
  const { key } = await client.createApiKey({ name: "new", scopes: ["users:read"] });
  const newcomer = directory.client({ apiKey: key });

  const statements = await statementsOf(directory.roster, () => newcomer.fetchUserDetails(user.id));

  const selects = statements.filter((statement) => statement.sql.startsWith("select")); // when it was used is noted beside it
  expect(selects.map((statement) => planOf(pathOf(directory.databaseUrl), statement))).toEqual([
    [expect.stringMatching(/^SEARCH api_keys USING INDEX \w+ \(hash=\?\)$/)],
    expect.arrayContaining([expect.stringMatching(/^SEARCH users USING INDEX \w+ \(id=\?\)$/)]),
  ]);
});

test("looking for a message that is due walks no other lane's messages", async () => {
  await using directory = await openTestRoster();
  const { roster, databaseUrl } = directory;

  const kind: MessageKind = {
    name: "mail",
    lanes: [{ name: "prompt", templates: ["password_reset", "email_code"] }],
    accepts: () => false,
    compose: () => expect.fail("nothing is due"),
    send: () => expect.fail("nothing is due"),
  };

  const statements = await statementsOf(roster, () => createOutbox(roster.services, [kind]).deliver());

  const plans = statements.map((statement) => planOf(pathOf(databaseUrl), statement));
  expect(plans.length).toBeGreaterThan(0);
  const byIndex = /^SEARCH messages USING INDEX messages_due \(kind=\? AND lane=\? AND due_at[<>]\?\)$/;
  for (const plan of plans) expect(plan).toEqual([expect.stringMatching(byIndex)]);
});
