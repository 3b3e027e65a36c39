import { createClient, type RosterClient, type RosterFailure } from "@roster/client";
import { describe, expect, test } from "vitest";
import { makeKey, openTestPlace, serveRoster } from "./testing/command.ts";
import { listen } from "./testing/http.ts";
import { codeIn, linkIn, type SmtpTestServer, startSmtp, type TakenMail } from "./testing/smtp.ts";

const password = "wind tunnels hum all night";
const another = "a red whale sings at dawn";
const tokenOf = (mail: TakenMail) => linkIn(mail).searchParams.get("token") ?? "";

/** The mails to a recipient, without repeated deliveries, which have the same Message-ID. */
function mailsTo(smtp: SmtpTestServer, address: string) {
  const mails = smtp.mails.filter(({ envelope }) => envelope.to.includes(address));
  return [...new Map(mails.map((mail) => [mail.messageId, mail])).values()];
}

function mailTo(smtp: SmtpTestServer, address: string): TakenMail {
  const [mail, ...more] = mailsTo(smtp, address);
  expect(more, `mails to ${address}`).toEqual([]);
  return mail ?? expect.fail(`there is no mail to ${address}`);
}

/** Calls without a key, as the pages behind mailed links make. */
interface People {
  api: RosterClient;
  visitor: RosterClient;
}

/** An organization, and an administrator's calls that send mail to three people. */
async function writeToPeople({ api, visitor }: People) {
  const organization = await api.createOrganization({ name: "Bletchley Park" });
  await api.inviteUser({ email: "grace@example.com", organization_id: organization.id, role: "admin" });
  await visitor.joinWaitlist({ email: "joan@example.com", first_name: "Joan", last_name: "Clarke" });
  const [entry] = (await api.fetchWaitlist()).data;
  const joan = await api.approveWaitlistUser(entry?.id ?? "");
  const work = await api.addEmail(joan.id, "joan@work.example");
  await api.sendEmailVerification(joan.id, work.id);
  return { organization, joan, work };
}

/** The calls of the three people with their mails, and the directory afterwards. */
async function answerMails(
  { api, visitor }: People,
  smtp: SmtpTestServer,
  sent: Awaited<ReturnType<typeof writeToPeople>>,
) {
  const invitation = tokenOf(mailTo(smtp, "grace@example.com"));
  expect(await visitor.fetchInvitation(invitation)).toMatchObject({
    email: "grace@example.com",
    organization: { name: "Bletchley Park" },
    role: "admin",
    user_exists: false,
  });
  const accepted = await visitor.acceptInvitation(invitation, { first_name: "Grace", last_name: "Hopper", password });
  const grace = await api.verifyPassword({ identifier: "grace@example.com", password });
  expect(grace).toMatchObject({ id: accepted.user_id, email: "grace@example.com", first_name: "Grace" });
  const { emails, organizations } = await api.fetchUserDetails(grace.id);
  expect(emails).toMatchObject([{ is_verified: true, is_primary: true }]);
  expect(organizations).toMatchObject([{ organization_id: sent.organization.id, role: "admin" }]);

  await visitor.resetPassword(tokenOf(mailTo(smtp, "joan@example.com")), password);
  expect((await api.verifyPassword({ identifier: "joan@example.com", password })).id).toBe(sent.joan.id);

  await api.verifyEmail(sent.joan.id, sent.work.id, codeIn(mailTo(smtp, "joan@work.example")));
  expect((await api.fetchUserByEmail("joan@work.example")).id).toBe(sent.joan.id);
  expect((await api.fetchInvitedUsers({ status: "accepted" })).data).toMatchObject([{ delivery: { state: "sent" } }]);
}

const env = (smtp: SmtpTestServer) => ({
  SMTP_URL: smtp.url,
  MAIL_FROM: "Roster <roster@example.com>",
  PUBLIC_URL: "https://people.example",
  RATE_LIMIT_PUBLIC: "10000",
});

