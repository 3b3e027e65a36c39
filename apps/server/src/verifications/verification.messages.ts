import { limits } from "@roster/contract";
import { mailTemplate } from "../mail/mail.kind.ts";
import { greeting, inMinutes } from "../mail/wording.ts";
import type { Composing, Previewing } from "../outbox/message-kind.ts";
import type { Showing, Template } from "../outbox/template.ts";
import { smsTemplate } from "../sms/sms.kind.ts";
import { MINUTE } from "../times.ts";
import { findGreeted, type Greeted } from "../user-rows/user-row.queries.ts";
import { codeOf } from "./codes.ts";
import { findVerificationToSend, setCodeHash } from "./verification.queries.ts";

interface Code {
  plain: string;
  hash: string;
}

const prepare: Template<never, never, Code>["prepare"] = async ({ id }, { hash }) => {
  const plain = codeOf(id);
  return { plain, hash: await hash(plain) };
};

/** Stores the code that is being sent as the valid one, if one is still waited for. */
async function takeCode({ tx, message, now }: Composing, { hash }: Code) {
  const verification = await findVerificationToSend(tx, message.subject_id, message.recipient, now);
  if (!verification || !(await setCodeHash(tx, verification.id, hash)))
    return { unwanted: "The code was no longer waited for." };
  return verification;
}

/** How long the code works, which runs out some minutes after it was asked for. */
function leftOf({ message, now }: Showing) {
  const end = Date.parse(message.created_at) + limits.codeMinutes * MINUTE;
  return inMinutes(Math.max(1, Math.ceil((end - Date.parse(now)) / MINUTE)));
}

const parts = {
  lane: "prompt",
  prepare,
  look: takeCode,
  secret: (_: unknown, __: unknown, { plain }: Code) => plain,
  find: ({ db, message }: Previewing) => findGreeted(db, message.user_id),
} as const;

const emailCode = mailTemplate<Greeted, Code>({
  ...parts,
  template: "email_code",
  write(showing, { first_name }, code) {
    const { appName, mailSubjects } = showing.settings;
    const left = leftOf(showing);
    return {
      subject: mailSubjects.email_code,
      content: {
        preview: `It works for ${left}.`,
        heading: `Your code for ${appName}`,
        paragraphs: [greeting(first_name), "This code shows that the address is yours:"],
        code,
        notes: [
          `It works for ${left}. Tell it to nobody.`,
          "If you did not ask for a code, ignore this mail: the address is not confirmed without it.",
        ],
      },
    };
  },
});

const phoneCode = smsTemplate<Greeted, Code>({
  ...parts,
  template: "phone_code",
  write: (showing, _, code) =>
    `${code} is your code for ${showing.settings.appName}. It works for ${leftOf(showing)}. Tell it to nobody.`,
});

export const codeMessages = { email: emailCode, phone: phoneCode };
