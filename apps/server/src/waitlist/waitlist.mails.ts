import { limits } from "@roster/contract";
import { mailTemplate } from "../mail/mail.kind.ts";
import { aboutLink, greeting } from "../mail/wording.ts";
import { lookForOwner, passwordLink } from "../passwords/password.mails.ts";
import { DAY } from "../times.ts";

export const welcomeMail = mailTemplate({
  template: "welcome",
  lane: "patient",
  async look(templating) {
    const owner = await lookForOwner(templating);
    const isSet = "password_hash" in owner && owner.password_hash !== null;
    return isSet ? { unwanted: "The user has set a password meanwhile." } : owner;
  },
  async compose(templating, owner) {
    const { appName, mailSubjects } = templating.settings;
    const { firstName, link, until } = await passwordLink(templating, owner, limits.welcomeDays * DAY);
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
