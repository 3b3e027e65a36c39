import type { Workspace } from "@roster/contract";
import type { Generated, Selectable } from "kysely";

export interface WorkspaceTable {
  seq: Generated<number>;
  id: string;
  organization_id: string;
  name: string;
  slug: string;
  search_text: string;
  public_metadata: string;
  created_at: string;
  updated_at: string;
}

type WorkspaceRow = Omit<Selectable<WorkspaceTable>, "seq" | "search_text"> & { member_count: number | null };

export const toWorkspace = (row: WorkspaceRow): Workspace => ({
  ...row,
  public_metadata: JSON.parse(row.public_metadata),
  member_count: Number(row.member_count),
});

export interface WorkspaceMembershipTable {
  id: string;
  workspace_id: string;
  organization_id: string;
  user_id: string;
  role: string;
  created_at: string;
  updated_at: string;
}

/** The columns of a membership's record. `member` is the alias of its table, joined with the workspace's. */
export const workspaceMembershipColumns = [
  "member.id",
  "member.user_id",
  "member.workspace_id",
  "workspaces.name as workspace_name",
  "member.organization_id",
  "member.role",
  "member.created_at",
  "member.updated_at",
] as const;
