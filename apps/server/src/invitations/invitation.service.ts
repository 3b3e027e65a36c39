import { InviteUser, type Metadata, metadataProblem, type ParsedInput } from "@roster/contract";
import type { Change } from "../calls/call.ts";
import type { Tx } from "../database/database.ts";
import { lockNames } from "../database/locks.ts";
import { together } from "../database/together.ts";
import { existing, invalidInput, Refusal } from "../errors.ts";
import { newId } from "../ids.ts";
import { searchText } from "../lists/search-text.ts";
import { endLinks } from "../offers/offer.service.ts";
import { keepOrganization } from "../organizations/organization.queries.ts";
import { queueMessage } from "../outbox/message.service.ts";
import { after, DAY } from "../times.ts";
import { checkRedirect, linkTo } from "../tokens/links.ts";
import { mintToken } from "../tokens/tokens.ts";
import { invitationMail } from "./invitation.mails.ts";
import {
  changeInvitation,
  expireInvitations,
  findGoal,
  findInvitation,
  findInvited,
  type Goal,
  insertInvitation,
  lockInvitation,
} from "./invitation.queries.ts";
import type { InvitationTable } from "./invitation.table.ts";

const DEFAULT_DAYS = 7;

export async function inviteUser(change: Change, input: ParsedInput<"inviteUser">) {
  const { tx, now, settings } = change;
  const { email, organization_id = null, first_name = null, last_name = null, redirect_url = null } = input;
  checkRedirect(redirect_url, settings);
  const [, organization, invited] = await lockGoal(tx, { email, organization_id });
  existing(organization, "organization_not_found");
  refuseWhoIsThere(organization_id, invited);

  const lifetime_days = input.expires_in_days ?? DEFAULT_DAYS;
  const row = {
    id: newId("invitation"),
    email,
    first_name,
    last_name,
    role: input.role ?? (organization_id === null ? null : "member"),
    organization_id,
    redirect_url,
    public_metadata: JSON.stringify(checkedMetadata(input)),
    search_text: searchText([first_name, last_name], email),
    invited_by: change.actor.name,
    invited_at: now,
    lifetime_days,
    expires_at: inDays(now, lifetime_days),
  };
  await change.record("invitation.created", row.id, ["email", "role", "organization_id"]);
  const [, , sent] = await together([
    expireInvitations(tx, email, now),
    insertInvitation(tx, row),
    sendInvitation(change, row, input.notify),
  ]);
  return sent;
}

/** The address of a row, whatever else is in it. */
const Addressed = InviteUser.pick({ email: true }).strip();

export function lockAddresses(tx: Tx, rows: readonly object[]) {
  const emails = rows.flatMap((row) => Addressed.safeParse(row).data?.email ?? []);
  return lockNames(tx, "email", emails);
}

/** Sends an invitation again: the same record with a new link and a new lifetime. Earlier links stop working. */
export async function resendInvitation(change: Change, { invitation_id: id, notify }: ParsedInput<"resendInvitation">) {
  const { tx, now } = change;
  const goal = existing(await findGoal(tx, id), "invitation_not_found");
  const [[, , invited], row] = await together([lockGoal(tx, goal), lockInvitation(tx, id)]);
  if (!row) throw new Refusal("invitation_not_found");
  if (row.status === "accepted") throw new Refusal("invitation_already_accepted");
  if (row.status === "revoked") throw new Refusal("invitation_already_revoked");
  refuseWhoIsThere(row.organization_id, invited);
  const expires_at = inDays(now, row.lifetime_days);
  await change.record("invitation.resent", id, ["expires_at"]);
  const [, , , sent] = await together([
    expireInvitations(tx, row.email, now),
    changeInvitation(tx, id, ["pending", "expired"], { status: "pending", expires_at }),
    endLinks(tx, id, "The invitation was renewed before this mail went out."),
    sendInvitation(change, { ...row, expires_at }, notify),
  ]);
  return sent;
}

export async function revokeInvitation(change: Change, id: string) {
  const { tx, now } = change;
  const [revoked, , invitation] = await together([
    changeInvitation(tx, id, ["pending", "expired"], { status: "revoked", revoked_at: now }),
    endLinks(tx, id, "The invitation was revoked before this mail went out."),
    findInvitation(tx, id, now),
  ]);
  if (!invitation) throw new Refusal("invitation_not_found");
  if (invitation.status === "accepted") throw new Refusal("invitation_already_accepted");
  if (revoked) await change.record("invitation.revoked", id, ["status"]);
  return invitation;
}

/** Makes the link for the caller. The mail gets a link of its own when it is sent. */
async function sendInvitation(
  change: Change,
  { id, email, redirect_url, expires_at }: Pick<InvitationTable, "id" | "email" | "redirect_url" | "expires_at">,
  notify: boolean | null | undefined,
) {
  const { tx, now, settings } = change;
  // Kept for good, because the invitation shows its delivery.
  const message = { recipient: email, subject_id: id, give_up_at: expires_at, kept_until: null };
  const [token, , invitation] = await together([
    mintToken(tx, { invitation_id: id, email, created_at: now, expires_at }),
    notify !== false && queueMessage(change, invitationMail, message),
    findInvitation(tx, id, now),
  ]);
  if (!invitation) throw new Error(`invitation ${id} is gone in the transaction that made it`);
  return { ...invitation, accept_url: linkTo("invitation", redirect_url, token, settings) };
}

/** Locks an address's name and keeps the organization, which is undefined if there is none. Looks who owns the address. */
const lockGoal = (tx: Tx, goal: Goal) =>
  together([
    lockNames(tx, "email", [goal.email]),
    goal.organization_id !== null && keepOrganization(tx, goal.organization_id),
    findInvited(tx, goal),
  ]);

/** Refuses to invite a deactivated user, an existing one to the directory, or a member to the organization. */
function refuseWhoIsThere(organizationId: string | null, invited: Awaited<ReturnType<typeof findInvited>>) {
  if (invited?.is_active === 0) throw new Refusal("user_deactivated");
  if (invited && organizationId === null) throw new Refusal("user_exists");
  if (invited?.membership_id) throw new Refusal("already_member");
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

const inDays = (now: string, days: number) => after(now, days * DAY);
