import { limits, type SentCode } from "@roster/contract";
import type { Change, QueryCall } from "../calls/call.ts";
import type { Db } from "../database/database.ts";
import { together } from "../database/together.ts";
import { existing, Refusal, tooMany } from "../errors.ts";
import { endVerification, findIdentifier } from "../identifiers/identifier.queries.ts";
import { lockClaimed, setStates } from "../identifiers/identifier.service.ts";
import type { IdentifierKind, IdentifierOfUser } from "../identifiers/identifier.table.ts";
import { newId } from "../ids.ts";
import { queueMessage } from "../outbox/message.service.ts";
import { after, CLOCK_SKEW, latestNow, MINUTE } from "../times.ts";
import { lockUser } from "../user-rows/user-row.queries.ts";
import { newCode } from "./codes.ts";
import { codeMessages } from "./verification.messages.ts";
import { findVerification, insertVerification, useCode } from "./verification.queries.ts";

const PAUSE = limits.codePauseSeconds * 1000;

/** The ids of a user and of one of the user's emails or phones. */
interface Address {
  user_id: string;
  id: string;
}

type Sending = QueryCall<"sendEmailVerification" | "sendPhoneVerification">;
type Verifying = QueryCall<"verifyEmail" | "verifyPhone">;

/**
 * Makes a code that the caller sends; a code that Roster sends is made when it is sent. Refused calls do not count, so neither
 * repeated clicks nor a stranger's guess at an id use up the owner's codes.
 */
export async function prepareCode({ input, services, db }: Sending, kind: IdentifierKind, to: Address) {
  const [{ identifier }, before] = await together([findUnverified(db, kind, to), findVerification(db, kind, to.id)]);
  refuseTooSoon(before, services.clock().toISOString());
  const { limits: counts, passwords } = services;
  await counts.counted("codes", to.user_id, () => counts.take("codes", identifier));
  const code = (input.deliver ?? true) ? null : newCode();
  return { code, code_hash: code === null ? null : await passwords.hash(code) };
}

/** Stores the prepared code, or queues the message whose code is made when it is sent. */
export async function sendCode(
  change: Change,
  kind: IdentifierKind,
  to: Address,
  { code, code_hash }: { code: string | null; code_hash: string | null },
): Promise<SentCode> {
  const { tx, now } = change;
  const [user, row, before] = await together([
    lockUser(tx, to.user_id), // as every change of an identifier does
    findIdentifier(tx, kind, to.user_id, to.id),
    findVerification(tx, kind, to.id),
  ]);
  if (!user || !row) throw new Refusal(`${kind}_not_found`);
  if (row.is_verified === 1) throw new Refusal("already_verified");
  refuseTooSoon(before, now);

  const expires_at = after(now, limits.codeMinutes * MINUTE);
  const id = newId("verification");
  const subject = { email_id: null, phone_id: null, [`${kind}_id`]: to.id };
  const message = { recipient: row.identifier, user_id: to.user_id, subject_id: id, give_up_at: expires_at };
  await together([
    endVerification(tx, { id: to.id }, kind),
    insertVerification(tx, { id, ...subject, code_hash, created_at: now, expires_at }),
    code === null && queueMessage(change, codeMessages[kind], message),
  ]);
  await change.record(`user.${kind}_code_requested`, to.user_id, [`${kind}s.code`]);
  return { code, expires_at };
}

/** Counts the try before the check. */
export async function prepareVerifying({ input, services, db }: Verifying, kind: IdentifierKind, of: Address) {
  const [{ identifier }, verification] = await together([
    findUnverified(db, kind, of),
    findVerification(db, kind, of.id),
  ]);
  const hash = verification?.code_hash ?? null;
  const now = services.clock().toISOString();
  const isOver = !verification || verification.expires_at <= now || verification.created_at > latestNow(now);
  if (isOver || hash === null) throw expired();
  const { limits: counts, passwords } = services;
  await counts.take("codeTries", verification.id).catch((error: unknown) => {
    throw error instanceof Refusal && error.errorCode === "rate_limited" ? expired() : error;
  });
  const check = () => passwords.verify(hash, input.code);
  const forAddress = () => counts.counted("codeTriesInAll", identifier, check);
  const forUser = () => counts.counted("codeTriesInAll", of.user_id, forAddress);
  const isRight = await counts.unlessBusy("codeTries", verification.id, forUser);
  if (!isRight) throw new Refusal("code_incorrect");
  return { id: verification.id, hash, identifier };
}

/** The first right code verifies. */
export async function verify(
  change: Change,
  kind: IdentifierKind,
  of: Address,
  { id, hash, identifier }: { id: string; hash: string; identifier: string },
): Promise<IdentifierOfUser> {
  const [claimed, isUsed] = await together([
    lockClaimed(change, kind, of.user_id, { id: of.id, identifier }),
    useCode(change.tx, id, hash),
  ]);
  if (!isUsed) throw expired();
  return setStates(change, kind, claimed, { is_verified: true, is_primary: false });
}

async function findUnverified(db: Db, kind: IdentifierKind, { user_id, id }: Address) {
  const row = existing(await findIdentifier(db, kind, user_id, id), `${kind}_not_found`);
  if (row.is_verified === 1) throw new Refusal("already_verified");
  return row;
}

function refuseTooSoon(before: { created_at: string } | undefined, now: string) {
  const pause = before ? Date.parse(before.created_at) + PAUSE - Date.parse(now) : 0;
  if (pause > 0 && pause <= PAUSE + CLOCK_SKEW) throw tooMany(pause, "A code was sent a moment ago.");
}

const expired = () => new Refusal("code_expired");
