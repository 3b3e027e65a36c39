import { type Insertable, sql } from "kysely";
import type { Db, Tx } from "../database/database.ts";
import { locked } from "../database/locks.ts";
import {
  groupColumns,
  type OrganizationMembershipTable,
  type OrganizationTable,
  organizationMembershipColumns,
  toGroup,
} from "../groups/group.table.ts";
import { defineList } from "../lists/list.ts";

const memberCount = sql<number>`(select count(*) from organization_memberships where organization_id = organizations.id)`;

const organizations = (db: Db) =>
  db.selectFrom("organizations").select(groupColumns).select(memberCount.as("member_count"));

export const organizationList = defineList({
  procedure: "fetchOrganizations",
  table: "organizations",
  rows: organizations,
  toRecord: toGroup,
  filters: {},
  order: "desc",
});

export async function findOrganization(db: Db, id: string) {
  const row = await organizations(db).where("id", "=", id).executeTakeFirst();
  return row && toGroup(row);
}

export const isOrganizationSlugTaken = async (db: Db, slug: string) =>
  (await db.selectFrom("organizations").select("id").where("slug", "=", slug).executeTakeFirst()) !== undefined;

export const insertOrganization = (tx: Tx, row: Insertable<OrganizationTable>) =>
  tx.insertInto("organizations").values(row).execute();

const membership = (db: Db, organizationId: string, userId: string) =>
  db
    .selectFrom("organization_memberships as member")
    .innerJoin("organizations", "organizations.id", "member.organization_id")
    .select(organizationMembershipColumns)
    .where("member.organization_id", "=", organizationId)
    .where("member.user_id", "=", userId);

export const organizationMembership = (tx: Tx, organizationId: string, userId: string) =>
  membership(tx, organizationId, userId).executeTakeFirstOrThrow();

export const isOrganizationMember = async (tx: Tx, organizationId: string, userId: string) =>
  (await membership(tx, organizationId, userId).executeTakeFirst()) !== undefined;

export const insertOrganizationMembership = (tx: Tx, row: Insertable<OrganizationMembershipTable>) =>
  tx.insertInto("organization_memberships").values(row).execute();

/** A user's workspaces in an organization. */
export async function findWorkspacesOfMember(db: Db, organizationId: string, userId: string) {
  const rows = await db
    .selectFrom("workspace_memberships")
    .select("workspace_id")
    .where("organization_id", "=", organizationId)
    .where("user_id", "=", userId)
    .orderBy("workspace_id")
    .execute();
  return rows.map((row) => row.workspace_id);
}

/** Deletes an organization. Foreign keys delete its rows, except messages about its invitations, which are deleted here. */
export async function deleteOrganizationRow(tx: Tx, id: string) {
  await locked(tx, tx.selectFrom("organizations").select("id").where("id", "=", id), "update").execute(); // the lock prevents new invitations
  const invitations = tx.selectFrom("invitations").select("id").where("organization_id", "=", id);
  await tx.deleteFrom("messages").where("subject_id", "in", invitations).execute();
  return tx.deleteFrom("organizations").where("id", "=", id).returning("id").executeTakeFirst();
}