test("people get their mail, follow its link or type its code, and can sign in", async () => {
  await using smtp = await startSmtp();
  await using server = await listen(env(smtp));
  const people = { api: server.client(), visitor: server.client({ apiKey: undefined }) };
  const sent = await writeToPeople(people);
  await server.roster.deliver();

  await answerMails(people, smtp, sent);

  await people.api.sendPasswordReset("joan@example.com");
  await server.roster.deliver();
  const reset = smtp.mails.filter(({ subject }) => subject?.startsWith("Reset")).at(-1);
  await people.visitor.resetPassword(reset ? tokenOf(reset) : "", another);
  await server.roster.deliver();
  await people.api.verifyPassword({ identifier: "joan@example.com", password: another });
  expect(
    mailsTo(smtp, "joan@example.com")
      .map(({ subject }) => subject)
      .toSorted(),
  ).toEqual([
    "How you sign in to Roster was changed",
    "Reset your password for Roster",
    "Welcome to Roster",
    "Your password for Roster was changed",
    "Your password for Roster was changed",
  ]);
});

/** The outcomes of 50 concurrent calls: the number of successes, and the codes of the others. */
async function race(call: () => Promise<{ ok: true } | { ok: false; error: RosterFailure }>) {
  const ends = await Promise.all(Array.from({ length: 50 }, call));
  return {
    succeeded: ends.filter((end) => end.ok).length,
    codes: new Set(ends.flatMap((end) => (end.ok ? [] : [end.error.code]))),
  };
}

describe("when 50 do it at the same moment,", () => {
  test("one accepts, one sets a password, one verifies, one approves, and everybody gets one mail", async () => {
    await using smtp = await startSmtp();
    await using server = await listen(env(smtp));
    const api = server.client({ retries: 0 });
    const visitor = server.client({ apiKey: undefined, retries: 0 });
    const one = async (call: () => Promise<{ ok: true } | { ok: false; error: RosterFailure }>, ...codes: string[]) => {
      const ends = await race(call);
      expect(ends.succeeded).toBe(1);
      expect([...codes, "rate_limited"]).toEqual(expect.arrayContaining([...ends.codes]));
    };

    await one(() => api.safe.inviteUser({ email: "grace@example.com" }), "invitation_pending");
    await Promise.all(Array.from({ length: 10 }, () => visitor.joinWaitlist({ email: "joan@example.com" })));
    const entries = (await api.fetchWaitlist()).data;
    expect(entries).toHaveLength(1);
    await one(() => api.safe.approveWaitlistUser(entries[0]?.id ?? ""), "waitlist_already_approved");
    const joan = await api.fetchUserByEmail("joan@example.com");
    const work = await api.addEmail(joan.id, "joan@work.example");
    await one(() => api.safe.sendEmailVerification(joan.id, work.id));
    await Promise.all([server.roster.deliver(), server.roster.deliver()]);
    expect(smtp.mails).toHaveLength(3);

    const invitation = tokenOf(mailTo(smtp, "grace@example.com"));
    await one(() => visitor.safe.acceptInvitation(invitation, { password }), "invitation_not_found");
    const welcome = tokenOf(mailTo(smtp, "joan@example.com"));
    await one(() => visitor.safe.resetPassword(welcome, password), "token_not_found");
    const code = codeIn(mailTo(smtp, "joan@work.example"));
    await one(() => api.safe.verifyEmail(joan.id, work.id, code), "code_expired", "already_verified");

    const signedIn = await race(() => api.safe.verifyPassword({ identifier: "joan@example.com", password }));
    expect(signedIn.succeeded).toBeGreaterThan(0);
    expect([...signedIn.codes].filter((end) => end !== "rate_limited")).toEqual([]);
    expect((await api.fetchUsers({ include_total: true })).total).toBe(2);
  });
});

test("a server that is killed between a commit and its mail sends the mail after its restart", async () => {
  await using smtp = await startSmtp();
  await using place = await openTestPlace();
  const apiKey = await makeKey(place.env);
  await smtp.close();
  const settings = { ...place.env, ...env(smtp) };
  const first = await serveRoster(settings);
  const people = (url: string) => ({ api: createClient({ url, apiKey }), visitor: createClient({ url }) });
  const sent = await writeToPeople(people(first.url));
  first.signal("SIGKILL");
  await first.ended;
  expect(smtp.mails).toEqual([]);

  await smtp.open();
  await using second = await serveRoster(settings);
  await expect.poll(() => smtp.mails).toHaveLength(3);
  expect(new Set(smtp.mails.map(({ messageId }) => messageId)).size).toBe(3);
  await answerMails(people(second.url), smtp, sent);
});
