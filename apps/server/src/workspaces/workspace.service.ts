import type { ParsedInput } from "@roster/contract";
import type { Change } from "../calls/call.ts";
import { Refusal } from "../errors.ts";
import { changeRole, newGroup, recordMembership, removeMember, updateGroup } from "../groups/group.service.ts";
import { newId } from "../ids.ts";
import { findOrganization, isOrganizationMember } from "../organizations/organization.queries.ts";
import { lockUser } from "../user-rows/user-row.queries.ts";
import {
  deleteWorkspaceRow,
  findWorkspace,
  insertWorkspace,
  insertWorkspaceMembership,
  isWorkspaceSlugTaken,
  workspaceMembership,
} from "./workspace.queries.ts";

export async function createWorkspace(change: Change, input: ParsedInput<"createWorkspace">) {
  const { tx } = change;
  const { organization_id } = input;
  if (!(await findOrganization(tx, organization_id))) throw new Refusal("organization_not_found");
  const id = newId("workspace");
  const group = await newGroup(change, input, (slug) => isWorkspaceSlugTaken(tx, organization_id, slug));
  await insertWorkspace(tx, { id, organization_id, ...group });
  await change.record("workspace.created", id, ["name", "slug", "organization_id", "public_metadata"]);
  return existing(await findWorkspace(tx, id));
}

export async function updateWorkspace(change: Change, input: ParsedInput<"updateWorkspace">) {
  await updateGroup(change, "workspace", input.workspace_id, input);
  return existing(await findWorkspace(change.tx, input.workspace_id));
}

export async function deleteWorkspace(change: Change, { workspace_id }: ParsedInput<"deleteWorkspace">) {
  existing(await deleteWorkspaceRow(change.tx, workspace_id));
  await change.record("workspace.deleted", workspace_id);
}

export async function addWorkspaceMember(change: Change, input: ParsedInput<"addWorkspaceMember">) {
  const { tx, now } = change;
  const { workspace_id, user_id } = input;
  const { organization_id } = existing(await findWorkspace(tx, workspace_id));
  if (!(await lockUser(tx, user_id))) throw new Refusal("user_not_found");
  if (!(await isOrganizationMember(tx, organization_id, user_id))) throw new Refusal("not_organization_member");
  const id = newId("workspaceMembership");
  await insertWorkspaceMembership(tx, { id, organization_id, ...input, created_at: now, updated_at: now });
  await recordMembership(change, "workspace", "added", workspace_id, user_id);
  return workspaceMembership(tx, workspace_id, user_id);
}

export async function updateWorkspaceMember(change: Change, input: ParsedInput<"updateWorkspaceMember">) {
  const { workspace_id, user_id, role } = input;
  await changeRole(change, "workspace", workspace_id, user_id, role);
  return workspaceMembership(change.tx, workspace_id, user_id);
}

export async function removeWorkspaceMember(
  change: Change,
  { workspace_id, user_id }: ParsedInput<"removeWorkspaceMember">,
) {
  await removeMember(change, "workspace", workspace_id, user_id);
}

function existing<Found>(workspace: Found | undefined): Found {
  if (workspace === undefined) throw new Refusal("workspace_not_found");
  return workspace;
}
