import { emailAddress, type ParsedInput, phoneNumber, username } from "@roster/contract";
import type { Actor, Change, QueryCall, Resources } from "../calls/call.ts";
import { together } from "../database/together.ts";
import { Refusal } from "../errors.ts";
import { networkOf } from "../http/address.ts";
import { lockUserOfHash, updateUserRow } from "../user-rows/user-row.queries.ts";
import { findAccount } from "./password.queries.ts";

/** Checks the password. Every failed sign-in takes the same work and has the same answer. */
export async function prepareSignIn({ input, db, services, actor }: QueryCall<"verifyPassword">) {
  const { passwords } = services;
  const who = identifierOf(input);
  const found = await findAccount(db, who);
  const checked = found?.password_hash ?? passwords.decoy;
  const account = found ? `id ${found.id}` : `${who.kind} ${who.value}`;
  const tried = { account, hash: checked, user: found?.id ?? "unknown" };
  const user = await countedTry({ services, actor }, tried, input.ip_address, async () => {
    const isRight = await passwords.verify(checked, input.password);
    if (!found?.is_active || !isRight) throw new Refusal("credentials_incorrect");
    return found;
  });
  const hash = passwords.isOutdated(checked) ? await passwords.hash(input.password) : checked;
  return { userId: user.id, checked, hash };
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

/** Whose password is tried. */
interface Tried {
  /** The user, by whichever identifier; an identifier that nobody has stands for itself. */
  account: string;
  /** The user's id, or `unknown`, by which failures are counted. */
  user: string;
  /** The present password's hash, so that a new password has tries of its own. */
  hash: string;
}

/**
 * Counts a try of a password before the check, and takes the count back when the password is right. Strangers elsewhere cannot use
 * up the tries of a place that has signed in before. A place is a network address, or the caller if none is given.
 */
export async function countedTry<T>(
  { services, actor }: { services: Pick<Resources, "limits" | "failures">; actor: Actor },
  { account, user, hash }: Tried,
  address: string | null | undefined,
  check: () => Promise<T>,
): Promise<T> {
  const { limits, failures } = services;
  const place = address ? networkOf(address) : undefined;
  const known = `${account} ${place ?? actor.name}`; // known for good, whatever the password
  const anywhere = `${account} ${hash}`;
  const fromPlace = `${anywhere} ${place ?? actor.name}`;
  const rule = place === undefined ? "signInsOfCaller" : "signIns";
  const work = () =>
    check().catch(async (error: unknown) => {
      const isWrong = error instanceof Refusal && error.errorCode !== "rate_limited";
      if (isWrong) await failures.signIn(user, place ?? actor.name);
      throw error;
    });
  const isKnown = await limits.isCounted("knownPlaces", known);
  const atPlace = () => (place === undefined ? work() : limits.counted("signInsOfPlace", place, work));
  const everywhere = () => (isKnown ? atPlace() : limits.counted("signInsFromAnywhere", anywhere, atPlace));
  const result = await limits.counted(rule, fromPlace, everywhere);
  await together([
    limits.forget(rule, fromPlace),
    place !== undefined && limits.giveBack("signInsOfPlace", place),
    !isKnown && limits.giveBack("signInsFromAnywhere", anywhere),
    !isKnown && limits.take("knownPlaces", known).catch(() => undefined), // a concurrent sign-in has just stored it
  ]);
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
