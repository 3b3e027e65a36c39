import type { Organization } from "@roster/contract";
import type { Generated, Selectable } from "kysely";

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

type OrganizationRow = Omit<Selectable<OrganizationTable>, "seq" | "search_text"> & { member_count: number | null };

export const toOrganization = (row: OrganizationRow): Organization => ({
  ...row,
  public_metadata: JSON.parse(row.public_metadata),
  member_count: Number(row.member_count),
});

export interface OrganizationMembershipTable {
  id: string;
  organization_id: string;
  user_id: string;
  role: string;
  created_at: string;
  updated_at: string;
}

/** The columns of a membership's record. `member` is the alias of its table, joined with the organization's. */
export const organizationMembershipColumns = [
  "member.id",
  "member.user_id",
  "member.organization_id",
  "organizations.name as organization_name",
  "member.role",
  "member.created_at",
  "member.updated_at",
] as const;
