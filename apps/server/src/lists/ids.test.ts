import { contract } from "@roster/contract";
import { expect, test } from "vitest";
import { procedureNames } from "../testing/examples.ts";
import { openTestRoster, type TestRoster } from "../testing/roster.ts";
import { openPopulatedRoster } from "../testing/world.ts";

type Page = Promise<{ data: { id: string | null }[]; total: number | null }>;
type Asked = { ids?: string[]; include_total?: boolean };

/** Each list that needs no parent, of records in any state. */
const lists = ({ api }: TestRoster): Record<string, (asked: Asked) => Page> => ({
  fetchUsers: (asked) => api.fetchUsers(asked),
  fetchOrganizations: (asked) => api.fetchOrganizations(asked),
  fetchWorkspaces: (asked) => api.fetchWorkspaces(asked),
  fetchInvitedUsers: (asked) => api.fetchInvitedUsers({ ...asked, status: "all" }),
  fetchWaitlist: (asked) => api.fetchWaitlist({ ...asked, status: "all" }),
  fetchMessages: (asked) => api.fetchMessages(asked),
  fetchAuditLog: (asked) => api.fetchAuditLog(asked),
  fetchApiKeys: (asked) => api.fetchApiKeys(asked),
});

test("every list but those of one parent's records finds records by their ids, in its own order, and leaves out ids of no record", async () => {
  await using directory = await openPopulatedRoster();
  const withoutParent = procedureNames.filter((name) => contract[name].input.safeParse({ per_page: 1 }).success);
  expect(withoutParent.toSorted()).toEqual(Object.keys(lists(directory)).toSorted());
  const unknown = "7".padEnd(26, "z");

  for (const [name, list] of Object.entries(lists(directory))) {
    const all = (await list({})).data.flatMap(({ id }) => id ?? []);
    expect([name, all.length]).not.toEqual([name, 0]);
    const some = [all.at(-1) ?? "", all[0] ?? ""];
    const given = [...some, ...some, (all[0] ?? "").replace(/_.*/, `_${unknown}`)];
    const found = await list({ ids: given, include_total: true });
    const expected = all.filter((id) => some.includes(id));
    expect([name, found.data.map(({ id }) => id)]).toEqual([name, expected]);
    expect([name, found.total]).toEqual([name, expected.length]);
    expect([name, (await list({ ids: [] })).data]).toEqual([name, []]);
  }
});

test("by their ids, without a state, invitations and entries of the waitlist are the pending ones", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const { id } = await api.inviteUser({ email: "ada@example.com" });
  await api.revokeInvitation(id);
  await api.joinWaitlist({ email: "grace@example.com" });
  const [entry] = (await api.fetchWaitlist()).data;
  await api.rejectWaitlistUser(entry?.id ?? "");

  expect((await api.fetchInvitedUsers({ ids: [id] })).data).toEqual([]);
  expect((await api.fetchInvitedUsers({ ids: [id], status: "all" })).data).toMatchObject([{ id, status: "revoked" }]);
  expect((await api.fetchWaitlist({ ids: [entry?.id ?? ""] })).data).toEqual([]);
  expect((await api.fetchWaitlist({ status: "all" })).data).toMatchObject([{ id: entry?.id, status: "rejected" }]);
});
