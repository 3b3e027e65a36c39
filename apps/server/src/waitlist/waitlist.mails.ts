import { limits } from "@roster/contract";
import { mailTemplate } from "../mail/mail.kind.ts";
import { aboutLink, greeting } from "../mail/wording.ts";
import { lookForOwner, passwordLink } from "../passwords/password.mails.ts";
import { DAY } from "../times.ts";

const welcomeLink = passwordLink(limits.welcomeDays * DAY);

export const welcomeMail = mailTemplate({
  template: "welcome",
  lane: "patient",
  async look(templating) {
    const owner = await lookForOwner(templating);
    const isSet = "password_hash" in owner && owner.password_hash !== null;
    return isSet ? { unwanted: "The user has set a password meanwhile." } : owner;
  },
  secret: welcomeLink.secret,
  find: welcomeLink.find,
  write(showing, owner, token) {
    const { appName, mailSubjects } = showing.settings;
    const { link, until } = welcomeLink.write(showing, token);
    return {
      subject: mailSubjects.welcome,
      content: {
        preview: "Set a password to sign in.",
        heading: `Welcome to ${appName}`,
        paragraphs: [greeting(owner.first_name), `You have an account with ${appName} now. Set a password to sign in.`],
        button: { label: "Set a password", link },
        notes: [aboutLink(until), "After that, ask for a new link where you sign in."],
      },
    };
  },
});
