import type { Organization, OrganizationMembership, WorkspaceMembership } from "@roster/contract";
import { type Generated, sql } from "kysely";

export interface OrganizationTable extends Omit<Organization, "member_count" | "public_metadata" | "version"> {
  seq: Generated<number>;
  search_text: string;
  public_metadata: string;
  version: Generated<number>;
}

export interface WorkspaceTable extends OrganizationTable {
  organization_id: string;
}

export type OrganizationMembershipTable = Omit<OrganizationMembership, "organization_name">;
export type WorkspaceMembershipTable = Omit<WorkspaceMembership, "workspace_name">;

/** The columns that records of organizations and workspaces share. */
export const groupColumns = ["id", "name", "slug", "public_metadata", "version", "created_at", "updated_at"] as const;

export const toGroup = <Row extends { public_metadata: string }>(row: Row) => ({
  ...row,
  public_metadata: JSON.parse(row.public_metadata),
});

const membershipColumns = ["id", "user_id", "organization_id", "role", "created_at", "updated_at"] as const;

/** The columns of a membership, and the group's name. For any statement, as a subquery needs no join. */
export const organizationMembershipColumns = [
  ...membershipColumns,
  sql<string>`(select name from organizations where id = organization_id)`.as("organization_name"),
] as const;

export const workspaceMembershipColumns = [
  ...membershipColumns,
  "workspace_id",
  sql<string>`(select name from workspaces where id = workspace_id)`.as("workspace_name"),
] as const;
