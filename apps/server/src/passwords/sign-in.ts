import { emailAddress, type ParsedInput, phoneNumber, username } from "@roster/contract";
import type { Actor } from "../context.ts";
import { Refusal } from "../errors.ts";
import { networkOf } from "../http/address.ts";
import type { Change, QueryCall } from "../procedures.ts";
import { toUser } from "../users/user.table.ts";
import { findAccount, stampSignIn } from "./password.queries.ts";
import { decoy, isOutdated } from "./passwords.ts";

/**
 * Counts before it checks, and does the same work whoever is meant. Right passwords do not count: what was taken is given
 * back.
 */
export async function prepareSignIn({ input, db, services, actor }: QueryCall<"verifyPassword">) {
  const { limits, passwords } = services;
  const who = whoIsMeant(input);
  const anywhere = `${who.kind} ${who.value}`;
  const here = `${anywhere} ${whereFrom(input, actor)}`;
  await limits.take("signIns", here);
  await limits.take("signInsFromAnywhere", anywhere);
  const account = await findAccount(db, who);
  const checked = account?.password_hash ?? decoy;
  const isRight = await passwords.verify(checked, input.password);
  if (!account?.is_active || !isRight) throw new Refusal("credentials_incorrect");
  await limits.forget("signIns", here);
  await limits.giveBack("signInsFromAnywhere", anywhere);
  const hash = isOutdated(checked) ? await passwords.hash(input.password) : checked;
  return async (change: Change) => {
    const row = await stampSignIn(change.tx, account.id, checked, hash, change.now);
    if (!row) throw new Refusal("credentials_incorrect");
    await change.audit("user", account.id, ["last_sign_in_at"]);
    return toUser(row);
  };
}

/** What cannot be an identifier is one that nobody has. */
function whoIsMeant({ user_id, identifier = "" }: ParsedInput<"verifyPassword">) {
  if (user_id !== undefined) return { kind: "id", value: user_id } as const;
  const [kind, schema] = identifier.includes("@")
    ? (["email", emailAddress] as const)
    : identifier.startsWith("+")
      ? (["phone", phoneNumber] as const)
      : (["username", username] as const);
  return { kind, value: schema.safeParse(identifier).data ?? identifier };
}

/** The person's own address where the application tells it, else the application. */
function whereFrom({ ip_address }: ParsedInput<"verifyPassword">, actor: Actor) {
  return ip_address ? networkOf(ip_address) : actor.name;
}
