import type { Generated } from "kysely";

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

export interface WorkspaceMembershipTable {
  id: string;
  workspace_id: string;
  organization_id: string;
  user_id: string;
  role: string;
  created_at: string;
  updated_at: string;
}

/** The columns of a membership in answers: `member` is its own table, joined with the workspace's. */
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
