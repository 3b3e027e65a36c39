import type { Workspace } from "@roster/contract";
import { sql } from "kysely";
import type { Db } from "../database/database.ts";
import { defineList } from "../lists/list.ts";
import { workspaceMembershipColumns } from "./workspace.table.ts";

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

type Row = Awaited<ReturnType<ReturnType<typeof workspaces>["executeTakeFirstOrThrow"]>>;

const toWorkspace = (row: Row): Workspace => ({
  ...row,
  public_metadata: JSON.parse(row.public_metadata),
  member_count: Number(row.member_count),
});

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

export const findWorkspaceMembership = (db: Db, workspaceId: string, userId: string) =>
  db
    .selectFrom("workspace_memberships as member")
    .innerJoin("workspaces", "workspaces.id", "member.workspace_id")
    .select(workspaceMembershipColumns)
    .where("member.workspace_id", "=", workspaceId)
    .where("member.user_id", "=", userId)
    .executeTakeFirst();
