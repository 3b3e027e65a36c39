import { mailTemplate } from "../mail/mail.kind.ts";
import { aboutLink, greeting, inUtc, inWords } from "../mail/wording.ts";
import { checkRedirect, linkTo } from "../tokens/links.ts";
import { mintToken } from "../tokens/tokens.ts";
import { findUserByEmail } from "../user-rows/user-row.queries.ts";
import { findInvitationToShow, lockInvitationToSend } from "./invitation.queries.ts";

export const invitationMail = mailTemplate({
  template: "invitation",
  lane: "patient",
  async look({ tx, message, now }) {
    const user = await findUserByEmail(tx, { email: message.recipient });
    if (user && !user.is_active) return { unwanted: "The user with this address is deactivated." }; // the link would not work
    return (
      (await lockInvitationToSend(tx, message.subject_id, now)) ?? { unwanted: "The invitation was no longer open." }
    );
  },
  async secret({ tx, message, now, settings }, { id: invitation_id, redirect_url, expires_at }) {
    checkRedirect(redirect_url, settings);
    return mintToken(tx, { invitation_id, email: message.recipient, created_at: now, expires_at });
  },
  find: ({ db, message }) => findInvitationToShow(db, message.subject_id),
  write({ settings }, { first_name, organization_name: organization, redirect_url, expires_at }, token) {
    const where = organization === null ? settings.appName : `${inWords(organization)} on ${settings.appName}`;
    return {
      subject: settings.mailSubjects.invitation,
      organization,
      content: {
        preview: `Accept until ${inUtc(expires_at)}.`,
        heading: `You are invited to ${where}`,
        paragraphs: [greeting(first_name), `You are invited to join ${where}. Open the link to accept.`],
        button: { label: "Accept the invitation", link: linkTo("invitation", redirect_url, token, settings) },
        notes: [
          aboutLink(expires_at),
          "If you do not expect an invitation, ignore this mail: nothing happens without the link.",
        ],
      },
    };
  },
});
