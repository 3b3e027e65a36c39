import { limits } from "@roster/contract";
import * as z from "zod";
import { mailTemplate } from "../mail/mail.kind.ts";
import { aboutLink, greeting, inUtc } from "../mail/wording.ts";
import type { Previewing } from "../outbox/message-kind.ts";
import type { Showing, Templating } from "../outbox/template.ts";
import { after, MINUTE } from "../times.ts";
import { checkRedirect, linkTo } from "../tokens/links.ts";
import { mintToken } from "../tokens/tokens.ts";
import { findGreeted, type Greeted, lockOwner } from "../user-rows/user-row.queries.ts";

/** The active user who owns a message's address. */
export const lookForOwner = async ({ tx, message }: Templating) =>
  (await lockOwner(tx, message.user_id, message.recipient)) ?? {
    unwanted: "The address is no longer that of an active user.",
  };

const Facts = z.object({ redirect_url: z.string().nullable().default(null) });

const redirectOf = ({ message }: Showing) => Facts.parse(JSON.parse(message.facts)).redirect_url;

/** A link with a lifetime, for the address's owner to set a password. */
export const passwordLink = (milliseconds: number) => {
  const endOf = ({ now }: Showing) => after(now, milliseconds);
  return {
    find: ({ db, message }: Previewing) => findGreeted(db, message.user_id),
    secret(templating: Templating, { id: user_id }: Greeted) {
      const { tx, message, now: created_at, settings } = templating;
      checkRedirect(redirectOf(templating), settings);
      return mintToken(tx, { user_id, email: message.recipient, created_at, expires_at: endOf(templating) });
    },
    write: (showing: Showing, token: string) => ({
      link: linkTo("password", redirectOf(showing), token, showing.settings),
      until: endOf(showing),
    }),
  };
};

const resetLink = passwordLink(limits.resetMinutes * MINUTE);

export const passwordResetMail = mailTemplate({
  template: "password_reset",
  lane: "prompt",
  look: lookForOwner,
  secret: resetLink.secret,
  find: resetLink.find,
  write(showing, owner, token) {
    const { appName, mailSubjects } = showing.settings;
    const { link, until } = resetLink.write(showing, token);
    return {
      subject: mailSubjects.password_reset,
      content: {
        preview: `The link works until ${inUtc(until)}.`,
        heading: "Set a new password",
        paragraphs: [
          greeting(owner.first_name),
          `Somebody asked to reset your password for ${appName}. If it was you, set a new one:`,
        ],
        button: { label: "Set a new password", link },
        notes: [aboutLink(until), "If it was not you, ignore this mail: your password stays as it is."],
      },
    };
  },
});
