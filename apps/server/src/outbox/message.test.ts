import { expect, test } from "vitest";
import { expectRefusedUnchanged, openTestRoster } from "../testing/roster.ts";

test("a mail is queued in the transaction of its change: both are committed or neither", async () => {
  await using directory = await openTestRoster();
  const { api, dump } = directory;
  await api.joinWaitlist({ email: "joan@example.com" });
  const [entry] = (await api.fetchWaitlist()).data;
  const invite = () => api.inviteUser({ email: "grace@example.com" });
  const approve = () => api.approveWaitlistUser(entry?.id ?? "");
  await directory.database.refuse("insert", "messages");
  await expectRefusedUnchanged(directory, invite, "internal_error");
  await expectRefusedUnchanged(directory, approve, "internal_error");

  await directory.database.allow("messages");
  await invite();
  await approve();
  expect((await dump()).messages).toMatchObject([
    { template: "invitation", recipient: "grace@example.com", state: "queued", attempts: 0, sent_at: null },
    { template: "welcome", recipient: "joan@example.com", state: "queued", attempts: 0, sent_at: null },
  ]);
});

test("a call that is refused leaves no mail behind", async () => {
  await using directory = await openTestRoster();
  const { api, dump } = directory;
  await api.inviteUser({ email: "grace@example.com" });
  await expectRefusedUnchanged(directory, () => api.inviteUser({ email: "grace@example.com" }), "invitation_pending");
  expect((await dump()).messages).toHaveLength(1);
});

test("mail goes to the address as it is stored, without the spaces and capitals of the request", async () => {
  await using directory = await openTestRoster();
  await directory.api.inviteUser({ email: "  GRACE@Example.COM " });
  expect((await directory.dump()).messages).toMatchObject([{ recipient: "grace@example.com" }]);
});
