import type { ParsedInput } from "@roster/contract";
import type { Change } from "../calls/call.ts";
import type { Tx } from "../database/database.ts";
import { together } from "../database/together.ts";
import { existing, Refusal } from "../errors.ts";
import { createGroup, recordMembership, updateGroup } from "../groups/group.service.ts";
import { toGroup } from "../groups/group.table.ts";
import { newId } from "../ids.ts";
import { endOffers, lockNamesOf } from "../offers/offer.service.ts";
import { lockUser, lockUsers } from "../user-rows/user-row.queries.ts";
import {
  deleteOrganizationMembership,
  deleteOrganizationRow,
  findOrganization,
  insertOrganization,
  insertOrganizationMembership,
  keepOrganization,
  lockOrganization,
  setOrganizationRole,
} from "./organization.queries.ts";

export async function createOrganization(change: Change, input: ParsedInput<"createOrganization">) {
  const id = newId("organization");
  const row = await createGroup(change, input, (group) => insertOrganization(change.tx, { id, ...group }));
  if (!row) throw new Refusal("slug_taken");
  await change.record("organization.created", id, ["name", "slug", "public_metadata"]);
  return { ...toGroup(row), member_count: 0 };
}

export async function updateOrganization(change: Change, input: ParsedInput<"updateOrganization">) {
  const organization = await lockOrganization(change.tx, input.organization_id);
  return toGroup(await updateGroup(change, "organization", organization, input));
}

export async function deleteOrganization(change: Change, { organization_id }: ParsedInput<"deleteOrganization">) {
  existing(await deleteOrganizationRow(change.tx, organization_id), "organization_not_found");
  await change.record("organization.deleted", organization_id);
}

export async function addOrganizationMember(change: Change, input: ParsedInput<"addOrganizationMember">) {
  const { tx } = change;
  await lockNamesOf(tx, [input.user_id]);
  const [, , membership] = await together([
    keepOrganization(tx, input.organization_id),
    lockUser(tx, input.user_id),
    joinOrganization(change, input),
  ]);
  if (membership) return membership;
  existing(await findOrganization(tx, { organization_id: input.organization_id }), "organization_not_found");
  throw new Refusal((await lockUser(tx, input.user_id)) ? "already_member" : "user_not_found");
}

/** Locks what additions of members to an organization lock. */
export const lockForJoining = (organizationId: string) => async (tx: Tx, members: readonly { user_id: string }[]) => {
  const ids = members.map(({ user_id }) => user_id);
  await lockNamesOf(tx, ids);
  await keepOrganization(tx, organizationId);
  await lockUsers(tx, ids);
};

/** Makes a user a member. Answers undefined if there is no such organization or user, or if the user is a member. */
export async function joinOrganization(change: Change, input: ParsedInput<"addOrganizationMember">) {
  const { tx, now } = change;
  const id = newId("organization_membership");
  const membership = await insertOrganizationMembership(tx, { id, ...input, created_at: now, updated_at: now });
  if (membership) {
    await recordMembership(change, "organization", "added", input.organization_id, input.user_id);
    await endOffers(change, input.user_id, "reached");
  }
  return membership;
}

export async function updateOrganizationMember(change: Change, input: ParsedInput<"updateOrganizationMember">) {
  const { organization_id, user_id, role } = input;
  const changed = await setOrganizationRole(change.tx, organization_id, user_id, role, change.now);
  const membership = existing(changed, "membership_not_found");
  await recordMembership(change, "organization", "updated", organization_id, user_id);
  return membership;
}

export async function removeOrganizationMember(change: Change, input: ParsedInput<"removeOrganizationMember">) {
  const { organization_id, user_id } = input;
  const { tx } = change;
  await lockNamesOf(tx, [user_id]);
  const [, , workspaces] = await together([
    lockUser(tx, user_id),
    endOffers(change, user_id, "reached"),
    deleteOrganizationMembership(tx, organization_id, user_id),
  ]);
  if (!workspaces) throw new Refusal("membership_not_found");
  await recordMembership(change, "organization", "removed", organization_id, user_id);
  for (const id of workspaces) await change.record("workspace_member.removed", id, ["members"]);
}
