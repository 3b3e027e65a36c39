import { mailTemplate } from "../mail/mail.kind.ts";
import { greeting, inMinutes } from "../mail/wording.ts";
import type { Composing } from "../outbox/message-kind.ts";
import type { Template } from "../outbox/template.ts";
import { smsTemplate } from "../sms/sms.kind.ts";
import { codeOf } from "./codes.ts";
import { findVerificationToSend, setCodeHash } from "./verification.queries.ts";

const MINUTE = 60 * 1000;

interface Code {
  plain: string;
  hash: string;
}

const prepare: Template<never, Code>["prepare"] = async ({ id }, { hash }) => {
  const plain = codeOf(id);
  return { plain, hash: await hash(plain) };
};

const noCode = { unwanted: "The code was no longer waited for." };

/** Stores the code that is being sent as the valid one. Answers its expiry and its user. */
async function takeCode({ tx, message, now }: Composing, { hash }: Code) {
  const verification = await findVerificationToSend(tx, message.subject_id, message.recipient, now);
  if (!verification || !(await setCodeHash(tx, verification.id, hash))) return undefined;
  const minutes = Math.ceil((Date.parse(verification.expires_at) - Date.parse(now)) / MINUTE);
  return { left: inMinutes(Math.max(1, minutes)), firstName: verification.first_name };
}

const emailCode = mailTemplate<Code>({
  template: "email_code",
  lane: "prompt",
  prepare,
  async compose(composing, code) {
    const taken = await takeCode(composing, code);
    if (!taken) return noCode;
    const { appName, mailSubjects } = composing.settings;
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

const phoneCode = smsTemplate<Code>({
  template: "phone_code",
  lane: "prompt",
  prepare,
  async compose(composing, code) {
    const taken = await takeCode(composing, code);
    if (!taken) return noCode;
    const { appName } = composing.settings;
    return {
      text: `${code.plain} is your code for ${appName}. It works for ${taken.left}. Tell it to nobody.`,
      secret: code.plain,
    };
  },
});

/** The template of codes for each kind of identifier. */
export const codeMessages = { email: emailCode, phone: phoneCode };
