import { emailAddress, type ParsedInput, phoneNumber, username } from "@roster/contract";
import type { Actor, Change, QueryCall } from "../calls/call.ts";
import { Refusal } from "../errors.ts";
import { networkOf } from "../http/address.ts";
import type { RateLimits } from "../rate-limits/rate-limits.ts";
import { lockUserOfHash, updateUserRow } from "../user-rows/user-row.queries.ts";
import { findAccount } from "./password.queries.ts";
import { decoy, isOutdated } from "./passwords.ts";

/** Checks the password. Every failed sign-in takes the same work and has the same answer. */
export async function prepareSignIn({ input, db, services, actor }: QueryCall<"verifyPassword">) {
  const { limits, passwords } = services;
  const who = identifierOf(input);
  const found = await findAccount(db, who);
  const checked = found?.password_hash ?? decoy;
  const account = await countedTry(limits, triesOf(who, input.ip_address, actor, checked), async () => {
    const isRight = await passwords.verify(checked, input.password);
    if (!found?.is_active || !isRight) throw new Refusal("credentials_incorrect");
    return found;
  });
  const hash = isOutdated(checked) ? await passwords.hash(input.password) : checked;
  return { userId: account.id, checked, hash };
}

/** Stores the sign-in, if the user still has the password that was checked. */
export async function signIn(
  change: Change,
  _: ParsedInput<"verifyPassword">,
  { userId, checked, hash }: { userId: string; checked: string; hash: string },
) {
  const { tx, now } = change;
  const row = await lockUserOfHash(tx, userId, checked);
  if (!row) throw new Refusal("credentials_incorrect");
  const user = await updateUserRow(tx, row, { last_sign_in_at: now, password_hash: hash }, now);
  await change.record("user.signed_in", userId, ["last_sign_in_at"]);
  return user;
}

/** The keys that tries of a password count under. They include the present password hash, so a new password resets them. */
interface Tries {
  /** The identifier at this place. */
  fromPlace: string;
  /** The identifier everywhere. */
  anywhere: string;
  /** Marks the place as known for the identifier, whatever the password. */
  known: string;
  /** The place, for all identifiers. */
  place: string | undefined;
}

export function triesOf(
  who: { kind: string; value: string },
  address: string | null | undefined,
  actor: Actor,
  hash: string,
): Tries {
  const name = `${who.kind} ${who.value}`;
  const place = address ? networkOf(address) : undefined;
  const where = place ?? actor.name;
  return { fromPlace: `${name} ${hash} ${where}`, anywhere: `${name} ${hash}`, known: `${name} ${where}`, place };
}

/**
 * Counts a try of a password before the check, and takes the count back when the password is right. Strangers elsewhere cannot use
 * up the tries of a place that has signed in before.
 */
export async function countedTry<T>(limits: RateLimits, tries: Tries, work: () => Promise<T>): Promise<T> {
  const { fromPlace, anywhere, known, place } = tries;
  const isKnown = await limits.isCounted("knownPlaces", known);
  const atPlace = () => (place === undefined ? work() : limits.counted("signInsOfPlace", place, work));
  const everywhere = () => (isKnown ? atPlace() : limits.counted("signInsFromAnywhere", anywhere, atPlace));
  const result = await limits.counted("signIns", fromPlace, everywhere);
  await limits.forget("signIns", fromPlace);
  if (place !== undefined) await limits.giveBack("signInsOfPlace", place);
  if (isKnown) return result;
  await limits.giveBack("signInsFromAnywhere", anywhere);
  await limits.take("knownPlaces", known).catch(() => undefined); // a concurrent sign-in has just stored it
  return result;
}

/** Parses an identifier. A malformed one counts as unknown. */
function identifierOf({ user_id, identifier = "" }: ParsedInput<"verifyPassword">) {
  if (user_id !== undefined) return { kind: "id", value: user_id } as const;
  const [kind, schema] = identifier.includes("@")
    ? (["email", emailAddress] as const)
    : identifier.startsWith("+")
      ? (["phone", phoneNumber] as const)
      : (["username", username] as const);
  return { kind, value: schema.safeParse(identifier).data ?? identifier };
}
