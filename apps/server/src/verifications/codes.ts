import { createHmac, randomBytes, randomInt } from "node:crypto";

const DIGITS = 6;
const CODES = 10 ** DIGITS;

const inDigits = (number: number) => String(number).padStart(DIGITS, "0");

/** A code of six digits, each as likely as any other. */
export const newCode = () => inDigits(randomInt(CODES));

const key = randomBytes(32);

/**
 * The code of a message: six digits, derived from its id by a key of this process. Every attempt has the same code, for mailboxes
 * that keep only the first copy of a mail.
 */
export const codeOf = (messageId: string) =>
  inDigits(createHmac("sha256", key).update(messageId).digest().readUIntBE(0, 6) % CODES);
