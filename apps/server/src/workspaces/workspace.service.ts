import type { ParsedInput } from "@roster/contract";
import type { Change } from "../calls/call.ts";
import type { Tx } from "../database/database.ts";
import { existing, Refusal } from "../errors.ts";
import { deleteMembership } from "../groups/group.queries.ts";
import { createGroup, recordMembership, updateGroup } from "../groups/group.service.ts";
import { toGroup } from "../groups/group.table.ts";
import { newId } from "../ids.ts";
import { findOrganization } from "../organizations/organization.queries.ts";
import { lockUser, lockUsers } from "../user-rows/user-row.queries.ts";
import {
  deleteWorkspaceRow,
  findWorkspace,
  insertWorkspace,
  insertWorkspaceMembership,
  keepWorkspace,
  lockWorkspace,
  setWorkspaceRole,
} from "./workspace.queries.ts";

export async function createWorkspace(change: Change, input: ParsedInput<"createWorkspace">) {
  const { tx } = change;
  const { organization_id } = input;
  const id = newId("workspace");
  const row = await createGroup(change, input, (group) => insertWorkspace(tx, { id, organization_id, ...group }));
  if (!row)
    throw new Refusal((await findOrganization(tx, { organization_id })) ? "slug_taken" : "organization_not_found");
  await change.record("workspace.created", id, ["name", "slug", "organization_id", "public_metadata"]);
  return { ...toGroup(row), member_count: 0 };
}

export async function updateWorkspace(change: Change, input: ParsedInput<"updateWorkspace">) {
  const workspace = await lockWorkspace(change.tx, input.workspace_id);
  return toGroup(await updateGroup(change, "workspace", workspace, input));
}

export async function deleteWorkspace(change: Change, { workspace_id }: ParsedInput<"deleteWorkspace">) {
  existing(await deleteWorkspaceRow(change.tx, workspace_id), "workspace_not_found");
  await change.record("workspace.deleted", workspace_id);
}

export async function addWorkspaceMember(change: Change, input: ParsedInput<"addWorkspaceMember">) {
  const { tx, now } = change;
  const { workspace_id, user_id } = input;
  const id = newId("workspace_membership");
  const membership = await insertWorkspaceMembership(tx, { id, ...input, created_at: now, updated_at: now });
  if (!membership) {
    existing(await findWorkspace(tx, { workspace_id }), "workspace_not_found");
    throw new Refusal((await lockUser(tx, user_id)) ? "not_organization_member" : "user_not_found");
  }
  await recordMembership(change, "workspace", "added", workspace_id, user_id);
  return membership;
}

/** Locks what additions of members to a workspace lock, and the users. */
export const lockForJoining = (workspaceId: string) => async (tx: Tx, members: readonly { user_id: string }[]) => {
  await keepWorkspace(tx, workspaceId);
  const ids = members.map(({ user_id }) => user_id);
  await lockUsers(tx, ids);
};

export async function updateWorkspaceMember(change: Change, input: ParsedInput<"updateWorkspaceMember">) {
  const { workspace_id, user_id, role } = input;
  const changed = await setWorkspaceRole(change.tx, workspace_id, user_id, role, change.now);
  const membership = existing(changed, "membership_not_found");
  await recordMembership(change, "workspace", "updated", workspace_id, user_id);
  return membership;
}

export async function removeWorkspaceMember(
  change: Change,
  { workspace_id, user_id }: ParsedInput<"removeWorkspaceMember">,
) {
  existing(await deleteMembership(change.tx, "workspace", workspace_id, user_id), "membership_not_found");
  await recordMembership(change, "workspace", "removed", workspace_id, user_id);
}
