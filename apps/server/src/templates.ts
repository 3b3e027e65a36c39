import { invitationMail } from "./invitations/invitation.mails.ts";
import type { MailTemplate } from "./mail/mail.template.ts";
import { passwordChangedMail, passwordResetMail } from "./passwords/password.mails.ts";
import type { SmsTemplate } from "./sms/sms.kind.ts";
import { codeMessages } from "./verifications/verification.messages.ts";
import { welcomeMail } from "./waitlist/waitlist.mails.ts";

/** Every mail that a server sends, from the slice that it is about. */
export const mailTemplates: readonly MailTemplate[] = [
  invitationMail,
  welcomeMail,
  codeMessages.email,
  passwordResetMail,
  passwordChangedMail,
];

/** Every text message. */
export const smsTemplates: readonly SmsTemplate[] = [codeMessages.phone];
