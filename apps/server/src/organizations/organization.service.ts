import type { ParsedInput } from "@roster/contract";
import type { Change } from "../calls/call.ts";
import { Refusal } from "../errors.ts";
import { changeRole, newGroup, recordMembership, removeMember, updateGroup } from "../groups/group.service.ts";
import { newId } from "../ids.ts";
import { lockUser } from "../user-rows/user-row.queries.ts";
import {
  deleteOrganizationRow,
  findOrganization,
  findWorkspacesOfMember,
  insertOrganization,
  insertOrganizationMembership,
  isOrganizationSlugTaken,
  organizationMembership,
} from "./organization.queries.ts";

export async function createOrganization(change: Change, input: ParsedInput<"createOrganization">) {
  const { tx } = change;
  const id = newId("organization");
  await insertOrganization(tx, { id, ...(await newGroup(change, input, (slug) => isOrganizationSlugTaken(tx, slug))) });
  await change.record("organization.created", id, ["name", "slug", "public_metadata"]);
  return existing(await findOrganization(tx, id));
}

export async function updateOrganization(change: Change, input: ParsedInput<"updateOrganization">) {
  await updateGroup(change, "organization", input.organization_id, input);
  return existing(await findOrganization(change.tx, input.organization_id));
}

export async function deleteOrganization(change: Change, { organization_id }: ParsedInput<"deleteOrganization">) {
  existing(await deleteOrganizationRow(change.tx, organization_id));
  await change.record("organization.deleted", organization_id);
}

export async function addOrganizationMember(change: Change, input: ParsedInput<"addOrganizationMember">) {
  existing(await findOrganization(change.tx, input.organization_id));
  if (!(await lockUser(change.tx, input.user_id))) throw new Refusal("user_not_found");
  return joinOrganization(change, input);
}

/** Makes a locked user a member. */
export async function joinOrganization(change: Change, input: ParsedInput<"addOrganizationMember">) {
  const { tx, now } = change;
  const { organization_id, user_id } = input;
  const id = newId("organizationMembership");
  await insertOrganizationMembership(tx, { id, ...input, created_at: now, updated_at: now });
  await recordMembership(change, "organization", "added", organization_id, user_id);
  return organizationMembership(tx, organization_id, user_id);
}

export async function updateOrganizationMember(change: Change, input: ParsedInput<"updateOrganizationMember">) {
  const { organization_id, user_id, role } = input;
  await changeRole(change, "organization", organization_id, user_id, role);
  return organizationMembership(change.tx, organization_id, user_id);
}

export async function removeOrganizationMember(change: Change, input: ParsedInput<"removeOrganizationMember">) {
  const { organization_id, user_id } = input;
  await lockUser(change.tx, user_id); // the lock prevents new workspace memberships of the user
  const workspaces = await findWorkspacesOfMember(change.tx, organization_id, user_id);
  await removeMember(change, "organization", organization_id, user_id);
  for (const id of workspaces) await change.record("workspace_member.removed", id, ["members"]);
}

function existing<Found>(organization: Found | undefined): Found {
  if (organization === undefined) throw new Refusal("organization_not_found");
  return organization;
}
