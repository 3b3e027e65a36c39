import type { ListMessagesOptions, Message } from "@roster/client";
import { expect, test } from "vitest";
import { expectRefusal, expectRefusedUnchanged, openTestRoster } from "../testing/roster.ts";
import { sendAll } from "../testing/sent.ts";
import { startSmtp } from "../testing/smtp.ts";
import { walkByCursor } from "../testing/walk.ts";
import { tokenIn } from "../testing/world.ts";

test("messages are listed newest first, with what became of them, and without their links and codes", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const ada = await api.createUser({ first_name: "Ada", last_name: "Lovelace" });
  const phone = await api.addPhone(ada.id, "+14155552671");
  const { accept_url } = await api.inviteUser({ email: "grace@example.com" });
  directory.pass(1000);
  await api.sendPhoneVerification(ada.id, phone.id);
  const sent = await sendAll(directory);

  const { data } = await api.fetchMessages();
  expect(data).toMatchObject([
    { kind: "sms", recipient: "+14155552671", user_id: ada.id, state: "sent", attempts: 1, last_error: null },
    { kind: "mail", template: "invitation", recipient: "grace@example.com", user_id: null, state: "sent", attempts: 1 },
  ]);
  const secrets = [tokenIn(accept_url), ...sent.map(({ carries }) => carries ?? expect.fail())];
  for (const secret of secrets) expect(JSON.stringify(data)).not.toContain(secret);
});

test("messages are filtered by state, kind, template, recipient and user, alone and together", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const ada = await api.createUser({ first_name: "Ada", last_name: "Lovelace", email_address: "ada@example.com" });
  const phone = await api.addPhone(ada.id, "+14155552671");
  await api.sendPhoneVerification(ada.id, phone.id);
  await api.sendPasswordReset("ada@example.com");
  await api.inviteUsers(Array.from({ length: 30 }, (_, index) => ({ email: `guest${index}@example.com` })));
  await sendAll(directory);
  await api.inviteUser({ email: "late@example.com" });
  const all = await walkByCursor((place) => api.fetchMessages({ per_page: 7, ...place }));
  const filters: ListMessagesOptions[] = [
    { state: "sent" },
    { state: "queued" },
    { state: "failed" },
    { kind: "sms" },
    { kind: "mail", state: "queued" },
    { template: "invitation" },
    { template: "invitation", state: "queued" },
    { recipient: "late@example.com" },
    { recipient: "+1 415 555 2671" },
    { user_id: ada.id },
    { user_id: ada.id, kind: "mail" },
  ];

  for (const { recipient, ...filter } of filters) {
    const expected = all.filter(
      (message) =>
        (recipient ?? message.recipient).replaceAll(" ", "") === message.recipient &&
        Object.entries(filter).every(([name, value]) => message[name as keyof Message] === value), // the filters are fields of messages
    );
    const found = await walkByCursor((place) => api.fetchMessages({ ...filter, recipient, per_page: 7, ...place }));
    expect(found).toEqual(expected);
  }
  expect((await api.fetchMessages({ recipient: " LATE@Example.com " })).data).toHaveLength(1);
  const refused = await expectRefusal(api.fetchMessages({ template: "no template" }), "invalid_input");
  expect(refused.fieldErrors.map(({ path }) => path)).toEqual(["template"]);
});

test("a failed mail is sent again when a caller retries it, and a mail that waits is not sent when a caller cancels it", async () => {
  await using smtp = await startSmtp();
  await using directory = await openTestRoster(smtp.env);
  const { api, roster } = directory;
  smtp.behave({ at: "rcpt", code: 550, text: "no such mailbox" });
  await api.inviteUser({ email: "grace@example.com" });
  await roster.deliver();
  const [failed] = (await api.fetchMessages({ state: "failed" })).data;
  const { id } = failed ?? expect.fail();
  expect(failed).toMatchObject({ attempts: 1, last_error: expect.stringContaining("no such mailbox"), sent_at: null });
  await expectRefusedUnchanged(directory, () => api.cancelMessage(id), "message_not_queued");

  smtp.behave();
  directory.pass(2 * 24 * 60 * 60 * 1000);
  expect(await api.retryMessage(id)).toMatchObject({ id, state: "queued" });
  await roster.deliver();
  expect((await api.fetchMessages()).data).toMatchObject([{ id, state: "sent", attempts: 2, last_error: null }]);
  await expectRefusedUnchanged(directory, () => api.retryMessage(id), "message_not_failed");

  await api.inviteUser({ email: "mary@example.com" });
  const [waiting] = (await api.fetchMessages({ state: "queued" })).data;
  const cancelled = await api.cancelMessage(waiting?.id ?? "");
  expect(cancelled).toMatchObject({ state: "cancelled", last_error: "A caller cancelled it." });
  await roster.deliver();
  expect(smtp.mails.map(({ envelope }) => envelope.to)).toEqual([["grace@example.com"]]);
});

test("a retried mail that is no longer wanted is not sent", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const { id } = await api.inviteUser({ email: "grace@example.com" });
  await directory.database.query("update messages set state = 'failed'");
  const [failed] = (await api.fetchMessages()).data;
  await api.revokeInvitation(id);

  await api.retryMessage(failed?.id ?? "");
  expect(await sendAll(directory)).toEqual([]);

  expect((await api.fetchMessages()).data).toMatchObject([{ state: "cancelled" }]);
});
