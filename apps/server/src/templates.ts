import { invitationMail } from "./invitations/invitation.mails.ts";
import type { MailTemplate } from "./mail/mail.kind.ts";
import { passwordNotice, signInNotice } from "./notices/notice.mails.ts";
import { passwordResetMail } from "./passwords/password.mails.ts";
import type { SmsTemplate } from "./sms/sms.kind.ts";
import { codeMessages } from "./verifications/verification.messages.ts";
import { welcomeMail } from "./waitlist/waitlist.mails.ts";

/** All mails. The slice that a mail is about defines it. */
export const mailTemplates: readonly MailTemplate[] = [
  invitationMail,
  welcomeMail,
  codeMessages.email,
  passwordResetMail,
  passwordNotice,
  signInNotice,
];

export const smsTemplates: readonly SmsTemplate[] = [codeMessages.phone];
