import { limits } from "@roster/contract";
import { mailTemplate } from "../mail/mail.kind.ts";
import { aboutLink, greeting } from "../mail/wording.ts";
import { noOwner, passwordLink } from "../passwords/password.mails.ts";

const DAY = 24 * 60 * 60 * 1000;

export const welcomeMail = mailTemplate({
  template: "welcome",
  lane: "patient",
  async compose(composing) {
    const opened = await passwordLink(composing, limits.welcomeDays * DAY);
    if (!opened) return noOwner;
    const { appName, mailSubjects } = composing.settings;
    const { firstName, link, until } = opened;
    return {
      subject: mailSubjects.welcome,
      content: {
        preview: "Set a password to sign in.",
        heading: `Welcome to ${appName}`,
        paragraphs: [greeting(firstName), `You have an account with ${appName} now. Set a password to sign in.`],
        button: { label: "Set a password", link },
        notes: [aboutLink(until), "After that, ask for a new link where you sign in."],
      },
      secret: link,
    };
  },
});
