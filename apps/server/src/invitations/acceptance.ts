import type { ParsedInput } from "@roster/contract";
import type { Change, QueryCall } from "../calls/call.ts";
import { lockNames } from "../database/locks.ts";
import { together } from "../database/together.ts";
import { existing, Refusal } from "../errors.ts";
import { findOwnedEmails } from "../offers/offer.queries.ts";
import { keepOrganization } from "../organizations/organization.queries.ts";
import { joinOrganization } from "../organizations/organization.service.ts";
import { hashNewPassword } from "../passwords/password.service.ts";
import { voidTokens } from "../tokens/token.queries.ts";
import { findUserByEmail, lockUserByEmail, searchedOfNew } from "../user-rows/user-row.queries.ts";
import { createUser } from "../users/user.service.ts";
import { changeInvitation, findInvitationByToken } from "./invitation.queries.ts";
import { metadataOfNewUser } from "./invitation.service.ts";

/** The open invitation of a link's token, and the user who owns its address. */
const open = ({ snapshot, input, services }: QueryCall<"fetchInvitation" | "acceptInvitation">) =>
  snapshot(async (db) => {
    const found = await findInvitationByToken(db, input.token, services.clock().toISOString());
    const invitation = existing(found, "invitation_not_found");
    const user = await findUserByEmail(db, { email: invitation.email });
    if (user && !user.is_active) throw new Refusal("invitation_not_found"); // a deactivated user cannot join
    return { invitation, user };
  });

export async function fetchInvitation(call: QueryCall<"fetchInvitation">) {
  const { invitation, user } = await open(call);
  const { email, first_name, last_name, role, expires_at, organization_id: id, organization_name: name } = invitation;
  const organization = id !== null && name !== null ? { id, name } : null;
  return { email, first_name, last_name, role, expires_at, organization, user_exists: user !== undefined };
}

/** Checks the invitation before it hashes a password. */
export async function prepareAcceptance(call: QueryCall<"acceptInvitation">) {
  const { input, services } = call;
  const { invitation, user } = await open(call);
  const owned = user ? await findOwnedEmails(call.db, [user.id]) : [];
  const names = namesOf(input, invitation);
  const ids = { username: null, external_id: null, phone_number: null };
  const owner = searchedOfNew({ ...names, ...ids, email: invitation.email });
  const isNew = user === undefined && typeof input.password === "string";
  const { email, organization_id } = invitation;
  return services.limits.counted("tokenTries", `${email} ${organization_id}`, async () => ({
    email,
    names: [...new Set([email, ...owned])],
    organization_id,
    password_hash: isNew ? await hashNewPassword(services, "password", input.password ?? "", owner) : null,
  }));
}

type Names = { first_name?: string | null | undefined; last_name?: string | null | undefined };

const namesOf = (input: Names, invitation: Names) => ({
  first_name: input.first_name ?? invitation.first_name ?? null,
  last_name: input.last_name ?? invitation.last_name ?? null,
});

/** Accepts an invitation, if no other call has. */
export async function acceptInvitation(
  change: Change,
  input: ParsedInput<"acceptInvitation">,
  { email, names, organization_id, password_hash }: Awaited<ReturnType<typeof prepareAcceptance>>,
) {
  const { tx, now } = change;
  const [, , invitation, user] = await together([
    lockNames(tx, "email", names),
    organization_id !== null && keepOrganization(tx, organization_id),
    findInvitationByToken(tx, input.token, now),
    lockUserByEmail(tx, { email }),
  ]);
  if (!invitation || user?.is_active === false) throw new Refusal("invitation_not_found");
  const { id, role } = invitation;
  const public_metadata = metadataOfNewUser(invitation, JSON.parse(invitation.public_metadata));
  const newUser = { ...namesOf(input, invitation), email_address: email, password_hash, public_metadata };
  const { id: user_id } = user ?? (await createUser(change, newUser, id));
  const accepted = { status: "accepted", accepted_at: now, accepted_user_id: user_id } as const;
  await change.record("invitation.accepted", id, ["status"]);
  const [changed] = await together([
    changeInvitation(tx, id, ["pending"], accepted),
    voidTokens(tx, { invitation_id: id }),
    organization_id !== null && joinOrganization(change, { organization_id, user_id, role: role ?? "member" }),
  ]);
  if (!changed) throw new Refusal("invitation_not_found");
  return { user_id, organization_id, is_new_user: user === undefined };
}
