import * as z from "zod";
import type { Settings } from "../config.ts";
import { mailTemplate } from "../mail/mail.kind.ts";
import { greeting } from "../mail/wording.ts";
import { findGreeted } from "../user-rows/user-row.queries.ts";

const passwordTexts = {
  changed: "Your password was changed.",
  set: "A password was set for your account, which had none.",
  removed: "Your password was removed: nobody can sign in with it any more.",
};
export type PasswordChange = keyof typeof passwordTexts;

const signInTexts = {
  email_added: "An email address was added to those that you sign in with.",
  email_removed: "An email address was removed from those that you sign in with.",
  email_primary: "Another email address is the primary one of your account now.",
  phone_added: "A phone number was added to those that you sign in with.",
  phone_removed: "A phone number was removed from those that you sign in with.",
  phone_primary: "Another phone number is the primary one of your account now.",
  social_connection_added: "An account with another service was connected: you can sign in with it.",
  social_connection_removed: "An account with another service was disconnected: you can no longer sign in with it.",
};
export type SignInChange = keyof typeof signInTexts;

const Facts = z.object({ changes: z.string() });

/**
 * A notice to the owner of an account, with a sentence for each change. It goes to the address that it was queued for, even if the
 * user has lost that one meanwhile: whoever took it away must not silence the notice.
 */
const noticeMail = (
  template: string,
  texts: Record<string, string>,
  heading: string,
  subject: (settings: Settings) => string,
) =>
  mailTemplate({
    template,
    lane: "prompt",
    look: async ({ tx, message }) =>
      (await findGreeted(tx, message.user_id)) ?? { unwanted: "There is no such user any more." },
    find: ({ db, message }) => findGreeted(db, message.user_id),
    write({ message, settings }, owner) {
      const changes = Facts.parse(JSON.parse(message.facts)).changes.split(" ");
      return {
        subject: subject(settings),
        content: {
          preview: "If it was you, there is nothing to do.",
          heading,
          paragraphs: [
            greeting(owner.first_name),
            `This is about your account with ${settings.appName}. ${changes.map((name) => texts[name] ?? "").join(" ")}`,
            "If it was you, there is nothing to do.",
            "If it was not you, reset your password where you sign in, and tell those who run the service.",
          ],
          notes: [],
        },
      };
    },
  });

export const passwordNotice = noticeMail(
  "password_changed",
  passwordTexts,
  "Your password was changed",
  ({ mailSubjects }) => mailSubjects.password_changed,
);

export const signInNotice = noticeMail(
  "sign_in_changed",
  signInTexts,
  "How you sign in was changed",
  () => "How you sign in to {app} was changed",
);
