import type { ParsedInput } from "@roster/contract";
import type { Change } from "../calls/call.ts";
import type { Tx } from "../database/database.ts";
import { Refusal } from "../errors.ts";
import { newId } from "../ids.ts";
import { searchText } from "../lists/search-text.ts";
import { lockUser } from "../user-rows/user-row.queries.ts";
import { slugFor, updatedGroup } from "./group.ts";
import { deleteOrganizationRow, findOrganization, findOrganizationMembership } from "./organization.queries.ts";

export async function createOrganization(change: Change, input: ParsedInput<"createOrganization">) {
  const { tx, now } = change;
  const id = newId("organization");
  const slug = input.slug ?? (await slugFor(input.name, (candidate) => isSlugTaken(tx, candidate)));
  const text = searchText(input.name, slug);
  await tx
    .insertInto("organizations")
    .values({
      id,
      name: input.name,
      slug,
      search_text: text,
      public_metadata: JSON.stringify(input.public_metadata ?? {}),
      created_at: now,
      updated_at: now,
    })
    .execute();
  await change.record("organization.created", id, ["name", "slug", "public_metadata"]);
  return existing(await findOrganization(tx, id));
}

const isSlugTaken = async (tx: Tx, slug: string) =>
  (await tx.selectFrom("organizations").select("id").where("slug", "=", slug).executeTakeFirst()) !== undefined;

export async function updateOrganization(change: Change, input: ParsedInput<"updateOrganization">) {
  const { tx } = change;
  const { organization_id: id } = input;
  const row = existing(await tx.selectFrom("organizations").selectAll().where("id", "=", id).executeTakeFirst());
  const { group, changed } = updatedGroup(row, input);
  if (changed.length > 0) {
    const search_text = searchText(group.name, group.slug);
    await tx
      .updateTable("organizations")
      .set({ ...group, search_text, updated_at: change.now })
      .where("id", "=", id)
      .execute();
    await change.record("organization.updated", id, changed);
  }
  return existing(await findOrganization(tx, id));
}

export async function deleteOrganization(change: Change, id: string) {
  const { tx } = change;
  existing(await deleteOrganizationRow(tx, id));
  await change.record("organization.deleted", id);
}

export async function addOrganizationMember(change: Change, input: ParsedInput<"addOrganizationMember">) {
  const { tx, now } = change;
  const { organization_id, user_id, role } = input;
  existing(await findOrganization(tx, organization_id));
  if (!(await lockUser(tx, user_id))) throw new Refusal("user_not_found");
  await tx
    .insertInto("organization_memberships")
    .values({ id: newId("organizationMembership"), organization_id, user_id, role, created_at: now, updated_at: now })
    .execute();
  return membershipChanged(change, "added", organization_id, user_id);
}

export async function updateOrganizationMember(change: Change, input: ParsedInput<"updateOrganizationMember">) {
  const { organization_id, user_id, role } = input;
  const { numUpdatedRows } = await change.tx
    .updateTable("organization_memberships")
    .set({ role, updated_at: change.now })
    .where("organization_id", "=", organization_id)
    .where("user_id", "=", user_id)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new Refusal("membership_not_found");
  return membershipChanged(change, "updated", organization_id, user_id);
}

export async function removeOrganizationMember(change: Change, input: ParsedInput<"removeOrganizationMember">) {
  const { organization_id, user_id } = input;
  const workspaces = await change.tx
    .selectFrom("workspace_memberships")
    .select("workspace_id")
    .where("organization_id", "=", organization_id)
    .where("user_id", "=", user_id)
    .orderBy("workspace_id")
    .execute();
  const { numDeletedRows } = await change.tx
    .deleteFrom("organization_memberships")
    .where("organization_id", "=", organization_id)
    .where("user_id", "=", user_id)
    .executeTakeFirst();
  if (numDeletedRows === 0n) throw new Refusal("membership_not_found");
  await recordMembership(change, "removed", organization_id, user_id);
  for (const { workspace_id } of workspaces) await change.record("workspace_member.removed", workspace_id, ["members"]);
}

async function membershipChanged(change: Change, news: News, organizationId: string, userId: string) {
  await recordMembership(change, news, organizationId, userId);
  const membership = await findOrganizationMembership(change.tx, organizationId, userId);
  if (!membership) throw new Refusal("membership_not_found");
  return membership;
}

type News = "added" | "updated" | "removed";

/** A membership is news in the history of both. */
async function recordMembership(change: Change, news: News, organizationId: string, userId: string) {
  await change.record(`organization_member.${news}`, organizationId, ["members"]);
  await change.record(`user.organization_${news}`, userId, ["organizations"]);
}

function existing<Found>(organization: Found | undefined): Found {
  if (organization === undefined) throw new Refusal("organization_not_found");
  return organization;
}
