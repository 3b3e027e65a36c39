import { limits } from "@roster/contract";
import * as z from "zod";
import { mailTemplate } from "../mail/mail.kind.ts";
import { aboutLink, greeting, inUtc } from "../mail/wording.ts";
import { isStillQueued } from "../outbox/message.queries.ts";
import type { Template } from "../outbox/template.ts";
import { checkRedirect, linkTo } from "../tokens/links.ts";
import { mintToken } from "../tokens/tokens.ts";
import { lockOwner } from "../user-rows/user-row.queries.ts";

const MINUTE = 60 * 1000;

export const noOwner = { unwanted: "The address is no longer that of an active user." };

const Facts = z.object({ redirect_url: z.string().nullable().default(null) });

/** A link for the address's owner to set a password, with a lifetime. Undefined if no active user owns the address. */
export async function passwordLink(
  { tx, message, now, settings }: Parameters<Template<never>["compose"]>[0],
  milliseconds: number,
) {
  const { recipient: email } = message;
  const owner = await lockOwner(tx, message.user_id, email);
  // Under the lock, because a link made after a change of the password or the user would outlive it.
  if (!owner || !(await isStillQueued(tx, message))) return undefined;
  const { redirect_url } = Facts.parse(JSON.parse(message.facts));
  checkRedirect(redirect_url, settings);
  const until = new Date(Date.parse(now) + milliseconds).toISOString();
  const token = await mintToken(tx, { user_id: owner.id, email, created_at: now, expires_at: until });
  return { firstName: owner.first_name, link: linkTo("password", redirect_url, token, settings), until };
}

export const passwordResetMail = mailTemplate({
  template: "password_reset",
  lane: "prompt",
  async compose(composing) {
    const opened = await passwordLink(composing, limits.resetMinutes * MINUTE);
    if (!opened) return noOwner;
    const { appName, mailSubjects } = composing.settings;
    const { firstName, link, until } = opened;
    return {
      subject: mailSubjects.password_reset,
      content: {
        preview: `The link works until ${inUtc(until)}.`,
        heading: "Set a new password",
        paragraphs: [
          greeting(firstName),
          `Somebody asked to reset your password for ${appName}. If it was you, set a new one:`,
        ],
        button: { label: "Set a new password", link },
        notes: [aboutLink(until), "If it was not you, ignore this mail: your password stays as it is."],
      },
      secret: link,
    };
  },
});
