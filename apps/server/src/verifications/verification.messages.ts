import { mailTemplate } from "../mail/mail.kind.ts";
import { greeting, inMinutes } from "../mail/wording.ts";
import type { Composing } from "../outbox/message-kind.ts";
import type { Template } from "../outbox/template.ts";
import { smsTemplate } from "../sms/sms.kind.ts";
import { MINUTE } from "../times.ts";
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

type Taken = Awaited<ReturnType<typeof takeCode>>;

/** Stores the code that is being sent as the valid one, if one is still waited for. Answers its expiry and its user. */
async function takeCode({ tx, message, now }: Composing, { hash }: Code) {
  const verification = await findVerificationToSend(tx, message.subject_id, message.recipient, now);
  if (!verification || !(await setCodeHash(tx, verification.id, hash)))
    return { unwanted: "The code was no longer waited for." };
  const minutes = Math.ceil((Date.parse(verification.expires_at) - Date.parse(now)) / MINUTE);
  return { left: inMinutes(Math.max(1, minutes)), firstName: verification.first_name };
}

const emailCode = mailTemplate<Taken, Code>({
  template: "email_code",
  lane: "prompt",
  prepare,
  look: takeCode,
  compose({ settings: { appName, mailSubjects } }, taken, code) {
    return {
      subject: mailSubjects.email_code,
      content: {
        preview: `It works for ${taken.left}.`,
        heading: `Your code for ${appName}`,
        paragraphs: [greeting(taken.firstName), "This code shows that the address is yours:"],
        code: code.plain,
        notes: [
          `It works for ${taken.left}. Tell it to nobody.`,
          "If you did not ask for a code, ignore this mail: the address is not confirmed without it.",
        ],
      },
      secret: code.plain,
    };
  },
});

const phoneCode = smsTemplate<Taken, Code>({
  template: "phone_code",
  lane: "prompt",
  prepare,
  look: takeCode,
  compose({ settings: { appName } }, taken, code) {
    return {
      text: `${code.plain} is your code for ${appName}. It works for ${taken.left}. Tell it to nobody.`,
      secret: code.plain,
    };
  },
});

/** The template of codes for each kind of identifier. */
export const codeMessages = { email: emailCode, phone: phoneCode };
