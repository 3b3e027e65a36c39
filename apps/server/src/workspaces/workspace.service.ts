import type { ParsedInput } from "@roster/contract";
import type { Change } from "../calls/call.ts";
import type { Tx } from "../database/database.ts";
import { Refusal } from "../errors.ts";
import { newId } from "../ids.ts";
import { searchText } from "../lists/search-text.ts";
import { slugFor, updatedGroup } from "../organizations/group.ts";
import { findOrganization, isOrganizationMember } from "../organizations/organization.queries.ts";
import { lockUser } from "../user-rows/user-row.queries.ts";
import { findWorkspace, findWorkspaceMembership } from "./workspace.queries.ts";

export async function createWorkspace(change: Change, input: ParsedInput<"createWorkspace">) {
  const { tx, now } = change;
  const { organization_id, name } = input;
  if (!(await findOrganization(tx, organization_id))) throw new Refusal("organization_not_found");
  const id = newId("workspace");
  const slug = input.slug ?? (await slugFor(name, (candidate) => isSlugTaken(tx, organization_id, candidate)));
  const text = searchText(name, slug);
  await tx
    .insertInto("workspaces")
    .values({
      id,
      organization_id,
      name,
      slug,
      search_text: text,
      public_metadata: JSON.stringify(input.public_metadata ?? {}),
      created_at: now,
      updated_at: now,
    })
    .execute();
  await change.record("workspace.created", id, ["name", "slug", "organization_id", "public_metadata"]);
  return existing(await findWorkspace(tx, id));
}

const isSlugTaken = async (tx: Tx, organizationId: string, slug: string) =>
  (await tx
    .selectFrom("workspaces")
    .select("id")
    .where("organization_id", "=", organizationId)
    .where("slug", "=", slug)
    .executeTakeFirst()) !== undefined;

export async function updateWorkspace(change: Change, input: ParsedInput<"updateWorkspace">) {
  const { tx } = change;
  const { workspace_id: id } = input;
  const row = existing(await tx.selectFrom("workspaces").selectAll().where("id", "=", id).executeTakeFirst());
  const { group, changed } = updatedGroup(row, input);
  if (changed.length > 0) {
    const search_text = searchText(group.name, group.slug);
    await tx
      .updateTable("workspaces")
      .set({ ...group, search_text, updated_at: change.now })
      .where("id", "=", id)
      .execute();
    await change.record("workspace.updated", id, changed);
  }
  return existing(await findWorkspace(tx, id));
}

export async function deleteWorkspace(change: Change, id: string) {
  existing(await change.tx.deleteFrom("workspaces").where("id", "=", id).returning("id").executeTakeFirst());
  await change.record("workspace.deleted", id);
}

export async function addWorkspaceMember(change: Change, input: ParsedInput<"addWorkspaceMember">) {
  const { tx, now } = change;
  const { workspace_id, user_id, role } = input;
  const { organization_id } = existing(await findWorkspace(tx, workspace_id));
  if (!(await lockUser(tx, user_id))) throw new Refusal("user_not_found");
  if (!(await isOrganizationMember(tx, organization_id, user_id))) throw new Refusal("not_organization_member");
  const times = { created_at: now, updated_at: now };
  await tx
    .insertInto("workspace_memberships")
    .values({ id: newId("workspaceMembership"), workspace_id, organization_id, user_id, role, ...times })
    .execute();
  return membershipChanged(change, "added", workspace_id, user_id);
}

export async function updateWorkspaceMember(change: Change, input: ParsedInput<"updateWorkspaceMember">) {
  const { workspace_id, user_id, role } = input;
  const { numUpdatedRows } = await change.tx
    .updateTable("workspace_memberships")
    .set({ role, updated_at: change.now })
    .where("workspace_id", "=", workspace_id)
    .where("user_id", "=", user_id)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new Refusal("membership_not_found");
  return membershipChanged(change, "updated", workspace_id, user_id);
}

export async function removeWorkspaceMember(change: Change, input: ParsedInput<"removeWorkspaceMember">) {
  const { workspace_id, user_id } = input;
  const { numDeletedRows } = await change.tx
    .deleteFrom("workspace_memberships")
    .where("workspace_id", "=", workspace_id)
    .where("user_id", "=", user_id)
    .executeTakeFirst();
  if (numDeletedRows === 0n) throw new Refusal("membership_not_found");
  await recordMembership(change, "removed", workspace_id, user_id);
}

async function membershipChanged(change: Change, news: News, workspaceId: string, userId: string) {
  await recordMembership(change, news, workspaceId, userId);
  const membership = await findWorkspaceMembership(change.tx, workspaceId, userId);
  if (!membership) throw new Refusal("membership_not_found");
  return membership;
}

type News = "added" | "updated" | "removed";

/** A membership is news in the history of both. */
async function recordMembership(change: Change, news: News, workspaceId: string, userId: string) {
  await change.record(`workspace_member.${news}`, workspaceId, ["members"]);
  await change.record(`user.workspace_${news}`, userId, ["workspaces"]);
}

function existing<Found>(workspace: Found | undefined): Found {
  if (workspace === undefined) throw new Refusal("workspace_not_found");
  return workspace;
}
