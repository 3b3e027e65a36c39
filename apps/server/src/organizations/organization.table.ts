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

export interface OrganizationMembershipTable {
  id: string;
  organization_id: string;
  user_id: string;
  role: string;
  created_at: string;
  updated_at: string;
}
