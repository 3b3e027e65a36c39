import { expect, test } from "vitest";
import { listen } from "../testing/http.ts";
import { openTestRoster, type TestRoster } from "../testing/roster.ts";
import { codeIn, type Fault, linkIn, startSmtp, tokenIn } from "../testing/smtp.ts";

const SECOND = 1000;
const HOUR = 60 * 60 * SECOND;
const DAY = 24 * HOUR;

const MAIL_FROM = "no-reply@harbour.example";

const delivery = async ({ api }: TestRoster) => (await api.fetchInvitedUsers()).data[0]?.delivery;

/** The state of the message and the time of its next attempt. */
async function waiting({ dump }: TestRoster) {
  const [row] = (await dump()).messages as { state: string; attempts: number; due_at: string }[]; // rows are objects
  if (!row) throw new Error("there is no message");
  return row;
}

const passing: [string, Fault, RegExp][] = [
  ["greets with 421", { at: "connect", code: 421, text: "closing" }, /421.*closing/],
  ["greets with 554", { at: "connect", code: 554, text: "no service here" }, /554.*no service/],
  ["knows no such sender", { at: "mail", code: 550, text: "unknown sender" }, /550.*unknown sender/],
  ["does not relay", { at: "rcpt", code: 550, text: "5.7.1 Relaying denied" }, /550.*Relaying denied/],
  ["answers the sender with 451", { at: "mail", code: 451, text: "try again later" }, /451.*try again later/],
  ["answers the recipient with 450", { at: "rcpt", code: 450, text: "greylisted" }, /450.*greylisted/],
  ["answers the mail with 452", { at: "data", code: 452, text: "no space" }, /452.*no space/],
  ["wants a login first", { at: "mail", code: 530, text: "authentication required" }, /530/],
  ["takes the mail and cuts the line", "cut", /./],
];

test.for(passing)(
  "when the mail server %s, the mail goes out at the next attempt, as the same message",
  async ([_what, fault, reason]) => {
    await using smtp = await startSmtp();
    await using directory = await openTestRoster(smtp.env);
    const { api, roster, pass } = directory;
    smtp.behave(fault);
    await api.inviteUser({ email: "grace@example.com" });
    await roster.deliver();
    const first = { state: "queued", attempts: 1, sent_at: null, last_error: expect.stringMatching(reason) };
    expect(await delivery(directory)).toEqual(first);

    smtp.behave();
    await roster.deliver();
    expect(await delivery(directory)).toEqual(first); // not yet
    pass(6 * SECOND);
    await roster.deliver();
    expect(await delivery(directory)).toMatchObject({ state: "sent", attempts: 2, last_error: null });
    expect(new Set(smtp.mails.map(({ messageId }) => messageId)).size).toBe(1);
    for (const mail of smtp.mails) {
      const token = tokenIn(mail);
      expect(await api.fetchInvitation(token)).toMatchObject({ email: "grace@example.com" });
    }
  },
);

test("while the mail server is down the API answers, and nothing is lost", async () => {
  await using smtp = await startSmtp();
  await using server = await listen(smtp.env);
  await smtp.close();
  const addresses = ["a@example.com", "b@example.com", "c@example.com"];
  for (const email of addresses) await server.client().inviteUser({ email });
  await server.roster.deliver();
  expect(await delivery(server)).toMatchObject({
    state: "queued",
    last_error: expect.stringContaining("ECONNREFUSED"),
  });

  await smtp.open();
  server.pass(6 * SECOND);
  await server.roster.deliver();
  expect(smtp.mails.map(({ envelope }) => envelope.to[0]).toSorted()).toEqual(addresses);
});

