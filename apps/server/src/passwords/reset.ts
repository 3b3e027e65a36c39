import { limits } from "@roster/contract";
import { Refusal } from "../errors.ts";
import { queueMessage, untilNextMessage } from "../mail/message.queries.ts";
import type { Change, QueryCall } from "../procedures.ts";
import { checkRedirect } from "../tokens/links.ts";
import { hashToken } from "../tokens/tokens.ts";
import { findUserByEmail } from "../users/user.queries.ts";
import { findPasswordOwner, findTokenOwner, replacePasswordHash } from "./password.queries.ts";
import { hashNewPassword, passwordReplaced } from "./password.service.ts";

const MINUTE = 60 * 1000;

/** Counts, for known and unknown addresses alike. Then the mail goes to the address as it is stored, or nowhere. */
export async function prepareReset({ input, services }: QueryCall<"sendPasswordReset">) {
  const { email, redirect_url = null } = input;
  checkRedirect(redirect_url, services.settings);
  await services.limits.take("resets", email);
  return async (change: Change) => {
    const { tx, now } = change;
    const user = await findUserByEmail(tx, email);
    if (!user?.is_active || (await untilNextMessage(tx, email, now)) > 0) return;
    const give_up_at = new Date(Date.parse(now) + limits.resetMinutes * MINUTE).toISOString();
    const message = { recipient: email, user_id: user.id, redirect_url, give_up_at };
    await queueMessage(change, { template: "password_reset", ...message });
    await change.audit("user", user.id, ["password_link"]);
  };
}

/** Opens the link before it hashes; then, in the transaction, whoever is first sets the password. */
export async function prepareNewPasswordByLink({ input, db, services }: QueryCall<"resetPassword">) {
  const hash = hashToken(input.token);
  const id = await findTokenOwner(db, hash, services.clock().toISOString());
  const owner = id === undefined ? undefined : await findPasswordOwner(db, id);
  if (!owner) throw new Refusal("token_not_found");
  await services.limits.take("tokenTries", hash);
  const passwordHash = await hashNewPassword(services, "new_password", input.new_password, owner);
  return async (change: Change) => {
    const { tx, now } = change;
    const userId = await findTokenOwner(tx, hash, now);
    if (userId === undefined) throw new Refusal("token_not_found");
    await replacePasswordHash(tx, userId, passwordHash, now);
    await change.audit("user", userId, ["password"]);
    await passwordReplaced(change, userId, owner.password_hash !== null);
  };
}
