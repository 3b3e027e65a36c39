import { createHmac, randomBytes } from "node:crypto";
import { emailAddress, limits, phoneNumber } from "@roster/contract";
import type { Settings } from "../config.ts";
import type { Tx } from "../database/database.ts";
import { Refusal } from "../errors.ts";
import { checkRedirect, linkTo } from "../tokens/links.ts";
import { mintToken } from "../tokens/tokens.ts";
import {
  type ClaimedMessage,
  findInvitationToSend,
  findOwner,
  findVerificationToSend,
  isStillQueued,
  setCodeHash,
} from "./delivery.queries.ts";
import { writeLetter, writeTextMessage } from "./templates.ts";
import type { Letter } from "./transport.ts";

const MINUTE = 60 * 1000;
const DAY = 24 * 60 * MINUTE;

/** What goes out, and the link or code in it. */
interface Composed {
  letter: Letter | string;
  secret: string | undefined;
}

/** Why a message does not go out. One that is spoilt was never right; one that is not has had its time. */
export interface Unwanted {
  unwanted: string;
  isSpoilt?: boolean;
}

interface Composing {
  tx: Tx;
  message: ClaimedMessage;
  /** For templates with a code. */
  code: { plain: string; hash: string } | undefined;
  now: string;
  settings: Settings;
}

const key = randomBytes(32);

/**
 * The code of a message: six digits, for anybody without the key as good as any other. Every attempt of this process has
 * the same one, for mailboxes that keep only the first copy of a mail.
 */
export function codeOf({ id }: ClaimedMessage) {
  const number = createHmac("sha256", key).update(id).digest().readUIntBE(0, 6) % 1_000_000;
  return String(number).padStart(6, "0");
}

/** Whether a stored recipient is what the contract lets in. Nothing else gets near a mail server. */
function isRecipient({ template, recipient }: ClaimedMessage) {
  const parsed = (template === "phone_code" ? phoneNumber : emailAddress).safeParse(recipient);
  return parsed.success && parsed.data === recipient;
}

/** Writes a message that is still wanted. The secret in it is new, and the database has its hash with this transaction. */
export async function compose(composing: Composing): Promise<Composed | Unwanted> {
  const { tx, message, now } = composing;
  if (!(await isStillQueued(tx, message))) return { unwanted: "It was taken back before it went out." };
  if (!isRecipient(message))
    return { unwanted: "The recipient is not an address that can be sent to.", isSpoilt: true };
  if (message.give_up_at <= now) return { unwanted: "It could not be sent in time.", isSpoilt: true };
  try {
    return await templates[message.template](composing);
  } catch (error) {
    if (error instanceof Refusal) return { unwanted: error.message, isSpoilt: true };
    throw error;
  }
}

const noOwner = { unwanted: "The address is no longer that of an active user." };
const noCode = { unwanted: "The code was no longer waited for." };

/** A link by which its owner sets a password, for so long from now. */
async function passwordLetter(composing: Composing, template: "welcome" | "password_reset", milliseconds: number) {
  const { tx, message, now, settings } = composing;
  const { recipient: email, redirect_url } = message;
  const owner = await findOwner(tx, message.user_id, email);
  if (!owner) return noOwner;
  checkRedirect(redirect_url, settings);
  const expires_at = new Date(Date.parse(now) + milliseconds).toISOString();
  const token = await mintToken(tx, { user_id: owner.id, email, created_at: now, expires_at });
  const link = linkTo("password", redirect_url, token, settings);
  const facts = { firstName: owner.first_name, link, until: expires_at };
  return { letter: writeLetter(template, facts, settings), secret: link };
}

/** Makes the code that is sent the one that counts. */
async function takeCode({ tx, message, code, now }: Composing) {
  const verification = await findVerificationToSend(tx, message.verification_id, message.recipient, now);
  if (!verification || !code) return undefined;
  await setCodeHash(tx, verification.id, code.hash);
  const minutes = Math.max(1, Math.ceil((Date.parse(verification.expires_at) - Date.parse(now)) / MINUTE));
  return { code: code.plain, minutes, firstName: verification.first_name };
}

const templates: Record<ClaimedMessage["template"], (composing: Composing) => Promise<Composed | Unwanted>> = {
  async invitation({ tx, message, now, settings }) {
    const invitation = await findInvitationToSend(tx, message.invitation_id, now);
    if (!invitation) return { unwanted: "The invitation was no longer open." };
    const { id: invitation_id, expires_at, redirect_url } = invitation;
    checkRedirect(redirect_url, settings);
    const token = await mintToken(tx, { invitation_id, email: message.recipient, created_at: now, expires_at });
    const link = linkTo("invitation", redirect_url, token, settings);
    const { first_name: firstName, organization_name: organization } = invitation;
    const letter = writeLetter("invitation", { firstName, organization, link, until: expires_at }, settings);
    return { letter, secret: link };
  },
  welcome: (composing) => passwordLetter(composing, "welcome", limits.welcomeDays * DAY),
  password_reset: (composing) => passwordLetter(composing, "password_reset", limits.resetMinutes * MINUTE),
  async password_changed({ tx, message, settings }) {
    const owner = await findOwner(tx, message.user_id, message.recipient);
    if (!owner) return noOwner;
    return { letter: writeLetter("password_changed", { firstName: owner.first_name }, settings), secret: undefined };
  },
  async email_code(composing) {
    const taken = await takeCode(composing);
    return taken ? { letter: writeLetter("email_code", taken, composing.settings), secret: taken.code } : noCode;
  },
  async phone_code(composing) {
    const taken = await takeCode(composing);
    if (!taken) return noCode;
    return { letter: writeTextMessage(taken.code, taken.minutes, composing.settings), secret: taken.code };
  },
};