test("the pauses between attempts grow from five seconds to an hour; when the invitation ends it is given up", async () => {
  await using smtp = await startSmtp();
  await using directory = await openTestRoster(smtp.env);
  const { api, roster, pass } = directory;
  await smtp.close();
  await api.inviteUser({ email: "grace@example.com", expires_in_days: 1 });
  const pauses: number[] = [];
  for (;;) {
    const now = roster.services.clock().getTime();
    await roster.deliver();
    const { state, due_at } = await waiting(directory);
    if (state !== "queued") break;
    pauses.push((Date.parse(due_at) - now) / SECOND);
    pass(Date.parse(due_at) - now);
  }

  const [first = 0, second = 0, third = 0] = pauses;
  for (const [pause, about] of [
    [first, 5],
    [second, 10],
    [third, 20],
  ] as const) {
    expect(pause).toBeGreaterThanOrEqual(about * 0.8);
    expect(pause).toBeLessThanOrEqual(about * 1.2);
  }
  expect(Math.max(...pauses)).toBeLessThanOrEqual(3600);
  expect(pauses.length).toBeGreaterThan(24);
  expect(pauses.length).toBeLessThan(50);
  expect(pauses.reduce((sum, pause) => sum + pause, 0)).toBeLessThanOrEqual(DAY / SECOND);
  const end = { state: "failed", attempts: pauses.length + 1, last_error: expect.stringContaining("ECONNREFUSED") };
  expect(await waiting(directory)).toMatchObject(end);
});

const final = [
  ["recipient", { at: "rcpt", code: 550, text: "no such mailbox" }],
  ["mail", { at: "data", code: 554, text: "looks like spam" }],
] as const;

test.for(final)("a mail whose %s the server refuses for good is not sent again", async ([_what, fault]) => {
  await using smtp = await startSmtp();
  await using directory = await openTestRoster(smtp.env);
  smtp.behave(fault);
  await directory.api.inviteUser({ email: "grace@example.com" });
  await directory.roster.deliver();
  const end = { state: "failed", attempts: 1, sent_at: null, last_error: expect.stringContaining(fault.text) };
  expect(await delivery(directory)).toEqual(end);
  smtp.behave();
  directory.pass(HOUR);
  await directory.roster.deliver();
  expect(await delivery(directory)).toEqual(end);
  expect(smtp.connections()).toBe(1);
});

test("a code has the same digits in a second copy of its mail", async () => {
  await using smtp = await startSmtp();
  await using directory = await openTestRoster(smtp.env);
  const { api, roster, pass } = directory;
  const user = await api.createUser({ first_name: "Ada", last_name: "Lovelace" });
  const { id } = await api.addEmail(user.id, "ada@example.com");
  await api.sendEmailVerification(user.id, id);
  smtp.behave("cut");
  await roster.deliver();
  smtp.behave();
  pass(6 * SECOND);
  await roster.deliver();
  const [first, second] = smtp.mails.map(codeIn);
  expect(smtp.mails).toHaveLength(2);
  expect(second).toBe(first);
  expect(await api.verifyEmail(user.id, id, first ?? "")).toMatchObject({ is_verified: true });
});

test("a mail server's echo of a mail is stored without its link", async () => {
  await using smtp = await startSmtp();
  await using directory = await openTestRoster(smtp.env);
  await directory.api.inviteUser({ email: "grace@example.com" });
  let token = "";
  const text = (raw: string) => {
    const body = raw.replaceAll("=\r\n", "").replaceAll("=3D", "=");
    const link = linkIn(body);
    token = link.searchParams.get("token") ?? "";
    return `I do not like ${link.href} nor ${token}`;
  };
  for (const code of [451, 554]) {
    smtp.behave({ at: "data", code, text });
    directory.pass(6 * SECOND);
    await directory.roster.deliver();
    expect(token).toHaveLength(43);
    expect((await delivery(directory))?.last_error).toMatch(/^DATA: (451 4|554 5)\.\d\.\d I do not like … nor …$/);
    expect(directory.logged()).not.toContain(token);
  }
});

