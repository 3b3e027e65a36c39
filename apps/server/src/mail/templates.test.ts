import { expect, test } from "vitest";
import { openTestRoster } from "../testing/roster.ts";
import { linkIn, startSmtp, type TakenMail } from "../testing/smtp.ts";

const MAIL_FROM = "no-reply@harbour.example";

/** An invitation with these names of a person and an organization. */
async function invite(first_name: string, name: string, env: Record<string, string> = {}): Promise<TakenMail> {
  await using smtp = await startSmtp();
  await using directory = await openTestRoster({ ...smtp.env, ...env });
  const { id: organization_id } = await directory.api.createOrganization({ name, slug: "acme" });
  await directory.api.inviteUser({ email: "grace@example.com", first_name, organization_id });
  await directory.roster.deliver();
  const [mail] = smtp.mails;
  if (!mail) throw new Error("there is no mail");
  return mail;
}

const hrefsIn = ({ html }: TakenMail) => [...String(html).matchAll(/href="([^"]*)"/g)].map(([, href]) => href);

test.for([
  ["<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert(1)&gt;"],
  ['"><script>alert(1)</script>', "&quot;&gt;&lt;script&gt;alert(1)&lt;/\u2060script&gt;"],
  ["{{7*7}} ${7*7} <%= 7*7 %>", "{{7*7}} ${7*7} &lt;%= 7*7 %&gt;"],
  ["{app} $& $1", "{app} $&amp; $1"],
  ["http://evil.example", "http:\u2060/\u2060/\u2060evil.\u2060example"],
  ["www.evil.example/a?b", "www.\u2060evil.\u2060example/\u2060a?b"],
  ["eve@evil.example", "eve@\u2060evil.\u2060example"],
  ["[click](https://evil.example)", "[click](https:\u2060/\u2060/\u2060evil.\u2060example)"],
  ["Ada\u202Egnp.exe", "Adagnp.\u2060exe"],
  ["J. R. R. Tolkien: Sir", "J. R. R. Tolkien: Sir"],
  ["O'Brien & Sons", "O&#39;Brien &amp; Sons"],
] as const)("the name %j stands in a mail as words, and as nothing else", async ([name, shown]) => {
  const mail = await invite(name, name);
  expect(mail.html).toContain(`Hello ${shown},`);
  expect(mail.html).toContain(`invited to join ${shown} on Roster.`);
  expect(mail.html).not.toMatch(/<(img|script|iframe|link|form)\b|<[^>]*\bsrc=|url\(/i);
  const link = linkIn(mail);
  expect(link.origin).toBe("https://people.harbour.example");
  expect(hrefsIn(mail)).toEqual([link.href, link.href]);
  expect(mail.text).not.toMatch(/\bevil\.example|@evil|www\.evil/);
});

test("not even a name with line breaks, from a database that was tampered with, adds a header or a line", async () => {
  await using smtp = await startSmtp();
  await using directory = await openTestRoster({
    SMTP_URL: smtp.url,
    MAIL_FROM,
    PUBLIC_URL: "https://people.example",
  });
  await directory.api.inviteUser({ email: "grace@example.com" });
  await directory.database.query(
    "update invitations set first_name = ?",
    "Grace\r\n.\r\nRCPT TO:<eve@evil.example>\r\n",
  );
  await directory.roster.deliver();

  expect(smtp.mails).toHaveLength(1);
  const [mail] = smtp.mails;
  expect(mail?.envelope.to).toEqual(["grace@example.com"]);
  expect(mail?.bcc).toBeUndefined();
  expect(mail?.headerLines.map(({ key }) => key).toSorted()).toEqual(
    ["auto-submitted", "content-type", "date", "from", "message-id", "mime-version", "subject", "to"].toSorted(),
  );
  expect(mail?.text).toContain("Hello Grace . RCPT TO:\u2060<eve@\u2060evil.\u2060example> ,");
});

test("an operator's subject is used, with the names of the application and the organization where it says so", async () => {
  const env = { APP_NAME: "$& Harbour", MAIL_SUBJECT_INVITATION: "Komm zu {app} – {app}! {organization}" };
  const mail = await invite("Grace", "Acme", env);
  expect(mail.subject).toBe("Komm zu $& Harbour – $& Harbour! Acme");
});

test("a mail says until when its link works, in plain text and in HTML alike", async () => {
  const mail = await invite("Grace", "Acme");
  for (const body of [mail.text, mail.html]) expect(body).toContain("until 8 March 2026 at 12:00 UTC");
  expect(mail.html).toContain('<html lang="en">');
  expect(mail.html).toContain("prefers-color-scheme: dark");
});
