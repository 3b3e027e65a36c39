import type { ParsedInput } from "@roster/contract";
import type { Change } from "../calls/call.ts";
import { Refusal } from "../errors.ts";
import { newId } from "../ids.ts";
import { searchText } from "../lists/search-text.ts";
import { lockUser } from "../user-rows/user-row.queries.ts";
import { slugFor, updatedGroup } from "./group.ts";
import {
  deleteOrganizationMembership,
  deleteOrganizationRow,
  findOrganization,
  findOrganizationMembership,
  findOrganizationRow,
  findWorkspacesOfMember,
  insertOrganization,
  insertOrganizationMembership,
  isOrganizationSlugTaken,
  setOrganizationRole,
  updateOrganizationRow,
} from "./organization.queries.ts";

export async function createOrganization(change: Change, input: ParsedInput<"createOrganization">) {
  const { tx, now } = change;
  const id = newId("organization");
  const slug = input.slug ?? (await slugFor(input.name, (candidate) => isOrganizationSlugTaken(tx, candidate)));
  await insertOrganization(tx, {
    id,
    name: input.name,
    slug,
    search_text: searchText(input.name, slug),
    public_metadata: JSON.stringify(input.public_metadata ?? {}),
    created_at: now,
    updated_at: now,
  });
  await change.record("organization.created", id, ["name", "slug", "public_metadata"]);
  return existing(await findOrganization(tx, id));
}

export async function updateOrganization(change: Change, input: ParsedInput<"updateOrganization">) {
  const { tx } = change;
  const { organization_id: id } = input;
  const row = existing(await findOrganizationRow(tx, id));
  const { group, changed } = updatedGroup(row, input);
  if (changed.length > 0) {
    const search_text = searchText(group.name, group.slug);
    await updateOrganizationRow(tx, id, { ...group, search_text, updated_at: change.now });
    await change.record("organization.updated", id, changed);
  }
  return existing(await findOrganization(tx, id));
}

export async function deleteOrganization(change: Change, id: string) {
  existing(await deleteOrganizationRow(change.tx, id));
  await change.record("organization.deleted", id);
}

export async function addOrganizationMember(change: Change, input: ParsedInput<"addOrganizationMember">) {
  const { organization_id, user_id } = input;
  existing(await findOrganization(change.tx, organization_id));
  if (!(await lockUser(change.tx, user_id))) throw new Refusal("user_not_found");
  return joinOrganization(change, input);
}

/** Makes a locked user a member. */
export async function joinOrganization(change: Change, input: ParsedInput<"addOrganizationMember">) {
  const { tx, now } = change;
  const { organization_id, user_id, role } = input;
  const id = newId("organizationMembership");
  await insertOrganizationMembership(tx, { id, organization_id, user_id, role, created_at: now, updated_at: now });
  return membershipChanged(change, "added", organization_id, user_id);
}

export async function updateOrganizationMember(change: Change, input: ParsedInput<"updateOrganizationMember">) {
  const { organization_id, user_id, role } = input;
  const isMember = await setOrganizationRole(change.tx, organization_id, user_id, role, change.now);
  if (!isMember) throw new Refusal("membership_not_found");
  return membershipChanged(change, "updated", organization_id, user_id);
}

export async function removeOrganizationMember(change: Change, input: ParsedInput<"removeOrganizationMember">) {
  const { organization_id, user_id } = input;
  await lockUser(change.tx, user_id); // the lock prevents new workspace memberships of the user
  const workspaces = await findWorkspacesOfMember(change.tx, organization_id, user_id);
  const wasMember = await deleteOrganizationMembership(change.tx, organization_id, user_id);
  if (!wasMember) throw new Refusal("membership_not_found");
  await recordMembership(change, "removed", organization_id, user_id);
  for (const id of workspaces) await change.record("workspace_member.removed", id, ["members"]);
}

async function membershipChanged(change: Change, news: News, organizationId: string, userId: string) {
  await recordMembership(change, news, organizationId, userId);
  const membership = await findOrganizationMembership(change.tx, organizationId, userId);
  if (!membership) throw new Refusal("membership_not_found");
  return membership;
}

type News = "added" | "updated" | "removed";

/** A membership has an event in both histories: the organization's and the user's. */
async function recordMembership(change: Change, news: News, organizationId: string, userId: string) {
  await change.record(`organization_member.${news}`, organizationId, ["members"]);
  await change.record(`user.organization_${news}`, userId, ["organizations"]);
}

function existing<Found>(organization: Found | undefined): Found {
  if (organization === undefined) throw new Refusal("organization_not_found");
  return organization;
}
