import { type Insertable, sql } from "kysely";
import type { Db, Tx } from "../database/database.ts";
import {
  groupColumns,
  toGroup,
  type WorkspaceMembershipTable,
  type WorkspaceTable,
  workspaceMembershipColumns,
} from "../groups/group.table.ts";
import { defineList } from "../lists/list.ts";

const memberCount = sql<number>`(select count(*) from workspace_memberships where workspace_id = workspaces.id)`;

const workspaces = (db: Db) =>
  db
    .selectFrom("workspaces")
    .select(groupColumns)
    .select(["organization_id", memberCount.as("member_count")]);

export const workspaceList = defineList({
  procedure: "fetchWorkspaces",
  table: "workspaces",
  rows: workspaces,
  toRecord: toGroup,
  filters: { organization_id: (id) => sql`workspaces.organization_id = ${id}` },
  order: "desc",
});

export async function findWorkspace(db: Db, id: string) {
  const row = await workspaces(db).where("id", "=", id).executeTakeFirst();
  return row && toGroup(row);
}

export const isWorkspaceSlugTaken = async (db: Db, organizationId: string, slug: string) =>
  (await db
    .selectFrom("workspaces")
    .select("id")
    .where("organization_id", "=", organizationId)
    .where("slug", "=", slug)
    .executeTakeFirst()) !== undefined;

export const insertWorkspace = (tx: Tx, row: Insertable<WorkspaceTable>) =>
  tx.insertInto("workspaces").values(row).execute();

export const deleteWorkspaceRow = (tx: Tx, id: string) =>
  tx.deleteFrom("workspaces").where("id", "=", id).returning("id").executeTakeFirst();

export const workspaceMembership = (tx: Tx, workspaceId: string, userId: string) =>
  tx
    .selectFrom("workspace_memberships as member")
    .innerJoin("workspaces", "workspaces.id", "member.workspace_id")
    .select(workspaceMembershipColumns)
    .where("member.workspace_id", "=", workspaceId)
    .where("member.user_id", "=", userId)
    .executeTakeFirstOrThrow();

export const insertWorkspaceMembership = (tx: Tx, row: Insertable<WorkspaceMembershipTable>) =>
  tx.insertInto("workspace_memberships").values(row).execute();
