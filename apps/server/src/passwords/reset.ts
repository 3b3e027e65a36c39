import { limits, type ParsedInput } from "@roster/contract";
import type { Change, QueryCall } from "../calls/call.ts";
import { together } from "../database/together.ts";
import { existing, Refusal } from "../errors.ts";
import { offerMessage } from "../outbox/message.service.ts";
import { after, MINUTE } from "../times.ts";
import { checkRedirect } from "../tokens/links.ts";
import { hashToken } from "../tokens/tokens.ts";
import { lockUser, lockUserByEmail } from "../user-rows/user-row.queries.ts";
import { passwordResetMail } from "./password.mails.ts";
import { findTokenOwner } from "./password.queries.ts";
import { hashNewPassword, replacePassword } from "./password.service.ts";

/** Counts the request, whether or not the address is known. */
export async function prepareReset({ input, services }: QueryCall<"sendPasswordReset">) {
  checkRedirect(input.redirect_url, services.settings);
  await services.limits.take("resets", input.email);
}

/** Queues the mail to the stored address, if a user owns it. */
export async function sendReset(change: Change, { email, redirect_url = null }: ParsedInput<"sendPasswordReset">) {
  const { tx, now } = change;
  const user = await lockUserByEmail(tx, { email });
  if (!user?.is_active) return;
  const give_up_at = after(now, limits.resetMinutes * MINUTE);
  const message = { recipient: email, user_id: user.id, facts: { redirect_url }, give_up_at };
  if (await offerMessage(change, passwordResetMail, message))
    await change.record("user.password_link_requested", user.id, ["password_link"]);
}

export async function fetchPasswordLink({ input, db, services }: QueryCall<"fetchPasswordLink">) {
  const now = services.clock().toISOString();
  const found = existing(await findTokenOwner(db, hashToken(input.token), now), "token_not_found");
  return { email: found.email, has_password: found.password_hash !== null, expires_at: found.expires_at };
}

/** Checks the link before it hashes. */
export async function prepareNewPasswordByLink({ input, db, services }: QueryCall<"resetPassword">) {
  const now = services.clock().toISOString();
  const owner = existing(await findTokenOwner(db, hashToken(input.token), now), "token_not_found");
  const password_hash = await services.limits.counted("tokenTries", owner.id, () =>
    hashNewPassword(services, "new_password", input.new_password, owner),
  );
  return { user_id: owner.id, password_hash };
}

/** Sets the password, if the link was not used meanwhile. */
export async function setPasswordByLink(
  change: Change,
  { token }: ParsedInput<"resetPassword">,
  { user_id, password_hash }: { user_id: string; password_hash: string },
) {
  const { tx, now } = change;
  const [row, owner] = await together([lockUser(tx, user_id), findTokenOwner(tx, hashToken(token), now)]);
  if (!row || !owner) throw new Refusal("token_not_found");
  await replacePassword(change, "user.password_changed", row, password_hash);
}
