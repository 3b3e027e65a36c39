import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";
import { limits } from "@roster/contract";
import canonicalize from "canonicalize";
import type { Db, Tx } from "../database/database.ts";
import { together } from "../database/together.ts";
import { invalidInput, Refusal } from "../errors.ts";
import { dropOldAnswer, findAnswer, insertAnswer, lifetimeAt } from "./idempotency.queries.ts";

/** The Idempotency-Key header of a request, the number of its calls, and its credential. */
export interface KeysOfRequest {
  keys: string[];
  calls: number;
  credential: string;
}

/** The idempotency key of one call, as plain data for the writer thread. */
export interface IdempotencyKey {
  id: string;
  /** Differs for different inputs. */
  fingerprint: string;
  /** Decrypts the answer. It is not stored. */
  secret: Uint8Array;
}

export interface FirstAnswer {
  output: unknown;
}

/**
 * The idempotency key of one call of a request. Answers hold secrets (an API key, a link) and inputs hold passwords, so both are
 * stored sealed. Only the caller's key and credential, which the database does not have, open them.
 */
export function idempotencyKeyOf(request: KeysOfRequest, call: number, procedure: string, input: unknown) {
  // Callers without an API key may choose the same idempotency key. For them another input is another call.
  const whose = request.credential === "" ? said(procedure, input) : request.credential;
  const secrets = secretsOf(`${keyOf(request, call)}\n${whose}`);
  return {
    id: secrets.id.toString("base64url"),
    fingerprint: createHmac("sha256", secrets.fingerprint).update(said(procedure, input)).digest("base64url"),
    secret: secrets.answer,
  };
}

/** The first answer, unless it has expired. Refuses a key that was used with another input. */
export async function findFirstAnswer(db: Db, key: IdempotencyKey, now: Date): Promise<FirstAnswer | undefined> {
  const { rows } = await findAnswer(db, { id: key.id, ...lifetimeAt(now) });
  const [row] = rows;
  if (!row) return undefined;
  if (row.fingerprint !== key.fingerprint) throw new Refusal("idempotency_conflict");
  return open(row.answer, key.secret);
}

/** Stores an answer in the transaction of its change. Fails, with the change, when another call with the key was faster. */
export async function keepFirstAnswer(tx: Tx, { id, fingerprint, secret }: IdempotencyKey, output: unknown, now: Date) {
  await together([
    dropOldAnswer(tx, { id, ...lifetimeAt(now) }),
    insertAnswer(tx, { id, fingerprint, answer: seal({ output }, secret), created_at: now.toISOString() }),
  ]);
}

const SECRET_BYTES = 32;

/** Three independent secrets, derived from a key by HKDF (RFC 5869). */
function secretsOf(key: string) {
  const all = Buffer.from(hkdfSync("sha256", key, "", "roster", 3 * SECRET_BYTES));
  const part = (index: number) => all.subarray(index * SECRET_BYTES, (index + 1) * SECRET_BYTES);
  return { id: part(0), fingerprint: part(1), answer: part(2) };
}

/** A canonical text of a call, independent of the order of fields. */
function said(procedure: string, input: unknown) {
  const call = [procedure, input ?? null];
  try {
    return canonicalize(call) ?? "";
  } catch {
    return inItsOwnOrder(call);
  }
}

/** Rows of a bulk call are validated later, one by one, and may hold malformed Unicode. */
function inItsOwnOrder(call: unknown) {
  try {
    return JSON.stringify(call);
  } catch {
    throw invalidInput("", "is nested too deeply");
  }
}

/** The key of one call. The header has one key per call, separated by commas, or one key for the whole batch. */
function keyOf({ keys, calls }: KeysOfRequest, call: number) {
  if (keys.length !== 1 && keys.length !== calls) {
    throw invalidInput("Idempotency-Key", `must be one key for each call: there are ${keys.length} for ${calls}`);
  }
  const key = keys[keys.length === 1 ? 0 : call];
  if (key === undefined || key.length > limits.idempotencyKey || !/^[\x21-\x7e]+$/.test(key)) {
    throw invalidInput("Idempotency-Key", `must be one word of at most ${limits.idempotencyKey} characters`);
  }
  return keys.length === 1 && call > 0 ? `${key} ${call}` : key;
}

const CIPHER = "aes-256-gcm";
const IV_BYTES = 12;
const TAG_BYTES = 16;

function seal(answer: FirstAnswer, secret: Uint8Array) {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, secret, iv);
  const text = Buffer.concat([cipher.update(JSON.stringify(answer)), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), text]).toString("base64url");
}

function open(sealed: string, secret: Uint8Array): FirstAnswer {
  const bytes = Buffer.from(sealed, "base64url");
  const decipher = createDecipheriv(CIPHER, secret, bytes.subarray(0, IV_BYTES));
  decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  const text = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
  return JSON.parse(text.toString());
}
