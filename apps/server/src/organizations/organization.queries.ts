import type { Insertable, Updateable } from "kysely";
import type { Db, Tx } from "../database/database.ts";
import { locked } from "../database/dialect.ts";
import { defineList } from "../lists/list.ts";
import {
  type OrganizationMembershipTable,
  type OrganizationTable,
  organizationMembershipColumns,
  toOrganization,
} from "./organization.table.ts";

const organizations = (db: Db) =>
  db
    .selectFrom("organizations")
    .select(["id", "name", "slug", "public_metadata", "created_at", "updated_at"])
    .select((eb) =>
      eb
        .selectFrom("organization_memberships")
        .select((count) => count.fn.countAll<number>().as("members"))
        .whereRef("organization_id", "=", "organizations.id")
        .as("member_count"),
    );

export const organizationList = defineList({
  procedure: "fetchOrganizations",
  table: "organizations",
  rows: organizations,
  toRecord: toOrganization,
  filters: {},
  order: "desc",
});

export async function findOrganization(db: Db, id: string) {
  const row = await organizations(db).where("id", "=", id).executeTakeFirst();
  return row && toOrganization(row);
}

export const findOrganizationRow = (db: Db, id: string) =>
  db.selectFrom("organizations").selectAll().where("id", "=", id).executeTakeFirst();

export const isOrganizationSlugTaken = async (db: Db, slug: string) =>
  (await db.selectFrom("organizations").select("id").where("slug", "=", slug).executeTakeFirst()) !== undefined;

export const insertOrganization = (tx: Tx, row: Insertable<OrganizationTable>) =>
  tx.insertInto("organizations").values(row).execute();

export const updateOrganizationRow = (tx: Tx, id: string, fields: Updateable<OrganizationTable>) =>
  tx.updateTable("organizations").set(fields).where("id", "=", id).execute();

export const findOrganizationMembership = (db: Db, organizationId: string, userId: string) =>
  db
    .selectFrom("organization_memberships as member")
    .innerJoin("organizations", "organizations.id", "member.organization_id")
    .select(organizationMembershipColumns)
    .where("member.organization_id", "=", organizationId)
    .where("member.user_id", "=", userId)
    .executeTakeFirst();

export const isOrganizationMember = async (tx: Tx, organizationId: string, userId: string) =>
  (await findOrganizationMembership(tx, organizationId, userId)) !== undefined;

export const insertOrganizationMembership = (tx: Tx, row: Insertable<OrganizationMembershipTable>) =>
  tx.insertInto("organization_memberships").values(row).execute();

/** Changes a member's role. Answers whether the member exists. */
export async function setOrganizationRole(tx: Tx, organizationId: string, userId: string, role: string, now: string) {
  const { numUpdatedRows } = await tx
    .updateTable("organization_memberships")
    .set({ role, updated_at: now })
    .where("organization_id", "=", organizationId)
    .where("user_id", "=", userId)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Removes a member from the organization and its workspaces. Answers whether the member existed. */
export async function deleteOrganizationMembership(tx: Tx, organizationId: string, userId: string) {
  const { numDeletedRows } = await tx
    .deleteFrom("organization_memberships")
    .where("organization_id", "=", organizationId)
    .where("user_id", "=", userId)
    .executeTakeFirst();
  return numDeletedRows === 1n;
}

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
  await locked(tx, tx.selectFrom("organizations").select("id").where("id", "=", id)).execute(); // the lock prevents new invitations
  const invitations = tx.selectFrom("invitations").select("id").where("organization_id", "=", id);
  await tx.deleteFrom("messages").where("subject_id", "in", invitations).execute();
  return tx.deleteFrom("organizations").where("id", "=", id).returning("id").executeTakeFirst();
}
