import type { Change } from "../calls/call.ts";
import type { MailTemplate } from "../mail/mail.kind.ts";
import { offerMessage } from "../outbox/message.service.ts";
import type { LockedUser } from "../user-rows/user-row.queries.ts";
import { type PasswordChange, passwordNotice, type SignInChange, signInNotice } from "./notice.mails.ts";

/**
 * Queues one mail about a change of how an account is signed in to, to its primary address as it was before. A user who had none
 * gets none, and one who got too many of them does not prevent the change.
 */
async function notify(change: Change, notice: MailTemplate, before: LockedUser, changes: string[]) {
  const { id: user_id, email: recipient } = before;
  if (recipient === null || changes.length === 0) return;
  await offerMessage(change, notice, { recipient, user_id, facts: { changes: changes.join(" ") } });
}

export const notifyOfPassword = (change: Change, before: LockedUser, what: PasswordChange) =>
  notify(change, passwordNotice, before, [what]);

export const notifyOfSignIn = (change: Change, before: LockedUser, changes: SignInChange[]) =>
  notify(change, signInNotice, before, changes);
