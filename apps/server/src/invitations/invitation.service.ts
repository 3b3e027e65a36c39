import {
  type CreatedInvitation,
  contract,
  InviteUser,
  type Metadata,
  metadataProblem,
  type Output,
  type ParsedInput,
  type UserInvitation,
} from "@roster/contract";
import type { Change } from "../calls/call.ts";
import type { Tx } from "../database/database.ts";
import { invalidInput, parsed, Refusal } from "../errors.ts";
import { newId } from "../ids.ts";
import { searchText } from "../lists/search-text.ts";
import { findOrganization, isOrganizationMember } from "../organizations/organization.queries.ts";
import { cancelMessages } from "../outbox/message.queries.ts";
import { queueMessage } from "../outbox/message.service.ts";
import { checkRedirect, linkTo } from "../tokens/links.ts";
import { voidTokens } from "../tokens/token.queries.ts";
import { mintToken } from "../tokens/tokens.ts";
import { findUserByEmail } from "../user-rows/user-row.queries.ts";
import { invitationMail } from "./invitation.mails.ts";
import {
  changeInvitation,
  expireInvitations,
  findInvitation,
  insertInvitation,
  lockInvitation,
} from "./invitation.queries.ts";
import type { InvitationTable } from "./invitation.table.ts";

const DAY = 24 * 60 * 60 * 1000;
const DEFAULT_DAYS = 7;

export async function inviteUser(change: Change, input: ParsedInput<"inviteUser">): Promise<CreatedInvitation> {
  const { tx, now, settings } = change;
  const { email, organization_id = null, first_name = null, last_name = null, redirect_url = null } = input;
  checkRedirect(redirect_url, settings);
  if (organization_id !== null && !(await findOrganization(tx, organization_id))) {
    throw new Refusal("organization_not_found");
  }
  await refuseWhoIsThere(tx, email, organization_id);

  const id = newId("invitation");
  const lifetime_days = input.expires_in_days ?? DEFAULT_DAYS;
  const expires_at = inDays(now, lifetime_days);
  await expireInvitations(tx, email, now);
  await insertInvitation(tx, {
    id,
    email,
    first_name,
    last_name,
    role: input.role ?? (organization_id === null ? null : "member"),
    organization_id,
    redirect_url,
    public_metadata: JSON.stringify(checkedMetadata(input)),
    search_text: searchText(email, first_name, last_name),
    invited_by: change.actor.name,
    invited_at: now,
    lifetime_days,
    expires_at,
  });
  await change.record("invitation.created", id, ["email", "role", "organization_id"]);
  return sendInvitation(change, { id, email, redirect_url, expires_at }, input.notify);
}

/** Invites each row as `inviteUser` does. A refused row does not affect the others. */
export async function inviteUsers(change: Change, rows: ParsedInput<"inviteUsers">["invitations"]) {
  const codes = ["invalid_input", "rate_limited", ...contract.inviteUser.errors] as const;
  const results: Output<"inviteUsers">["results"] = [];
  for (const row of rows) {
    const result = await change.attempt("inviteUser", codes, async () => inviteUser(change, parsed(InviteUser, row)));
    results.push(result.ok ? { ok: true, invitation: result.data } : result);
  }
  return { results };
}

/** Sends an invitation again: the same record with a new link and a new lifetime. Earlier links stop working. */
export async function resendInvitation(change: Change, { invitation_id: id, notify }: ParsedInput<"resendInvitation">) {
  const { tx, now } = change;
  const row = await lockInvitation(tx, id);
  if (!row) throw new Refusal("invitation_not_found");
  if (row.status === "accepted") throw new Refusal("invitation_already_accepted");
  if (row.status === "revoked") throw new Refusal("invitation_already_revoked");
  await refuseWhoIsThere(tx, row.email, row.organization_id);
  await expireInvitations(tx, row.email, now);
  const expires_at = inDays(now, row.lifetime_days);
  await changeInvitation(tx, id, ["pending", "expired"], { status: "pending", expires_at });
  await endLinks(tx, id, "The invitation was renewed before this mail went out.");
  await change.record("invitation.resent", id, ["expires_at"]);
  return sendInvitation(change, { ...row, expires_at }, notify);
}

export async function revokeInvitation(change: Change, id: string): Promise<UserInvitation> {
  const { tx, now } = change;
  if (await changeInvitation(tx, id, ["pending", "expired"], { status: "revoked", revoked_at: now })) {
    await endLinks(tx, id, "The invitation was revoked before this mail went out.");
    await change.record("invitation.revoked", id, ["status"]);
  }
  const invitation = await findInvitation(tx, id, now);
  if (!invitation) throw new Refusal("invitation_not_found");
  if (invitation.status === "accepted") throw new Refusal("invitation_already_accepted");
  return invitation;
}

/** Makes the link for the caller. The mail gets a link of its own when it is sent. */
async function sendInvitation(
  change: Change,
  sent: Pick<InvitationTable, "id" | "email" | "redirect_url" | "expires_at">,
  notify: boolean | null | undefined,
) {
  const { tx, now, settings } = change;
  const { id, email, redirect_url, expires_at } = sent;
  const token = await mintToken(tx, { invitation_id: id, email, created_at: now, expires_at });
  if (notify !== false) {
    // Kept for good, because the invitation shows its delivery.
    const message = { recipient: email, subject_id: id, give_up_at: expires_at, kept_until: null };
    await queueMessage(change, invitationMail, message);
  }
  const invitation = await findInvitation(tx, id, now);
  if (!invitation) throw new Error(`invitation ${id} is gone in the transaction that made it`);
  return { ...invitation, accept_url: linkTo("invitation", redirect_url, token, settings) };
}

async function endLinks(tx: Tx, id: string, reason: string) {
  await voidTokens(tx, { invitation_id: id });
  await cancelMessages(tx, invitationMail, { subject_id: id }, reason);
}

/** Refuses to invite an existing user to the directory, or a member to the organization. */
async function refuseWhoIsThere(tx: Tx, email: string, organizationId: string | null) {
  const user = await findUserByEmail(tx, email);
  if (!user) return;
  if (organizationId === null) throw new Refusal("user_exists");
  if (await isOrganizationMember(tx, organizationId, user.id)) throw new Refusal("already_member");
}

/** The metadata of the new user. Without an organization it includes the role, within the same limits. */
export function metadataOfNewUser(
  invitation: { role: string | null; organization_id: string | null },
  given: Metadata,
) {
  return invitation.role !== null && invitation.organization_id === null ? { ...given, role: invitation.role } : given;
}

function checkedMetadata({ role = null, organization_id = null, public_metadata }: ParsedInput<"inviteUser">) {
  const given = public_metadata ?? {};
  const problem = metadataProblem(metadataOfNewUser({ role, organization_id }, given));
  if (problem) throw invalidInput("public_metadata", `${problem}, with the role`);
  return given;
}

const inDays = (now: string, days: number) => new Date(Date.parse(now) + days * DAY).toISOString();
