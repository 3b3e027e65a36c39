import * as z from "zod";
import { role } from "./identifiers.ts";
import { id, timeOf } from "./ids.ts";
import { pageOf, requiredPageInput, searchOption } from "./page.ts";
import { procedures, query } from "./procedure.ts";
import type { Records } from "./records.ts";
import { User } from "./users.ts";

const membership = {
  role: z.string().describe("Role, such as member or admin"),
  created_at: timeOf("joining"),
  updated_at: timeOf("the last change"),
  user: User.describe("The member"),
};

export const OrganizationMember = z.object({ id: id("organization_membership"), ...membership });
export type OrganizationMember = Records["OrganizationMember"];

export const WorkspaceMember = z.object({ id: id("workspace_membership"), ...membership });
export type WorkspaceMember = Records["WorkspaceMember"];

export const OrganizationMemberListResponse = pageOf(OrganizationMember);
export type OrganizationMemberListResponse = Records["OrganizationMemberListResponse"];

export const WorkspaceMemberListResponse = pageOf(WorkspaceMember);
export type WorkspaceMemberListResponse = Records["WorkspaceMemberListResponse"];

export const memberOrders = [
  "created_at_desc",
  "created_at_asc",
  "email_desc",
  "email_asc",
  "name_desc",
  "name_asc",
] as const;
export const MemberOrder = z
  .enum(memberOrders)
  .describe("Order of a list of members: by joining, email or name; an absent email counts as the smallest");
export type MemberOrder = Records["MemberOrder"];

const options = {
  ...searchOption,
  role: role.optional().describe("Only members with this role"),
  order_by: MemberOrder.optional().meta({
    description: "Order of the list",
    default: "created_at_desc" satisfies MemberOrder,
  }),
};

const description =
  "`search` looks in names, username, external id, emails and phone numbers of the members. An unknown id has none.";

export const memberProcedures = /* @__PURE__ */ procedures(() => ({
  fetchOrganizationMembers: query({
    scope: "organizations:read",
    description: `Lists an organization's members, who joined last first. ${description}`,
    args: ["organization_id"],
    rest: "options?",
    input: requiredPageInput({ organization_id: id("organization"), ...options }),
    output: OrganizationMemberListResponse,
    errors: [],
  }),
  fetchWorkspaceMembers: query({
    scope: "organizations:read",
    description: `Lists a workspace's members, who joined last first. ${description}`,
    args: ["workspace_id"],
    rest: "options?",
    input: requiredPageInput({ workspace_id: id("workspace"), ...options }),
    output: WorkspaceMemberListResponse,
    errors: [],
  }),
}));
