import type { ParsedInput, User } from "@roster/contract";
import type { Change, QueryCall, RowResults } from "../calls/call.ts";
import type { Tx } from "../database/database.ts";
import { together } from "../database/together.ts";
import { Refusal } from "../errors.ts";
import { newId } from "../ids.ts";
import { searchText } from "../lists/search-text.ts";
import { queueMessage } from "../outbox/message.service.ts";
import { createUser, lockForCreation } from "../users/user.service.ts";
import { welcomeMail } from "./waitlist.mails.ts";
import {
  decide,
  insertWaitlistUser,
  lockNextWaitlistUsers,
  lockWaitlistUsers,
  setWaitlistUserId,
  statusOfWaitlistUser,
  withPositions,
} from "./waitlist.queries.ts";

/** Counts the call, whether or not the address is known. */
export async function prepareJoining({ input, services }: QueryCall<"joinWaitlist">) {
  await services.limits.take("joins", input.email);
}

/** Answers nothing, so that callers cannot learn whether an address is known. */
export async function joinWaitlist(change: Change, input: ParsedInput<"joinWaitlist">) {
  const { email, first_name = null, last_name = null } = input;
  const id = newId("waitlist_user");
  const added = await insertWaitlistUser(change.tx, {
    id,
    email,
    first_name,
    last_name,
    metadata: JSON.stringify(input.metadata ?? {}),
    search_text: searchText([first_name, last_name], email),
    created_at: change.now,
  });
  if (added) await change.record("waitlist.joined", id, ["email"]);
}

/** Approves an entry, creates its user and queues the welcome mail: all of it or nothing. */
export async function approveWaitlistUser(change: Change, id: string): Promise<User> {
  const { first_name, last_name, email } = await decideOrRefuse(change, id, "approved");
  const user = await createUser(change, { first_name, last_name, email_address: email });
  await together([
    setWaitlistUserId(change.tx, id, user.id),
    queueMessage(change, welcomeMail, { recipient: email, user_id: user.id }),
  ]);
  return user;
}

/** Approves up to `count` entries. Skips addresses that have a user by now. */
export async function approveNextWaitlistUsers(change: Change, count: number) {
  const entries = await lockNextWaitlistUsers(change.tx, count);
  const { results }: RowResults<{ user: User }, "email_taken" | "rate_limited"> = await change.each(
    entries,
    lockAddresses,
    async ({ id }) => ({ user: await approveWaitlistUser(change, id) }),
  );
  return { results: results.map((result, index) => ({ ...result, waitlist_user_id: entries[index]?.id ?? "" })) };
}

function lockAddresses(tx: Tx, entries: readonly { email: string }[]) {
  const users = entries.map(({ email }) => ({ email_address: email }));
  return lockForCreation(tx, users);
}

/** Locks what approvals of entries lock. */
export const lockForApproval = async (tx: Tx, ids: readonly string[]) =>
  lockAddresses(tx, await lockWaitlistUsers(tx, ids));

export const rejectWaitlistUser = (change: Change, { waitlist_user_id, reason }: ParsedInput<"rejectWaitlistUser">) =>
  decideOrRefuse(change, waitlist_user_id, "rejected", reason);

/** Puts an entry back in its place in the queue. The audit log keeps who rejected it. */
export async function reopenWaitlistUser(change: Change, id: string) {
  const { tx } = change;
  const undecided = { status: "pending", decided_at: null, decided_by: null, decision_reason: null } as const;
  const reopened = await decide(tx, id, "rejected", undecided);
  if (!reopened)
    throw new Refusal((await statusOfWaitlistUser(tx, id)) ? "waitlist_not_rejected" : "waitlist_user_not_found");
  await change.record("waitlist.reopened", id, ["status"]);
  const [entry = reopened] = await withPositions(tx, [reopened]);
  return entry;
}

async function decideOrRefuse(change: Change, id: string, status: "approved" | "rejected", reason?: string | null) {
  const { tx, now, actor } = change;
  const decision = { status, decided_at: now, decided_by: actor.name, decision_reason: reason ?? null };
  const entry = await decide(tx, id, "pending", decision);
  if (!entry) {
    const decided = await statusOfWaitlistUser(tx, id);
    if (!decided) throw new Refusal("waitlist_user_not_found");
    throw new Refusal(decided === "approved" ? "waitlist_already_approved" : "waitlist_already_rejected");
  }
  await change.record(`waitlist.${status}`, id, reason ? ["status", "decision_reason"] : ["status"]);
  return entry;
}
