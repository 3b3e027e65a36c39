import type { ParsedInput } from "@roster/contract";
import type { Change } from "../calls/call.ts";
import { Refusal } from "../errors.ts";
import { newId } from "../ids.ts";
import { searchText } from "../lists/search-text.ts";
import { slugFor, updatedGroup } from "../organizations/group.ts";
import { findOrganization, isOrganizationMember } from "../organizations/organization.queries.ts";
import { lockUser } from "../user-rows/user-row.queries.ts";
import {
  deleteWorkspaceMembership,
  deleteWorkspaceRow,
  findWorkspace,
  findWorkspaceMembership,
  findWorkspaceRow,
  insertWorkspace,
  insertWorkspaceMembership,
  isWorkspaceSlugTaken,
  setWorkspaceRole,
  updateWorkspaceRow,
} from "./workspace.queries.ts";

export async function createWorkspace(change: Change, input: ParsedInput<"createWorkspace">) {
  const { tx, now } = change;
  const { organization_id, name } = input;
  if (!(await findOrganization(tx, organization_id))) throw new Refusal("organization_not_found");
  const id = newId("workspace");
  const slug = input.slug ?? (await slugFor(name, (candidate) => isWorkspaceSlugTaken(tx, organization_id, candidate)));
  await insertWorkspace(tx, {
    id,
    organization_id,
    name,
    slug,
    search_text: searchText(name, slug),
    public_metadata: JSON.stringify(input.public_metadata ?? {}),
    created_at: now,
    updated_at: now,
  });
  await change.record("workspace.created", id, ["name", "slug", "organization_id", "public_metadata"]);
  return existing(await findWorkspace(tx, id));
}

export async function updateWorkspace(change: Change, input: ParsedInput<"updateWorkspace">) {
  const { tx } = change;
  const { workspace_id: id } = input;
  const row = existing(await findWorkspaceRow(tx, id));
  const { group, changed } = updatedGroup(row, input);
  if (changed.length > 0) {
    const search_text = searchText(group.name, group.slug);
    await updateWorkspaceRow(tx, id, { ...group, search_text, updated_at: change.now });
    await change.record("workspace.updated", id, changed);
  }
  return existing(await findWorkspace(tx, id));
}

export async function deleteWorkspace(change: Change, id: string) {
  existing(await deleteWorkspaceRow(change.tx, id));
  await change.record("workspace.deleted", id);
}

export async function addWorkspaceMember(change: Change, input: ParsedInput<"addWorkspaceMember">) {
  const { tx, now } = change;
  const { workspace_id, user_id, role } = input;
  const { organization_id } = existing(await findWorkspace(tx, workspace_id));
  if (!(await lockUser(tx, user_id))) throw new Refusal("user_not_found");
  if (!(await isOrganizationMember(tx, organization_id, user_id))) throw new Refusal("not_organization_member");
  const membership = { id: newId("workspaceMembership"), workspace_id, organization_id, user_id, role };
  await insertWorkspaceMembership(tx, { ...membership, created_at: now, updated_at: now });
  return membershipChanged(change, "added", workspace_id, user_id);
}

export async function updateWorkspaceMember(change: Change, input: ParsedInput<"updateWorkspaceMember">) {
  const { workspace_id, user_id, role } = input;
  const isMember = await setWorkspaceRole(change.tx, workspace_id, user_id, role, change.now);
  if (!isMember) throw new Refusal("membership_not_found");
  return membershipChanged(change, "updated", workspace_id, user_id);
}

export async function removeWorkspaceMember(change: Change, input: ParsedInput<"removeWorkspaceMember">) {
  const { workspace_id, user_id } = input;
  const wasMember = await deleteWorkspaceMembership(change.tx, workspace_id, user_id);
  if (!wasMember) throw new Refusal("membership_not_found");
  await recordMembership(change, "removed", workspace_id, user_id);
}

async function membershipChanged(change: Change, news: News, workspaceId: string, userId: string) {
  await recordMembership(change, news, workspaceId, userId);
  const membership = await findWorkspaceMembership(change.tx, workspaceId, userId);
  if (!membership) throw new Refusal("membership_not_found");
  return membership;
}

type News = "added" | "updated" | "removed";

/** A membership has an event in both histories: the workspace's and the user's. */
async function recordMembership(change: Change, news: News, workspaceId: string, userId: string) {
  await change.record(`workspace_member.${news}`, workspaceId, ["members"]);
  await change.record(`user.workspace_${news}`, userId, ["workspaces"]);
}

function existing<Found>(workspace: Found | undefined): Found {
  if (workspace === undefined) throw new Refusal("workspace_not_found");
  return workspace;
}
