import { expect, test } from "vitest";
import { mailTemplates, smsTemplates } from "../templates.ts";
import { expectRefusal, openTestRoster, type TestRoster } from "../testing/roster.ts";
import { codeIn } from "../testing/smtp.ts";

const email = "ada@example.com";
const password = "a green whale sings at noon";
const named = { first_name: "Ada", last_name: "Lovelace" };
const HIDDEN = "••••••";

interface Sent {
  subject: string | null;
  text: string;
  html: string | null;
  /** The token or code in it. */
  secret: string | undefined;
}

/** A directory that keeps what it sends. */
async function open() {
  const sent: Sent[] = [];
  const directory = await openTestRoster({}, undefined, {
    mail: async ({ secret, ...letter }) => {
      const token = secret && URL.parse(secret)?.searchParams.get("token");
      sent.push({ ...letter, secret: token || secret });
    },
    sms: { send: async ({ text }) => void sent.push({ subject: null, text, html: null, secret: codeIn(text) }) },
  });
  return { directory, sent };
}

const code =
  (kind: "Email" | "Phone", value: string) =>
  async ({ api }: TestRoster) => {
    const { id: user } = await api.createUser({ ...named, username: "countess" });
    const { id } = await api[`add${kind}`](user, value);
    await api[`send${kind}Verification`](user, id);
  };

/** Queues one message of each template. */
const queue: Record<string, (directory: TestRoster) => Promise<unknown>> = {
  async invitation({ api }) {
    const { id: organization_id } = await api.createOrganization({ name: "Acme" });
    await api.inviteUser({ email, first_name: "Ada", organization_id, redirect_url: "http://127.0.0.1:4400/join?a=b" });
  },
  async welcome({ api }) {
    await api.joinWaitlist({ email, first_name: "Ada" });
    await api.approveNextWaitlistUsers(1);
  },
  async password_reset({ api }) {
    await api.createUser({ ...named, email_address: email, password });
    await api.sendPasswordReset(email, "http://127.0.0.1:4400/reset");
  },
  async password_changed({ api }) {
    const { id } = await api.createUser({ ...named, email_address: email });
    await api.updatePassword(id, { new_password: password });
  },
  async sign_in_changed({ api }) {
    const { id } = await api.createUser({ ...named, email_address: email });
    await api.linkSocialConnection(id, { provider: "google", provider_user_id: "g-1" });
  },
  email_code: code("Email", email),
  phone_code: code("Phone", "+14155552671"),
};

test("every template has its message here", () => {
  const templates = [...mailTemplates, ...smsTemplates].map(({ template }) => template);
  expect(Object.keys(queue).toSorted()).toEqual(templates.toSorted());
});

test.for(Object.entries(queue))(
  "the preview of %s makes no secret, and says what is sent but for the secret, before and after",
  async ([template, act]) => {
    const { directory, sent } = await open();
    await using _ = directory;
    const { api } = directory;
    await act(directory);
    const [message] = (await api.fetchMessages({ template })).data;
    const id = message?.id ?? "";

    const before = await directory.dump();
    const preview = await api.fetchMessagePreview(id);
    expect(await directory.dump()).toEqual(before);

    await directory.roster.deliver();
    const [{ secret, ...said } = expect.fail("nothing was sent")] = sent;
    expect(secret !== undefined).toBe(!template.endsWith("_changed"));
    const hide = (text: string | null) => (text && secret ? text.replaceAll(secret, HIDDEN) : text);
    const shown = { subject: hide(said.subject), text: hide(said.text), html: hide(said.html) };
    expect(preview).toEqual(shown);
    expect(preview.text.includes(HIDDEN)).toBe(secret !== undefined);

    directory.pass(60 * 60 * 1000);
    expect(await api.fetchMessagePreview(id)).toEqual(shown);
  },
);

test("a sent invitation is shown after it was accepted; one whose subject is gone before it was sent is not", async () => {
  const { directory } = await open();
  await using _ = directory;
  const { api } = directory;
  const { accept_url } = await api.inviteUser({ email });
  await directory.roster.deliver();
  await api.acceptInvitation(new URL(accept_url).searchParams.get("token") ?? "");
  const { id } = await api.inviteUser({ email: "grace@example.com" });
  await api.revokeInvitation(id);
  const [ended, sent] = (await api.fetchMessages({ template: "invitation" })).data;

  expect((await api.fetchMessagePreview(sent?.id ?? "")).text).toContain("Accept the invitation");
  await expectRefusal(api.fetchMessagePreview(ended?.id ?? ""), "message_subject_gone");
});

test("a failed message is shown as it would go out now, and one that no template of this server wrote is refused", async () => {
  const { directory } = await open();
  await using _ = directory;
  const { api, database } = directory;
  await api.createUser({ ...named, email_address: email, password });
  await api.sendPasswordReset(email);
  await database.query("update messages set state = 'failed'");
  directory.pass(24 * 60 * 60 * 1000);
  const [failed] = (await api.fetchMessages()).data;
  expect((await api.fetchMessagePreview(failed?.id ?? "")).text).toContain("until 2 March 2026 at 13:00 UTC");

  for (const change of ["template = 'of_the_future'", "kind = 'pigeon'"]) {
    await database.query(`update messages set ${change}`);
    await expectRefusal(api.fetchMessagePreview(failed?.id ?? ""), "message_subject_gone");
  }
});
