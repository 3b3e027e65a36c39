import type { ListInvitedUsersOptions } from "@roster/client";
import { expect, test } from "vitest";
import { openTestRoster, type TestRoster } from "../testing/roster.ts";

async function inviteMany({ api, pass }: TestRoster, count: number) {
  for (let index = 1; index <= count; index++) {
    const email = `guest${index}@${index % 2 === 0 ? "even" : "odd"}.example`;
    await api.inviteUser({ email, first_name: index % 2 === 0 ? "Élodie" : "Max", expires_in_days: index });
    pass(1);
  }
}

const emails = (list: { data: readonly { email: string }[] }) => list.data.map((one) => one.email.split("@")[0]);

test("invitations are listed newest first, page by page or by cursor, and counted when asked for", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  await inviteMany(directory, 5);

  const first = await api.fetchInvitedUsers({ per_page: 2, include_total: true });
  expect(emails(first)).toEqual(["guest5", "guest4"]);
  expect(first).toMatchObject({ has_more: true, page: 1, per_page: 2, total: 5 });
  const second = await api.fetchInvitedUsers({ per_page: 2, cursor: first.next_cursor ?? "" });
  expect(emails(second)).toEqual(["guest3", "guest2"]);
  expect(second).toMatchObject({ has_more: true, page: null, total: null });
  const third = await api.fetchInvitedUsers({ per_page: 2, page: 3 });
  expect(emails(third)).toEqual(["guest1"]);
  expect(third).toMatchObject({ has_more: false, next_cursor: null });
});

test("invitations are listed by their expiry, either way and by cursor, so that what expires soon comes first", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  await inviteMany(directory, 3);
  const hasty = await api.inviteUser({ email: "guest0@even.example", expires_in_days: 1 });

  const soonest = await api.fetchInvitedUsers({ order_by: "expires_at_asc", per_page: 2 });
  expect(emails(soonest)).toEqual(["guest1", "guest0"]);
  expect(soonest.data[1]?.id).toBe(hasty.id);
  const { next_cursor } = soonest;
  expect(emails(await api.fetchInvitedUsers({ order_by: "expires_at_asc", cursor: next_cursor }))).toEqual([
    "guest2",
    "guest3",
  ]);
  expect(emails(await api.fetchInvitedUsers({ order_by: "expires_at_desc" }))[0]).toBe("guest3");
  expect(emails(await api.fetchInvitedUsers({ order_by: "created_at_asc" }))[0]).toBe("guest1");
});

test("a search finds every word in address and name, whatever its case, among those of one status", async () => {
  await using directory = await openTestRoster();
  const { api, pass } = directory;
  await inviteMany(directory, 6);
  const found = async (search: string, status?: "expired") =>
    emails(await api.fetchInvitedUsers({ search, status })).toReversed();

  expect(await found("EVEN.ex")).toEqual(["guest2", "guest4", "guest6"]);
  expect(await found("élo guest4")).toEqual(["guest4"]);
  expect(await found("ÉLODIE")).toEqual(["guest2", "guest4", "guest6"]);
  expect(await found("guest%")).toEqual([]);
  expect(await found("gu_st")).toEqual([]);
  pass(3 * 24 * 60 * 60 * 1000);
  expect(await found("even")).toEqual(["guest4", "guest6"]);
  expect(await found("even", "expired")).toEqual(["guest2"]);
  const { data } = await api.fetchInvitedUsers();
  expect(await found(data[0]?.id ?? "")).toEqual(["guest6"]);
});

test("the total is counted under the very filter of the list", async () => {
  await using directory = await openTestRoster();
  const { api, pass } = directory;
  await inviteMany(directory, 6);
  pass(2 * 24 * 60 * 60 * 1000);
  const total = async (options: object) =>
    (await api.fetchInvitedUsers({ ...options, per_page: 1, include_total: true })).total;

  expect(await total({})).toBe(4);
  expect(await total({ status: "expired" })).toBe(2);
  expect(await total({ status: "expired", search: "even" })).toBe(1);
  expect(await total({ status: "accepted" })).toBe(0);
  expect(await total({ status: "revoked" })).toBe(0);
});

test("invitations are filtered by organization and by who invited, who is named in each", async () => {
  await using directory = await openTestRoster();
  const { api, as } = directory;
  const { id: organization_id } = await api.createOrganization({ name: "Acme" });
  await as("hr", ["invitations:write"]).inviteUsers([
    { email: "a@example.com" },
    { email: "b@example.com", organization_id },
  ]);
  await as("sales", ["invitations:write"]).inviteUser({ email: "c@example.com", organization_id });
  const found = async (options: ListInvitedUsersOptions) => emails(await api.fetchInvitedUsers(options));

  expect(await found({ organization_id })).toEqual(["c", "b"]);
  expect(await found({ invited_by: "hr" })).toEqual(["b", "a"]);
  expect(await found({ invited_by: "hr", organization_id })).toEqual(["b"]);
  expect(await found({ invited_by: "nobody" })).toEqual([]);
  expect(await found({ organization_id, status: "revoked" })).toEqual([]);
  expect((await api.fetchInvitedUsers({ organization_id })).data.map((one) => one.invited_by)).toEqual(["sales", "hr"]);
});

test("an invitation is found by its id in any state, as the list has it", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const { id } = await api.inviteUser({ email: "ada@example.com" });
  const [listed] = (await api.fetchInvitedUsers()).data;

  expect(await api.fetchInvitationById(id)).toEqual(listed);
  expect(await api.fetchInvitationById(id)).not.toHaveProperty("accept_url");
  directory.pass(8 * 24 * 60 * 60 * 1000);
  expect(await api.fetchInvitationById(id)).toMatchObject({ id, status: "expired" });
  await api.revokeInvitation(id);
  expect(await api.fetchInvitationById(id)).toMatchObject({ id, status: "revoked" });
});
