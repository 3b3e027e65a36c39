import { limits } from "@roster/contract";
import type { Change } from "../calls/call.ts";
import { lockNames } from "../database/locks.ts";
import { together } from "../database/together.ts";
import { existing, Refusal } from "../errors.ts";
import { newId } from "../ids.ts";
import type { SignInChange } from "../notices/notice.mails.ts";
import { notifyOfSignIn } from "../notices/notice.service.ts";
import { endOffers } from "../offers/offer.service.ts";
import { type LockedUser, lockClaimants, lockUser, reindexUser } from "../user-rows/user-row.queries.ts";
import {
  deleteCopies,
  endVerification,
  findIdentifier,
  findIdentifiers,
  insertIdentifier,
  insertUnverified,
  setPrimary,
  touchIdentifier,
  updateIdentifierRow,
} from "./identifier.queries.ts";
import { type IdentifierKind, type IdentifierOfUser, primaryOf } from "./identifier.table.ts";

/** Adds an identifier: neither verified nor primary, unless the caller vouches for it. */
export async function addIdentifier(
  change: Change,
  kind: IdentifierKind,
  user_id: string,
  identifier: string,
  { is_verified = false, is_primary = false }: Partial<States>,
): Promise<IdentifierOfUser> {
  const { tx, now } = change;
  if (is_primary && !is_verified) throw new Refusal("primary_must_be_verified");
  const { user, claimants, identifiers: others } = await lockToAdd(change, kind, user_id, identifier, is_verified);
  if (!user) throw new Refusal("user_not_found");
  if (others[kind].length >= limits.identifiersOfAKind) throw new Refusal("too_many_identifiers");
  const times = { verified_at: null, created_at: now, updated_at: now };
  const row = { id: newId(kind), user_id, identifier, is_verified: 0, ...times };
  const [isAdded] = await together([
    insertUnverified(tx, row, kind),
    reindexUser(tx, user, { ...others, [kind]: [...others[kind], row] }),
  ]);
  if (!isAdded) throw new Refusal(`${kind}_taken`);
  await change.record(`user.${kind}_added`, user_id, [`${kind}s`]);
  const added = { row, primary: primaryOf(user, kind) };
  if (!is_verified) return added;
  return setStates(change, kind, { ...added, user, claimants }, { is_verified, is_primary });
}

/** Locks a name and the user who gets it; if it will be verified, also the others who have unverified copies of it. */
export async function lockToAdd(
  { tx }: Change,
  kind: IdentifierKind,
  userId: string,
  identifier: string,
  isVerified: boolean,
) {
  const [, locked, identifiers] = await together([
    lockNames(tx, kind, [identifier]),
    isVerified
      ? lockClaimants(tx, { userId, email: null, phone: null, [kind]: identifier })
      : lockUser(tx, userId).then((found) => (found ? [found] : [])),
    findIdentifiers(tx, userId),
  ]);
  const user = locked.find((one) => one.id === userId);
  return { user, claimants: locked.filter((one) => one !== user), identifiers };
}

/** Adds an identifier that the caller of `createUser` vouches for, verified and primary. Its name is locked. */
export async function addVouched({ tx, now }: Change, kind: IdentifierKind, user_id: string, identifier: string) {
  const times = { verified_at: now, created_at: now, updated_at: now };
  await insertIdentifier(tx, { id: newId(kind), user_id, identifier, is_verified: 1, ...times }, kind);
}

interface States {
  is_primary: boolean;
  is_verified: boolean;
}

export async function updateIdentifier(
  change: Change,
  kind: IdentifierKind,
  userId: string,
  id: string,
  wanted: States,
): Promise<IdentifierOfUser> {
  const row = existing(await findIdentifier(change.tx, kind, userId, id), `${kind}_not_found`);
  return setStates(change, kind, await lockClaimed(change, kind, userId, row), wanted);
}

/** An identifier whose name and user are locked, and the other users who have unverified copies of it, locked as well. */
interface Claimed extends IdentifierOfUser {
  user: LockedUser;
  claimants: LockedUser[];
}

/** Locks an identifier that was read before, for a change that may verify it. */
export async function lockClaimed(
  { tx }: Change,
  kind: IdentifierKind,
  userId: string,
  { id, identifier }: { id: string; identifier: string },
): Promise<Claimed> {
  const [, claimants, row] = await together([
    lockNames(tx, kind, [identifier]),
    lockClaimants(tx, { userId, email: null, phone: null, [kind]: identifier }),
    findIdentifier(tx, kind, userId, id),
  ]);
  const user = claimants.find((one) => one.id === userId);
  if (!user || !row) throw new Refusal(`${kind}_not_found`);
  return { row, primary: primaryOf(user, kind), user, claimants: claimants.filter((one) => one !== user) };
}

/** Makes an identifier verified or not, primary or not, under the rules of identifiers. */
export async function setStates(
  change: Change,
  kind: IdentifierKind,
  { row, primary, user, claimants }: Claimed,
  wanted: States,
): Promise<IdentifierOfUser> {
  const { tx, now } = change;
  const { id, identifier } = row;
  const isPrimary = identifier === primary;
  if (isPrimary && !wanted.is_primary) throw new Refusal("primary_required");
  if (wanted.is_primary && !wanted.is_verified) throw new Refusal("primary_must_be_verified");

  const isTurned = wanted.is_verified !== (row.is_verified === 1);
  const isPromoted = !isPrimary && (wanted.is_primary || (wanted.is_verified && primary === null));
  if (!isTurned && !isPromoted) return { row, primary };
  const turned = { is_verified: wanted.is_verified ? 1 : 0, verified_at: wanted.is_verified ? now : null };
  const updated = { ...row, ...(isTurned && turned), updated_at: now };
  await together([
    updateIdentifierRow(tx, updated, kind),
    isTurned && endVerification(tx, { id }, kind),
    isPromoted && setPrimary(tx, kind, user, identifier, now),
    isPromoted &&
      primary !== null &&
      touchIdentifier(tx, { user_id: user.id, identifier: primary, updated_at: now }, kind),
  ]);
  const isVerified = isTurned && wanted.is_verified;
  if (isVerified) await dropCopies(change, claimants, kind, identifier);
  if (isVerified && kind === "email") await endOffers(change, user.id, "reached");
  const told: SignInChange[] = isTurned ? [`${kind}_${isVerified ? "added" : "removed"}`] : [];
  await notifyOfSignIn(change, user, isPromoted && primary !== null ? [...told, `${kind}_primary`] : told);
  const changes = [isTurned ? `${kind}s.is_verified` : [], isPromoted ? `${kind}s.is_primary` : []].flat();
  await change.record(`user.${kind}_${isVerified ? "verified" : "updated"}`, user.id, changes);
  return { row: updated, primary: isPromoted ? identifier : primary };
}

export function refuseLastIdentifier(count: number) {
  if (count <= 1) throw new Refusal("last_identifier");
}

/** Removes the unverified copies of an identifier that was verified from its claimants, who are locked. */
export async function dropCopies(
  change: Change,
  claimants: readonly LockedUser[],
  kind: IdentifierKind,
  identifier: string | null,
) {
  const { tx } = change;
  if (claimants.length === 0 || identifier === null) return;
  const ids = new Set(await deleteCopies(tx, kind, identifier));
  const losers = claimants.filter(({ id }) => ids.has(id));
  await together(losers.map(async (user) => reindexUser(tx, user, await findIdentifiers(tx, user.id))));
  for (const { id } of losers) await change.record(`user.${kind}_removed`, id, [`${kind}s`]);
}
