import { limits } from "@roster/contract";
import type { Change } from "../calls/call.ts";
import { lockNames } from "../database/locks.ts";
import { together } from "../database/together.ts";
import { Refusal } from "../errors.ts";
import { newId } from "../ids.ts";
import { type LockedUser, lockUser, reindexUser } from "../user-rows/user-row.queries.ts";
import {
  countIdentifiers,
  countOfKind,
  deleteIdentifierRow,
  deleteUnverified,
  endVerification,
  findIdentifier,
  findUnverifiedCopies,
  insertIdentifier,
  insertUnverified,
  oldestVerified,
  setPrimary,
  setVerified,
  touchIdentifiers,
} from "./identifier.queries.ts";
import { type IdentifierKind, type IdentifierOfUser, primaryOf } from "./identifier.table.ts";

/** Adds an identifier, neither verified nor primary. */
export async function addIdentifier(change: Change, kind: IdentifierKind, user_id: string, identifier: string) {
  const { tx, now } = change;
  const user = await lockUser(tx, user_id);
  if (!user) throw new Refusal("user_not_found");
  if ((await countOfKind(tx, `user_${kind}s`, user_id)) >= limits.identifiersOfAKind)
    throw new Refusal("too_many_identifiers");
  const times = { verified_at: null, created_at: now, updated_at: now };
  const row = { id: newId(kind), user_id, identifier, is_verified: 0, ...times };
  if (!(await insertUnverified(tx, kind, row))) throw new Refusal(`${kind}_taken`);
  await reindexUser(tx, user);
  await change.record(`user.${kind}_added`, user_id, [`${kind}s`]);
  return { row, primary: primaryOf(user, kind) };
}

/** Adds the identifier that the caller of `createUser` vouches for, verified and primary. */
export async function addVouchedIdentifier(change: Change, kind: IdentifierKind, user_id: string, identifier: string) {
  const { tx, now } = change;
  const times = { verified_at: now, created_at: now, updated_at: now };
  await together([
    lockNames(tx, kind, [identifier]),
    insertIdentifier(tx, kind, { id: newId(kind), user_id, identifier, is_verified: 1, ...times }),
  ]);
  await dropUnverifiedCopies(change, kind, identifier);
}

/** An identifier whose user's row is locked. */
interface LockedIdentifier extends IdentifierOfUser {
  user: LockedUser;
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
  return setStates(change, kind, await lockIdentifier(change, kind, userId, id), wanted);
}

/** Makes a locked identifier verified or not, primary or not, under the rules of identifiers. */
export async function setStates(
  change: Change,
  kind: IdentifierKind,
  { row, primary, user }: LockedIdentifier,
  wanted: States,
): Promise<IdentifierOfUser> {
  const { tx, now } = change;
  const { id } = row;
  const isPrimary = row.identifier === primary;
  if (isPrimary && !wanted.is_primary) throw new Refusal("primary_required");
  if (wanted.is_primary && !wanted.is_verified) throw new Refusal("primary_must_be_verified");

  const changes: string[] = [];
  const isVerified = row.is_verified === 1;
  if (wanted.is_verified !== isVerified) {
    await setVerified(tx, kind, id, wanted.is_verified, now);
    await endVerification(tx, kind, id);
    if (wanted.is_verified) await dropUnverifiedCopies(change, kind, row.identifier);
    changes.push(`${kind}s.is_verified`);
  }
  const becomesPrimary = wanted.is_primary || (wanted.is_verified && primary === null);
  if (becomesPrimary && !isPrimary) {
    await setPrimary(tx, kind, user, row.identifier, now);
    await touchIdentifiers(tx, kind, user.id, primary === null ? [row.identifier] : [row.identifier, primary], now);
    changes.push(`${kind}s.is_primary`);
  }
  if (changes.length === 0) return { row, primary };
  const happened = wanted.is_verified && !isVerified ? "verified" : "updated";
  await change.record(`user.${kind}_${happened}`, user.id, changes);
  return lockIdentifier(change, kind, user.id, id);
}

/** Removes an identifier. If it was primary, the oldest verified one becomes primary. */
export async function deleteIdentifier(change: Change, kind: IdentifierKind, userId: string, id: string) {
  const { tx, now } = change;
  const { row, primary, user } = await lockIdentifier(change, kind, userId, id);
  await refuseLastIdentifier(change, userId);
  await deleteIdentifierRow(tx, kind, id);
  const changes: string[] = [`${kind}s`];
  if (row.identifier === primary) {
    const heir = await oldestVerified(tx, kind, userId);
    await setPrimary(tx, kind, user, heir?.identifier ?? null, now);
    if (heir) await touchIdentifiers(tx, kind, userId, [heir.identifier], now);
    changes.push(`${kind}s.is_primary`);
  }
  await reindexUser(tx, user);
  await change.record(`user.${kind}_removed`, userId, changes);
}

/** Refuses to remove a user's last identifier. */
export async function refuseLastIdentifier({ tx }: Change, userId: string) {
  if ((await countIdentifiers(tx, userId)) <= 1) throw new Refusal("last_identifier");
}

/** Locks an identifier by locking its user's row, which every change of an identifier does. */
export async function lockIdentifier(
  { tx }: Change,
  kind: IdentifierKind,
  userId: string,
  id: string,
): Promise<LockedIdentifier> {
  const user = await lockUser(tx, userId);
  const row = user && (await findIdentifier(tx, kind, userId, id));
  if (!row) throw new Refusal(`${kind}_not_found`);
  return { row, primary: primaryOf(user, kind), user };
}

/** Removes a verified identifier's copies from other users, in the order of their ids, which locks and audit entries follow. */
async function dropUnverifiedCopies(change: Change, kind: IdentifierKind, identifier: string) {
  const { tx } = change;
  const copies = await findUnverifiedCopies(tx, kind, identifier);
  for (const { id, user_id } of copies.toSorted((a, b) => (a.user_id < b.user_id ? -1 : 1))) {
    const user = await lockUser(tx, user_id);
    if (!user || !(await deleteUnverified(tx, kind, id))) continue; // another call has removed it
    await reindexUser(tx, user);
    await change.record(`user.${kind}_removed`, user_id, [`${kind}s`]);
  }
}