test("an untrusted certificate gets no mail and no login", async () => {
  const login = { user: "harbour", pass: "hunter2" };
  await using smtp = await startSmtp({ tls: true, login });
  const SMTP_URL = smtp.url.replace("//", "//harbour:hunter2@");
  await using directory = await openTestRoster({ SMTP_URL, MAIL_FROM, PUBLIC_URL: "https://people.example" });
  await directory.api.inviteUser({ email: "grace@example.com" });
  await directory.roster.deliver();
  expect(await delivery(directory)).toMatchObject({
    state: "queued",
    last_error: expect.stringMatching(/certificate/i),
  });
  expect(smtp.dialogue()).toContain("STARTTLS");
  expect(smtp.dialogue()).not.toMatch(/^AUTH/m);
});

test("a login at another machine needs TLS: without it the password stays here", async () => {
  await using smtp = await startSmtp({ login: { user: "harbour", pass: "hunter2" } });
  // A name of this machine that the server cannot recognise as such.
  const SMTP_URL = `smtp://harbour:hunter2@0.0.0.0:${smtp.port}`;
  await using directory = await openTestRoster({ SMTP_URL, MAIL_FROM, PUBLIC_URL: "https://people.example" });
  await directory.api.inviteUser({ email: "grace@example.com" });
  await directory.roster.deliver();
  expect(smtp.connections()).toBe(1);
  expect(smtp.dialogue()).not.toMatch(/^(AUTH|MAIL)/m);
  expect(await delivery(directory)).toMatchObject({ state: "queued", last_error: expect.stringMatching(/STARTTLS/) });
});

test("a login that works sends; a refused one is retried, and its password is in no log or table", async () => {
  await using smtp = await startSmtp({ login: { user: "harbour", pass: "hunter2:/@" } });
  const as = (password: string) => smtp.url.replace("//", `//harbour:${encodeURIComponent(password)}@`);
  await using right = await openTestRoster({
    SMTP_URL: as("hunter2:/@"),
    MAIL_FROM,
    PUBLIC_URL: "https://people.example",
  });
  await right.api.inviteUser({ email: "grace@example.com" });
  await right.roster.deliver();
  expect(await delivery(right)).toMatchObject({ state: "sent" });

  await using wrong = await openTestRoster({
    SMTP_URL: as("letmein"),
    MAIL_FROM,
    PUBLIC_URL: "https://people.example",
  });
  const encoded = Buffer.from("\0harbour\0letmein").toString("base64");
  await wrong.api.inviteUser({ email: "grace@example.com" });
  await wrong.roster.deliver();
  expect(await delivery(wrong)).toMatchObject({ state: "queued", last_error: "The login was refused: 535" });
  smtp.behave({ at: "auth", code: 535, text: `what is ${encoded} or letmein?` });
  wrong.pass(6 * SECOND);
  await wrong.roster.deliver();
  expect(await delivery(wrong)).toMatchObject({ state: "queued", attempts: 2 });
  for (const secret of ["letmein", encoded]) {
    expect(JSON.stringify(await wrong.dump())).not.toContain(secret);
    expect(wrong.logged()).not.toContain(secret);
  }
});

test("the host of a request changes no link", async () => {
  await using smtp = await startSmtp();
  const settings = {
    SMTP_URL: smtp.url,
    MAIL_FROM,
    PUBLIC_URL: "https://people.example/app",
    TRUSTED_PROXIES: "loopback",
  };
  await using server = await listen(settings);
  const headers = {
    host: "evil.example",
    "x-forwarded-host": "evil.example",
    forwarded: "host=evil.example;proto=http",
    "x-forwarded-proto": "http",
    origin: "https://evil.example",
  };
  const body = JSON.stringify({ email: "grace@example.com" });
  const response = await server.request("/trpc/inviteUser", { method: "POST", headers, body });
  expect(response.status).toBe(200);
  await server.roster.deliver();
  const [mail] = smtp.mails;
  expect(mail?.raw).not.toContain("evil.example");
  expect(linkIn(mail).href).toMatch(/^https:\/\/people\.example\/app\/accept-invitation\?token=[\w-]{43}$/);
});
