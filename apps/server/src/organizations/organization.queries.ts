import type { ParsedInput } from "@roster/contract";
import { type Insertable, sql } from "kysely";
import type { Db, Tx } from "../database/database.ts";
import { insertIf } from "../database/insert-if.ts";
import { locked } from "../database/locks.ts";
import { together } from "../database/together.ts";
import { deleteMembership } from "../groups/group.queries.ts";
import {
  groupColumns,
  type OrganizationMembershipTable,
  type OrganizationTable,
  organizationMembershipColumns,
  toGroup,
} from "../groups/group.table.ts";
import { byIds, defineList } from "../lists/list.ts";

const memberCount = sql<number>`(select count(*) from organization_memberships where organization_id = organizations.id)`;

const organizations = (db: Db) =>
  db.selectFrom("organizations").select(groupColumns).select(memberCount.as("member_count"));

export const organizationList = defineList({
  procedure: "fetchOrganizations",
  table: "organizations",
  rows: organizations,
  toRecord: toGroup,
  filters: byIds("organizations"),
  order: "desc",
});

/** The organization with this id or this slug. */
export async function findOrganization(db: Db, { organization_id: id, slug }: ParsedInput<"fetchOrganization">) {
  const [column, value] = id === undefined ? (["slug", slug ?? null] as const) : (["id", id] as const);
  const row = await organizations(db).where(column, "=", value).executeTakeFirst();
  return row && toGroup(row);
}

/** Locks an organization for a change, and answers it. */
export const lockOrganization = (tx: Tx, id: string) =>
  locked(tx, organizations(tx).where("id", "=", id)).executeTakeFirst();

/** Keeps an organization until the transaction ends, for rows that refer to it. Answers undefined if there is none. */
export const keepOrganization = (tx: Tx, id: string) =>
  locked(tx, tx.selectFrom("organizations").select("id").where("id", "=", id), "key share").executeTakeFirst();

/** Answers undefined if the slug is in use. */
export const insertOrganization = (tx: Tx, row: Insertable<OrganizationTable>) =>
  tx
    .insertInto("organizations")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returning(groupColumns)
    .executeTakeFirst();

/** Callers have locked both rows. Answers undefined if one of them is missing, or if the user is a member. */
export const insertOrganizationMembership = (tx: Tx, row: Insertable<OrganizationMembershipTable>) => {
  const both = tx
    .selectFrom(["organizations", "users"])
    .where("organizations.id", "=", row.organization_id)
    .where("users.id", "=", row.user_id);
  return insertIf(tx, "organization_memberships", row, both)
    .onConflict((conflict) => conflict.doNothing())
    .returning(organizationMembershipColumns)
    .executeTakeFirst();
};

/** Answers the changed membership, if there is one. */
export const setOrganizationRole = (tx: Tx, organizationId: string, userId: string, role: string, now: string) =>
  tx
    .updateTable("organization_memberships")
    .set({ role, updated_at: now })
    .where("organization_id", "=", organizationId)
    .where("user_id", "=", userId)
    .returning(organizationMembershipColumns)
    .executeTakeFirst();

/**
 * Removes a member from an organization and its workspaces. Answers the ids of these workspaces, or undefined if there is no such
 * member. Locks the membership first, as a deletion of the organization or the user does.
 */
export async function deleteOrganizationMembership(tx: Tx, organizationId: string, userId: string) {
  const membership = tx
    .selectFrom("organization_memberships")
    .select("id")
    .where("organization_id", "=", organizationId)
    .where("user_id", "=", userId);
  const [, workspaces, deleted] = await together([
    locked(tx, membership, "update").execute(),
    tx
      .deleteFrom("workspace_memberships")
      .where("organization_id", "=", organizationId)
      .where("user_id", "=", userId)
      .returning("workspace_id")
      .execute(),
    deleteMembership(tx, "organization", organizationId, userId),
  ]);
  return deleted && workspaces.map((row) => row.workspace_id).toSorted();
}

/** Deletes an organization. Foreign keys delete its rows, except messages about its invitations, which are deleted here. */
export async function deleteOrganizationRow(tx: Tx, id: string) {
  const organization = tx.selectFrom("organizations").select("id").where("id", "=", id);
  const invitations = tx.selectFrom("invitations").select("id").where("organization_id", "=", id);
  const [, , deleted] = await together([
    locked(tx, organization, "update").execute(), // the lock prevents new invitations
    tx
      .deleteFrom("messages")
      .where("subject_id", "in", locked(tx, invitations, "update")) // an invitation is locked before its messages
      .execute(),
    tx.deleteFrom("organizations").where("id", "=", id).returning("id").executeTakeFirst(),
  ]);
  return deleted;
}
