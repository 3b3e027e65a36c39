import { limits } from "@roster/contract";
import * as z from "zod";
import { mailTemplate } from "../mail/mail.kind.ts";
import { aboutLink, greeting, inUtc } from "../mail/wording.ts";
import type { Templating } from "../outbox/template.ts";
import { after, MINUTE } from "../times.ts";
import { checkRedirect, linkTo } from "../tokens/links.ts";
import { mintToken } from "../tokens/tokens.ts";
import { lockOwner } from "../user-rows/user-row.queries.ts";

/** The active user who owns a message's address. */
export const lookForOwner = async ({ tx, message }: Templating) =>
  (await lockOwner(tx, message.user_id, message.recipient)) ?? {
    unwanted: "The address is no longer that of an active user.",
  };

type Owner = NonNullable<Awaited<ReturnType<typeof lockOwner>>>;

const Facts = z.object({ redirect_url: z.string().nullable().default(null) });

/** A link for the address's owner to set a password, with a lifetime. */
export async function passwordLink({ tx, message, now, settings }: Templating, owner: Owner, milliseconds: number) {
  const { redirect_url } = Facts.parse(JSON.parse(message.facts));
  checkRedirect(redirect_url, settings);
  const until = after(now, milliseconds);
  const token = await mintToken(tx, {
    user_id: owner.id,
    email: message.recipient,
    created_at: now,
    expires_at: until,
  });
  return { firstName: owner.first_name, link: linkTo("password", redirect_url, token, settings), until };
}

export const passwordResetMail = mailTemplate({
  template: "password_reset",
  lane: "prompt",
  look: lookForOwner,
  async compose(templating, owner) {
    const { appName, mailSubjects } = templating.settings;
    const { firstName, link, until } = await passwordLink(templating, owner, limits.resetMinutes * MINUTE);
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
