// Open invitations end when their goal is reached in another way, and when a user leaves. Slices in which users arrive and leave call
// this. Only verified addresses count, because a user may add any address without proof.

import type { Change } from "../calls/call.ts";
import type { Tx } from "../database/database.ts";
import { lockNames } from "../database/locks.ts";
import { together } from "../database/together.ts";
import { cancelMessages } from "../outbox/message.queries.ts";
import { voidTokens } from "../tokens/token.queries.ts";
import { findOffers, findOwnedEmails, revokeOffer, type Which } from "./offer.queries.ts";

/** Locks the names of all addresses that users own, so that nobody invites them meanwhile. Comes before the locks of the users. */
export const lockNamesOf = (tx: Tx, userIds: readonly string[]) =>
  lockNames(tx, "email", () => findOwnedEmails(tx, userIds));

/** Revokes a user's open invitations: all of them, or those whose goal is reached. `accepted` is the one being accepted. */
export async function endOffers(change: Change, userId: string, which: Which, accepted?: string) {
  const { tx, now } = change;
  const ids = (await findOffers(tx, { userId, now }, which)).filter((id) => id !== accepted);
  if (ids.length === 0) return;
  const ends = ids.map(async (id) => {
    const [isRevoked] = await together([
      revokeOffer(tx, id, now),
      endLinks(tx, id, "The user arrived or left before this mail went out."),
    ]);
    if (isRevoked) await change.record("invitation.revoked", id, ["status"]);
  });
  await together(ends);
}

/** Invalidates the links of an invitation, including the one in a queued mail. */
export const endLinks = (tx: Tx, id: string, reason: string) =>
  together([voidTokens(tx, { invitation_id: id }), cancelMessages(tx, { subject_id: id }, reason)]);
