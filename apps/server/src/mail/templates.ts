import type { Settings } from "../config.ts";
import { type Content, toHtml, toText } from "./frame.ts";
import type { Template } from "./message.table.ts";
import type { Letter } from "./transport.ts";

type MailTemplate = Exclude<Template, "phone_code">;

/** Mail programs make links of what looks like one. A word joiner keeps them from it, and is not seen. */
const WORD_JOINER = "\u2060";

/** A value that somebody gave, as words among ours: one line, in our direction of writing, and no link by itself. */
const inWords = (value: string) =>
  value
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ")
    .replaceAll(/[\u202a-\u202e\u2066-\u2069]/g, "")
    .replaceAll(/(?<=\S)[./:@](?=\S)/gu, (mark) => mark + WORD_JOINER);

const greeting = (firstName: string | null) => (firstName === null ? "Hello," : `Hello ${inWords(firstName)},`);

const minutes = (count: number) => (count === 1 ? "1 minute" : `${count} minutes`);

const asTime = { dateStyle: "long", timeStyle: "short", timeZone: "UTC" } as const;
const inUtc = (time: string) => `${new Date(time).toLocaleString("en-GB", asTime)} UTC`;

const alone = (until: string) => `The link is for you alone. It works once, until ${inUtc(until)}.`;

/** What a template is told, by its name. */
interface Facts {
  invitation: { firstName: string | null; organization: string | null; link: string; until: string };
  welcome: { firstName: string | null; link: string; until: string };
  email_code: { firstName: string | null; code: string; minutes: number };
  password_reset: { firstName: string | null; link: string; until: string };
  password_changed: { firstName: string | null };
}

const contents: { [T in MailTemplate]: (facts: Facts[T], app: string) => Content } = {
  invitation({ firstName, organization, link, until }, app) {
    const where = organization === null ? app : `${inWords(organization)} on ${app}`;
    return {
      preview: `Accept until ${inUtc(until)}.`,
      heading: `You are invited to ${where}`,
      paragraphs: [greeting(firstName), `You are invited to join ${where}. Open the link to accept.`],
      button: { label: "Accept the invitation", link },
      notes: [alone(until), "If you do not expect an invitation, ignore this mail: nothing happens without the link."],
    };
  },
  welcome: ({ firstName, link, until }, app) => ({
    preview: "Set a password to sign in.",
    heading: `Welcome to ${app}`,
    paragraphs: [greeting(firstName), `You have an account with ${app} now. Set a password to sign in.`],
    button: { label: "Set a password", link },
    notes: [alone(until), "After that, ask for a new link where you sign in."],
  }),
  email_code: ({ firstName, code, minutes: left }, app) => ({
    preview: `It works for ${minutes(left)}.`,
    heading: `Your code for ${app}`,
    paragraphs: [greeting(firstName), "This code shows that the address is yours:"],
    code,
    notes: [
      `It works for ${minutes(left)}. Tell it to nobody.`,
      "If you did not ask for a code, ignore this mail: the address is not confirmed without it.",
    ],
  }),
  password_reset: ({ firstName, link, until }, app) => ({
    preview: `The link works until ${inUtc(until)}.`,
    heading: "Set a new password",
    paragraphs: [
      greeting(firstName),
      `Somebody asked to reset your password for ${app}. If it was you, set a new one:`,
    ],
    button: { label: "Set a new password", link },
    notes: [alone(until), "If it was not you, ignore this mail: your password stays as it is."],
  }),
  password_changed: ({ firstName }, app) => ({
    preview: "If it was you, there is nothing to do.",
    heading: "Your password was changed",
    paragraphs: [
      greeting(firstName),
      `Your password for ${app} was changed. If it was you, there is nothing to do.`,
      "If it was not you, reset your password where you sign in, and tell those who run the service.",
    ],
    notes: [],
  }),
};

/** A mail's subject, text and HTML. */
export function writeLetter<T extends MailTemplate>(template: T, facts: Facts[T], settings: Settings): Letter {
  const { appName, mailSubjects } = settings;
  const organization = "organization" in facts ? facts.organization : null;
  const subject = mailSubjects[template]
    .replaceAll("{app}", () => appName)
    .replaceAll("{organization}", () => (organization === null ? appName : inWords(organization)));
  const content = contents[template](facts, appName);
  return { subject, text: toText(appName, content), html: toHtml(appName, subject, content) };
}

export const writeTextMessage = (code: string, left: number, { appName }: Settings) =>
  `${code} is your code for ${appName}. It works for ${minutes(left)}. Tell it to nobody.`;
