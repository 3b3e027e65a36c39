import type { Message } from "@roster/client";

type Told = Pick<Message, "last_error" | "kind" | "template">;

/** What to do about an address that takes no mail. */
const anotherAddress = ({ template }: Told) =>
  template === "invitation"
    ? "Ask the person, revoke the invitation, and invite the right address."
    : "Ask the person, and add the right address to the user.";

/** Advice for an error of sending. Its text has the SMTP code of the mail server's reply, or the error of the system. */
const meanings: [RegExp, string | ((message: Told) => string)][] = [
  [
    /^The login was refused/,
    "The mail server refuses the name or password in SMTP_URL. Correct them, and restart Roster.",
  ],
  [/^MAIL FROM: /, "The mail server refuses the sender. Set MAIL_FROM to an address that it sends for."],
  [
    /\b5\.7\.\d|: 53[0458]/,
    "The mail server refuses this sender: it wants a login, encryption, or a sender's domain that it trusts. Check SMTP_URL, MAIL_FROM, and the domain's SPF and DKIM.",
  ],
  [/5\.2\.2|: (452|552)\b/, "The mailbox is full. Ask the person to make room, then send it again."],
  [
    /^RCPT TO: 5|^The recipient is not/,
    (message) => `There is no such mailbox, or it takes no mail. ${anotherAddress(message)}`,
  ],
  [/^(RCPT TO|DATA|CONN): 4|: 4\d\d /, "The mail server asks to try later. Roster does; there is nothing to do yet."],
  [/^DATA: 5/, "The mail server refuses what the mail says, often as spam. Ask who runs it."],
  [
    /certificate|\bTLS\b|\bSSL\b/i,
    "There is no safe connection to the mail server. Check its certificate and SMTP_URL.",
  ],
  [
    /^The hook cannot be reached/,
    "What sends text messages cannot be reached. Check SMS_WEBHOOK_URL, and that it runs.",
  ],
  [/^The hook answered/, "What sends text messages refused it. Look into its log by this message's id."],
  [
    /ECONN|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOST|ENET|getaddrinfo|timeout|closed|took too long/i,
    ({ kind }) =>
      kind === "sms"
        ? "What sends text messages does not answer. Check SMS_WEBHOOK_URL, and that it runs."
        : "The mail server does not answer. Check SMTP_URL, and that it runs.",
  ],
];

/** What the last error means and what to do about it; undefined where its text must say it. */
export function adviceOn(message: Told) {
  const { last_error } = message;
  const found = last_error === null ? undefined : meanings.find(([pattern]) => pattern.test(last_error))?.[1];
  return typeof found === "function" ? found(message) : found;
}
