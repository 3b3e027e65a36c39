import { type Insertable, sql, type Updateable } from "kysely";
import type { Db, Tx } from "../database/database.ts";
import { defineList } from "../lists/list.ts";
import {
  toWorkspace,
  type WorkspaceMembershipTable,
  type WorkspaceTable,
  workspaceMembershipColumns,
} from "./workspace.table.ts";

const workspaces = (db: Db) =>
  db
    .selectFrom("workspaces")
    .select(["id", "name", "slug", "organization_id", "public_metadata", "created_at", "updated_at"])
    .select((eb) =>
      eb
        .selectFrom("workspace_memberships")
        .select((count) => count.fn.countAll<number>().as("members"))
        .whereRef("workspace_id", "=", "workspaces.id")
        .as("member_count"),
    );

export const workspaceList = defineList({
  procedure: "fetchWorkspaces",
  table: "workspaces",
  rows: workspaces,
  toRecord: toWorkspace,
  filters: { organization_id: (id) => sql`workspaces.organization_id = ${id}` },
  order: "desc",
});

export async function findWorkspace(db: Db, id: string) {
  const row = await workspaces(db).where("id", "=", id).executeTakeFirst();
  return row && toWorkspace(row);
}

export const findWorkspaceRow = (db: Db, id: string) =>
  db.selectFrom("workspaces").selectAll().where("id", "=", id).executeTakeFirst();

export const isWorkspaceSlugTaken = async (db: Db, organizationId: string, slug: string) =>
  (await db
    .selectFrom("workspaces")
    .select("id")
    .where("organization_id", "=", organizationId)
    .where("slug", "=", slug)
    .executeTakeFirst()) !== undefined;

export const insertWorkspace = (tx: Tx, row: Insertable<WorkspaceTable>) =>
  tx.insertInto("workspaces").values(row).execute();

export const updateWorkspaceRow = (tx: Tx, id: string, fields: Updateable<WorkspaceTable>) =>
  tx.updateTable("workspaces").set(fields).where("id", "=", id).execute();

export const deleteWorkspaceRow = (tx: Tx, id: string) =>
  tx.deleteFrom("workspaces").where("id", "=", id).returning("id").executeTakeFirst();

export const findWorkspaceMembership = (db: Db, workspaceId: string, userId: string) =>
  db
    .selectFrom("workspace_memberships as member")
    .innerJoin("workspaces", "workspaces.id", "member.workspace_id")
    .select(workspaceMembershipColumns)
    .where("member.workspace_id", "=", workspaceId)
    .where("member.user_id", "=", userId)
    .executeTakeFirst();

export const insertWorkspaceMembership = (tx: Tx, row: Insertable<WorkspaceMembershipTable>) =>
  tx.insertInto("workspace_memberships").values(row).execute();

/** Changes a member's role. Answers whether the member exists. */
export async function setWorkspaceRole(tx: Tx, workspaceId: string, userId: string, role: string, now: string) {
  const { numUpdatedRows } = await tx
    .updateTable("workspace_memberships")
    .set({ role, updated_at: now })
    .where("workspace_id", "=", workspaceId)
    .where("user_id", "=", userId)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Removes a member. Answers whether the member existed. */
export async function deleteWorkspaceMembership(tx: Tx, workspaceId: string, userId: string) {
  const { numDeletedRows } = await tx
    .deleteFrom("workspace_memberships")
    .where("workspace_id", "=", workspaceId)
    .where("user_id", "=", userId)
    .executeTakeFirst();
  return numDeletedRows === 1n;
}
