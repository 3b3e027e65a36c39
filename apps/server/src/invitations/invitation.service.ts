import { createHash, randomBytes } from "node:crypto";
import type { CreatedInvitation, ParsedInput } from "@roster/contract";
import type { Settings } from "../config.ts";
import { searchText } from "../database/search.ts";
import { Refusal } from "../errors.ts";
import { newId } from "../ids.ts";
import { queueMessage } from "../mail/message.queries.ts";
import { findOrganization, isOrganizationMember } from "../organizations/organization.queries.ts";
import type { Change } from "../procedures.ts";
import { findUserByEmail } from "../users/user.queries.ts";
import { expireInvitations, findInvitation, insertInvitation } from "./invitation.queries.ts";

const DAY = 24 * 60 * 60 * 1000;
const DEFAULT_DAYS = 7;

export async function inviteUser(change: Change, input: ParsedInput<"inviteUser">): Promise<CreatedInvitation> {
  const { tx, now, services } = change;
  const { email, organization_id = null, first_name = null, last_name = null, redirect_url = null } = input;
  if (redirect_url !== null && !isAllowed(redirect_url, services.settings))
    throw new Refusal("redirect_url_not_allowed");
  if (organization_id !== null && !(await findOrganization(tx, organization_id))) {
    throw new Refusal("organization_not_found");
  }
  const user = await findUserByEmail(tx, email);
  if (user && organization_id === null) throw new Refusal("user_exists");
  if (user && organization_id !== null && (await isOrganizationMember(tx, organization_id, user.id))) {
    throw new Refusal("already_member");
  }

  const id = newId("invitation");
  const token = randomBytes(32).toString("base64url");
  await expireInvitations(tx, email, now);
  await insertInvitation(tx, {
    id,
    email,
    first_name,
    last_name,
    role: input.role ?? (organization_id === null ? null : "member"),
    organization_id,
    redirect_url,
    public_metadata: JSON.stringify(input.public_metadata ?? {}),
    token_hash: createHash("sha256").update(token).digest("hex"),
    search_text: searchText(email, first_name, last_name),
    invited_by: change.actor.name,
    invited_at: now,
    expires_at: new Date(Date.parse(now) + (input.expires_in_days ?? DEFAULT_DAYS) * DAY).toISOString(),
  });
  if (input.notify !== false) await queueMessage(change, "invitation", email, { invitation_id: id });
  await change.audit("invitation", id, ["email", "role", "organization_id"]);
  const invitation = await findInvitation(tx, id, now);
  if (!invitation) throw new Error(`invitation ${id} is gone in the transaction that made it`);
  return { ...invitation, accept_url: acceptUrl(redirect_url, token, services.settings) };
}

/** Exact origins only: the server's own, and those that the operator listed. */
function isAllowed(redirectUrl: string, settings: Settings) {
  const { origin, username, password } = new URL(redirectUrl);
  return (
    username + password === "" && [new URL(settings.publicUrl).origin, ...settings.redirectOrigins].includes(origin)
  );
}

function acceptUrl(redirectUrl: string | null, token: string, settings: Settings) {
  const url = new URL(redirectUrl ?? `${settings.publicUrl}/accept-invitation`);
  url.searchParams.set("token", token);
  return url.href;
}
