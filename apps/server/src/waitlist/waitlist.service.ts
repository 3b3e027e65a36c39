import type { ParsedInput, User, WaitlistUser } from "@roster/contract";
import { searchText } from "../database/search.ts";
import { Refusal } from "../errors.ts";
import { newId } from "../ids.ts";
import { queueMessage } from "../mail/message.queries.ts";
import type { Change } from "../procedures.ts";
import { createUser } from "../users/user.service.ts";
import { decide, findWaitlistUser, insertWaitlistUser, setWaitlistUserId } from "./waitlist.queries.ts";

/** Answers nothing, so that nobody learns whether an address is known. */
export async function joinWaitlist(change: Change, input: ParsedInput<"joinWaitlist">) {
  const { email, first_name = null, last_name = null } = input;
  const id = newId("waitlistUser");
  const added = await insertWaitlistUser(change.tx, {
    id,
    email,
    first_name,
    last_name,
    metadata: JSON.stringify(input.metadata ?? {}),
    search_text: searchText(email, first_name, last_name),
    created_at: change.now,
  });
  if (added) await change.audit("waitlist_user", id, ["email"]);
}

/** The entry becomes a user, whose welcome mail waits to be sent: all of it or nothing. */
export async function approveWaitlistUser(change: Change, id: string): Promise<User> {
  const entry = await decideOrRefuse(change, id, "approved");
  const { first_name, last_name } = entry;
  const user = await createUser(change, { first_name, last_name, email_address: entry.email });
  await setWaitlistUserId(change.tx, id, user.id);
  await queueMessage(change, "welcome", entry.email, { user_id: user.id });
  return user;
}

export const rejectWaitlistUser = (change: Change, id: string) => decideOrRefuse(change, id, "rejected");

async function decideOrRefuse(change: Change, id: string, status: "approved" | "rejected"): Promise<WaitlistUser> {
  const decided = await decide(change.tx, id, status, change.actor.name, change.now);
  const entry = await findWaitlistUser(change.tx, id);
  if (!entry) throw new Refusal("waitlist_user_not_found");
  if (!decided)
    throw new Refusal(entry.status === "approved" ? "waitlist_already_approved" : "waitlist_already_rejected");
  await change.audit("waitlist_user", id, ["status"]);
  return entry;
}
