import { emailAddress, type ParsedInput, phoneNumber, username } from "@roster/contract";
import type { Actor } from "../context.ts";
import { Refusal } from "../errors.ts";
import { networkOf } from "../http/address.ts";
import type { Change, QueryCall } from "../procedures.ts";
import type { RateLimits } from "../rate-limits/rate-limits.ts";
import { toUser } from "../users/user.table.ts";
import { findAccount, stampSignIn } from "./password.queries.ts";
import { decoy, isOutdated } from "./passwords.ts";

/** Does the same work whoever is meant, and answers the same whatever was wrong. */
export async function prepareSignIn({ input, db, services, actor }: QueryCall<"verifyPassword">) {
  const { limits, passwords } = services;
  const who = whoIsMeant(input);
  const [account, checked] = await countedTry(limits, `${who.kind} ${who.value}`, whereFrom(input, actor), async () => {
    const found = await findAccount(db, who);
    const stored = found?.password_hash ?? decoy;
    const isRight = await passwords.verify(stored, input.password);
    if (!found?.is_active || !isRight) throw new Refusal("credentials_incorrect");
    return [found, stored] as const;
  });
  const hash = isOutdated(checked) ? await passwords.hash(input.password) : checked;
  return async (change: Change) => {
    const row = await stampSignIn(change.tx, account.id, checked, hash, change.now);
    if (!row) throw new Refusal("credentials_incorrect");
    await change.audit("user", account.id, ["last_sign_in_at"]);
    return toUser(row);
  };
}

/** Counts a try of a password before it is made. A right one does not count: what was taken is given back. */
export async function countedTry<T>(limits: RateLimits, who: string, where: string, work: () => Promise<T>) {
  await limits.take("signIns", `${who} ${where}`);
  await limits.take("signInsFromAnywhere", who);
  const result = await work();
  await limits.forget("signIns", `${who} ${where}`);
  await limits.giveBack("signInsFromAnywhere", who);
  return result;
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
