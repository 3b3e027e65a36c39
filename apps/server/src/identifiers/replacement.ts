// What takes an identifier away: its removal, and another one in its place.

import type { Change } from "../calls/call.ts";
import { together } from "../database/together.ts";
import { Refusal } from "../errors.ts";
import { newId } from "../ids.ts";
import type { SignInChange } from "../notices/notice.mails.ts";
import { notifyOfSignIn } from "../notices/notice.service.ts";
import { endOffers } from "../offers/offer.service.ts";
import { type LockedUser, lockUser, reindexUser } from "../user-rows/user-row.queries.ts";
import {
  countIdentifiers,
  deleteIdentifierRow,
  findIdentifiers,
  insertIdentifier,
  insertUnverified,
  setPrimary,
  updateIdentifierRow,
} from "./identifier.queries.ts";
import { dropCopies, lockToAdd, refuseLastIdentifier, setStates } from "./identifier.service.ts";
import { type IdentifierKind, type IdentifierOfUser, type IdentifierRow, primaryOf } from "./identifier.table.ts";

/** Puts another identifier in the place of one. The same one again stays as it is, or is verified. */
export async function changeIdentifier(
  change: Change,
  kind: IdentifierKind,
  userId: string,
  id: string,
  { identifier, is_verified = false }: { identifier: string; is_verified?: boolean | undefined },
): Promise<IdentifierOfUser> {
  const { now } = change;
  const { user, claimants, identifiers } = await lockToAdd(change, kind, userId, identifier, is_verified);
  const old = identifiers[kind].find((one) => one.id === id);
  if (!user || !old) throw new Refusal(`${kind}_not_found`);
  const primary = primaryOf(user, kind);
  if (old.identifier === identifier) {
    const found = { row: old, primary };
    const wanted = { is_verified, is_primary: identifier === primary };
    return is_verified ? setStates(change, kind, { ...found, user, claimants }, wanted) : found;
  }
  const verified = is_verified ? { is_verified: 1, verified_at: now } : { is_verified: 0, verified_at: null };
  const row = { id: newId(kind), user_id: userId, identifier, ...verified, created_at: now, updated_at: now };
  const heir = await replace(change, kind, { user, identifiers, old, row });
  await change.record(`user.${kind}_added`, userId, [`${kind}s`]);
  if (is_verified) {
    await dropCopies(change, claimants, kind, identifier);
    if (kind === "email") await endOffers(change, userId, "reached");
    const changes = [`${kind}s.is_verified`, heir === row ? `${kind}s.is_primary` : []].flat();
    await change.record(`user.${kind}_verified`, userId, changes);
  }
  return { row, primary: heir === row ? identifier : primary };
}

/** Removes an identifier. If it was primary, the oldest verified one becomes primary. */
export async function deleteIdentifier(change: Change, kind: IdentifierKind, userId: string, id: string) {
  const { tx } = change;
  const [user, identifiers, count] = await together([
    lockUser(tx, userId),
    findIdentifiers(tx, userId),
    countIdentifiers(tx, userId),
  ]);
  const old = identifiers[kind].find((one) => one.id === id);
  if (!user || !old) throw new Refusal(`${kind}_not_found`);
  refuseLastIdentifier(count);
  await replace(change, kind, { user, identifiers, old, row: undefined });
}

/** An identifier of a locked user, and the row that comes in its place. */
interface Replaced {
  user: LockedUser;
  identifiers: Awaited<ReturnType<typeof findIdentifiers>>;
  old: IdentifierOfUser["row"];
  row: IdentifierRow | undefined;
}

/**
 * Removes an identifier, or puts a new one in its place. In place of the primary one, the new one if it is verified, else the oldest
 * verified one becomes primary. Answers which.
 */
async function replace(change: Change, kind: IdentifierKind, { user, identifiers, old, row }: Replaced) {
  const { tx, now } = change;
  const left = identifiers[kind].filter((one) => one !== old);
  const primary = primaryOf(user, kind);
  const isPrimary = old.identifier === primary;
  const isVerified = row?.is_verified === 1;
  const oldest = isPrimary ? left.filter((one) => one.is_verified === 1).toSorted(byAge)[0] : undefined;
  const heir = isVerified && (isPrimary || primary === null) ? row : oldest;
  const [, isAdded] = await together([
    deleteIdentifierRow(tx, { id: old.id }, kind),
    row && (isVerified ? insertIdentifier(tx, row, kind) : insertUnverified(tx, row, kind)),
    (isPrimary || heir) && setPrimary(tx, kind, user, heir?.identifier ?? null, now),
    heir && heir !== row && updateIdentifierRow(tx, { ...heir, updated_at: now }, kind),
    reindexUser(tx, user, { ...identifiers, [kind]: row ? [...left, row] : left }),
  ]);
  if (isAdded === false) throw new Refusal(`${kind}_taken`);
  const told: (SignInChange | [])[] = [
    isVerified ? `${kind}_added` : [],
    old.is_verified === 1 ? `${kind}_removed` : [],
    heir && primary !== null ? `${kind}_primary` : [],
  ];
  await notifyOfSignIn(change, user, told.flat());
  await change.record(`user.${kind}_removed`, user.id, isPrimary ? [`${kind}s`, `${kind}s.is_primary`] : [`${kind}s`]);
  return heir;
}

const byAge = (one: { created_at: string; id: string }, other: { created_at: string; id: string }) =>
  one.created_at + one.id < other.created_at + other.id ? -1 : 1;
