import type { EventName, ParsedInput, PasswordRejection } from "@roster/contract";
import { requireScope } from "../calls/admission.ts";
import type { Change, QueryCall, Resources } from "../calls/call.ts";
import type { Tx } from "../database/database.ts";
import { together } from "../database/together.ts";
import { existing, Refusal } from "../errors.ts";
import { notifyOfPassword } from "../notices/notice.service.ts";
import { cancelMessages } from "../outbox/message.queries.ts";
import { voidTokens } from "../tokens/token.queries.ts";
import { type LockedUser, lockUser, lockUserOfHash, updateUserRow } from "../user-rows/user-row.queries.ts";
import { passwordResetMail } from "./password.mails.ts";
import { type PasswordOwner, passwordProblems } from "./password.policy.ts";
import { findPasswordOwner } from "./password.queries.ts";
import { countedTry } from "./sign-in.ts";

/** Checks a password against the policy, and hashes it. With `skip_password_check` only its maximum length is checked. */
export async function hashNewPassword(
  { passwords, settings }: Resources,
  field: string,
  password: string,
  owner: PasswordOwner | "unchecked",
) {
  const isChecked = owner !== "unchecked";
  const found = await passwordProblems(password, isChecked ? owner : undefined, settings);
  const problems = found.filter((problem) => isChecked || problem === "too_long");
  if (problems.length === 0) return passwords.hash(password);
  const texts: Record<PasswordRejection, string> = {
    too_short: `must be at least ${settings.passwordMinLength} characters`,
    too_long: `must be at most ${settings.passwordMaxLength} characters`,
    common: "is among the first that anybody would try",
    personal: "must not be made from the user's names, addresses, numbers or ids, or the application's name",
  };
  const field_errors = problems.map((problem) => ({ path: field, message: texts[problem] }));
  throw new Refusal("password_rejected", { reasons: problems, field_errors });
}

/** Checks the current password, if given, and hashes the new one. */
export async function prepareNewPassword({ input, db, services, actor }: QueryCall<"updatePassword">) {
  const { user_id, new_password, current_password, ip_address } = input;
  if (current_password === undefined) requireScope(actor, "users:password");
  const owner = existing(await findPasswordOwner(db, user_id), "user_not_found");
  if (current_password !== undefined) {
    const { password_hash, is_active } = owner;
    if (password_hash === null) throw new Refusal("no_password_set");
    const tried = { account: `id ${user_id}`, user: user_id, hash: password_hash };
    await countedTry({ services, actor }, tried, ip_address, async () => {
      const isRight = await services.passwords.verify(password_hash, current_password);
      if (!isRight || is_active === 0) throw wrongPassword(); // a deactivated user's password never verifies
    });
  }
  return { hash: await hashNewPassword(services, "new_password", new_password, owner), before: owner.password_hash };
}

/** Sets the prepared password. After a check of the current one, only if that was not replaced in between. */
export async function setNewPassword(
  change: Change,
  { user_id, current_password }: ParsedInput<"updatePassword">,
  { hash, before }: { hash: string; before: string | null },
) {
  if (current_password === undefined) {
    const row = existing(await lockUser(change.tx, user_id), "user_not_found");
    return replacePassword(change, "user.password_reset_by_admin", row, hash);
  }
  const row = await lockUserOfHash(change.tx, user_id, before);
  if (!row) throw wrongPassword();
  return replacePassword(change, "user.password_changed", row, hash);
}

/** Sets a password, invalidates the links that could set another, and notifies the user. */
export async function replacePassword(change: Change, event: EventName, row: LockedUser, password_hash: string) {
  const { tx, now } = change;
  await together([
    updateUserRow(tx, row, { password_hash }, now),
    endPasswordLinks(tx, row.id),
    notifyOfPassword(change, row, row.password_hash === null ? "set" : "changed"),
  ]);
  await change.record(event, row.id, ["password"]);
}

/** Invalidates the links by which a user could set a password, including those in queued mails. */
export const endPasswordLinks = (tx: Tx, userId: string) =>
  together([
    voidTokens(tx, { user_id: userId }),
    cancelMessages(
      tx,
      { user_id: userId, template: passwordResetMail.template },
      "The user or the password was changed before this mail went out.",
    ),
  ]);

const wrongPassword = () =>
  new Refusal("current_password_incorrect", {
    field_errors: [{ path: "current_password", message: "is not the user's password" }],
  });

export async function removePassword(change: Change, userId: string) {
  const { tx, now } = change;
  const user = existing(await lockUser(tx, userId), "user_not_found");
  if (user.password_hash === null) return;
  await together([
    updateUserRow(tx, user, { password_hash: null }, now),
    endPasswordLinks(tx, userId),
    notifyOfPassword(change, user, "removed"),
  ]);
  await change.record("user.password_removed", userId, ["password"]);
}
