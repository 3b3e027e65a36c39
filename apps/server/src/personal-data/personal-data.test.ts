import { limits } from "@roster/contract";
import { expect, test } from "vitest";
import { expectRefusal, openTestRoster } from "../testing/roster.ts";
import { tokenIn } from "../testing/world.ts";

const at = "2026-03-01T12:00:00.000Z";

test("a person's data is one document: details, invitations, waitlist entries, messages and the log about them", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const email = "ada@example.com";
  const { id: organization_id } = await api.createOrganization({ name: "Acme" });
  await api.joinWaitlist({ email, first_name: "Ada", metadata: { from: "form" } });
  const [entry] = (await api.fetchWaitlist()).data;
  const user = await api.approveWaitlistUser(entry?.id ?? "");
  const wrong = { user_id: user.id, password: "not hers", ip_address: "203.0.113.7" };
  await expectRefusal(api.verifyPassword(wrong), "credentials_incorrect");
  await api.updateUser(user.id, { private_metadata: { note: "private" } });
  const invitation = await api.inviteUser({ email, organization_id, public_metadata: { plan: "pro" } });
  await api.acceptInvitation(tokenIn(invitation.accept_url));
  await api.createUser({ first_name: "Grace", last_name: "Hopper", email_address: "grace@example.com" });
  await api.joinWaitlist({ email: "other@example.com" });

  const { audit_entries, ...document } = await api.fetchPersonalData(user.id);
  expect(document).toMatchObject({
    ...(await api.fetchUserDetails(user.id)),
    user: { private_metadata: { note: "private" } },
    invitations: [{ id: invitation.id, status: "accepted", public_metadata: { plan: "pro" } }],
    waitlist: [{ id: entry?.id, metadata: { from: "form" } }],
    messages: [
      { template: "invitation", recipient: email },
      { template: "welcome", recipient: email },
    ],
    failed_sign_ins: [{ day: "2026-03-01", place: "203.0.113.7", times: 1, last_at: "2026-03-01T12:00:00.000Z" }],
    incomplete: [],
  });
  expect(audit_entries.map(({ event }) => event)).toEqual([
    "user.organization_added",
    "invitation.accepted",
    "invitation.created",
    "user.updated",
    "user.created",
    "waitlist.approved",
    "waitlist.joined",
  ]);
  expect(JSON.stringify(document)).not.toContain(tokenIn(invitation.accept_url));
});

test("a list of more records than one document shows has the newest, and is named as incomplete", async () => {
  await using directory = await openTestRoster();
  const { api, database } = directory;
  const { id } = await api.createUser({ first_name: "Ada", last_name: "Lovelace" });
  await database.query(
    `with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n <= ${limits.personalRows})
      insert into messages (id, kind, lane, recipient, user_id, created_at, due_at, give_up_at)
      select substr('msg_${"0".repeat(26)}', 1, 30 - length(cast(n as text))) || n, 'mail', 'mail', 'ada@example.com', '${id}', '${at}', '${at}', '${at}'
      from numbers order by n`,
  );

  const { incomplete, messages } = await api.fetchPersonalData(id);
  expect(incomplete).toEqual(["messages"]);
  expect(messages).toHaveLength(limits.personalRows);
  expect(messages.at(-1)).toMatchObject({ id: `msg_${"2".padStart(26, "0")}` });
});
