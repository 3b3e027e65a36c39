import type { ParsedInput } from "@roster/contract";
import { type Insertable, sql } from "kysely";
import type { Db, Tx } from "../database/database.ts";
import { insertIf } from "../database/insert-if.ts";
import { isAmong, locked, lockRows } from "../database/locks.ts";
import {
  groupColumns,
  toGroup,
  type WorkspaceMembershipTable,
  type WorkspaceTable,
  workspaceMembershipColumns,
} from "../groups/group.table.ts";
import { byIds, defineList } from "../lists/list.ts";

const memberCount = sql<number>`(select count(*) from workspace_memberships where workspace_id = workspaces.id)`;

const workspaces = (db: Db) =>
  db.selectFrom("workspaces").select([...groupColumns, "organization_id", memberCount.as("member_count")]);

export const workspaceList = defineList({
  procedure: "fetchWorkspaces",
  table: "workspaces",
  rows: workspaces,
  toRecord: toGroup,
  filters: { ...byIds("workspaces"), organization_id: (id) => sql`workspaces.organization_id = ${id}` },
  order: "desc",
});

/** The workspace with this id, or with this slug in an organization. */
export async function findWorkspace(
  db: Db,
  { workspace_id: id, organization_id = "", slug = "" }: ParsedInput<"fetchWorkspace">,
) {
  const named = id === undefined ? { organization_id, slug } : { id };
  const row = await workspaces(db)
    .where((eb) => eb.and(named))
    .executeTakeFirst();
  return row && toGroup(row);
}

/** Keeps a workspace and its organization until the transaction ends. */
export async function keepWorkspace(tx: Tx, id: string) {
  const workspace = tx.selectFrom("workspaces").where("id", "=", id);
  const organization = tx.selectFrom("organizations").where(isAmong(tx, "id", workspace.select("organization_id")));
  await lockRows(tx, organization.select("id"), "key share");
  await lockRows(tx, workspace.select("id"), "key share");
}

/** Locks a workspace for a change, and answers it. */
export const lockWorkspace = (tx: Tx, id: string) => locked(tx, workspaces(tx).where("id", "=", id)).executeTakeFirst();

/** Answers undefined if there is no such organization, or if the slug is in use there. */
export const insertWorkspace = (tx: Tx, row: Insertable<WorkspaceTable>) => {
  const organization = tx.selectFrom("organizations").where("organizations.id", "=", row.organization_id);
  return insertIf(tx, "workspaces", row, locked(tx, organization, "key share"))
    .onConflict((conflict) => conflict.doNothing())
    .returning([...groupColumns, "organization_id"])
    .executeTakeFirst();
};

export const deleteWorkspaceRow = (tx: Tx, id: string) =>
  tx.deleteFrom("workspaces").where("id", "=", id).returning("id").executeTakeFirst();

/**
 * Answers undefined if there is no such workspace, or if the user is no member of its organization. Locks the organization's
 * membership first, as a deletion of the organization or the user does.
 */
export const insertWorkspaceMembership = (
  tx: Tx,
  row: Omit<Insertable<WorkspaceMembershipTable>, "organization_id">,
) => {
  const member = tx
    .selectFrom("organization_memberships as member")
    .innerJoin("workspaces", "workspaces.organization_id", "member.organization_id")
    .where("member.user_id", "=", row.user_id)
    .where("workspaces.id", "=", row.workspace_id);
  const organization_id = sql<string>`member.organization_id`;
  return insertIf(tx, "workspace_memberships", { ...row, organization_id }, locked(tx, member, "key share"))
    .returning(workspaceMembershipColumns)
    .executeTakeFirst();
};

/** Answers the changed membership, if there is one. */
export const setWorkspaceRole = (tx: Tx, workspaceId: string, userId: string, role: string, now: string) =>
  tx
    .updateTable("workspace_memberships")
    .set({ role, updated_at: now })
    .where("workspace_id", "=", workspaceId)
    .where("user_id", "=", userId)
    .returning(workspaceMembershipColumns)
    .executeTakeFirst();
