import type { OrganizationMembership, WorkspaceMembership } from "@roster/contract";
import type { Generated } from "kysely";

export interface OrganizationTable {
  seq: Generated<number>;
  id: string;
  name: string;
  slug: string;
  search_text: string;
  public_metadata: string;
  created_at: string;
  updated_at: string;
}

export interface WorkspaceTable extends OrganizationTable {
  organization_id: string;
}

export type OrganizationMembershipTable = Omit<OrganizationMembership, "organization_name">;
export type WorkspaceMembershipTable = Omit<WorkspaceMembership, "workspace_name">;

/** The columns that records of organizations and workspaces share. */
export const groupColumns = ["id", "name", "slug", "public_metadata", "created_at", "updated_at"] as const;

export const toGroup = <Row extends { public_metadata: string }>(row: Row) => ({
  ...row,
  public_metadata: JSON.parse(row.public_metadata),
});

/** `member` is the alias of the table of memberships, joined with the table of groups. */
const membershipColumns = [
  "member.id",
  "member.user_id",
  "member.organization_id",
  "member.role",
  "member.created_at",
  "member.updated_at",
] as const;

export const organizationMembershipColumns = [...membershipColumns, "organizations.name as organization_name"] as const;

export const workspaceMembershipColumns = [
  ...membershipColumns,
  "member.workspace_id",
  "workspaces.name as workspace_name",
] as const;
