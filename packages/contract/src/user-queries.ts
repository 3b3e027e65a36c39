import * as z from "zod";
import { emailAddress, role, username } from "./identifiers.ts";
import { id, moment } from "./ids.ts";
import { limits } from "./limits.ts";
import { idsOption, pageInput, searchOption } from "./page.ts";
import { phoneNumber } from "./phone-number.ts";
import { procedures, query } from "./procedure.ts";
import type { Records } from "./records.ts";
import { provider, providerUserId } from "./social-connections.ts";
import { singleLine } from "./text.ts";
import { User, UserDetails, UserListResponse } from "./users.ts";

export const userOrders = [
  "created_at_desc",
  "created_at_asc",
  "last_sign_in_at_desc",
  "last_sign_in_at_asc",
  "email_desc",
  "email_asc",
  "name_desc",
  "name_asc",
] as const;
export const UserOrder = z.enum(userOrders).describe("Order of a list of users; absent values count as the smallest");
export type UserOrder = Records["UserOrder"];

const userFilters = {
  is_active: z.boolean().optional().describe("Only active users, or only deactivated ones"),
  ...idsOption("user"),
  organization_id: id("organization").optional().describe("Only members of this organization"),
  workspace_id: id("workspace").optional().describe("Only members of this workspace"),
  role: role.optional().describe("Only members with this role, in the organization or workspace that is given"),
  provider: provider.optional().describe("Only users with an account at this provider"),
  has_password: z.boolean().optional().describe("Only users with a password, or only those without"),
  email_verified: z.boolean().optional().describe("Only users with a verified address, or only those without"),
  phone_verified: z.boolean().optional().describe("Only users with a verified number, or only those without"),
  created_from: moment.optional().describe("Only users created at this time or later"),
  created_to: moment.optional().describe("Only users created before this time"),
  signed_in_from: moment.optional().describe("Only users whose last sign-in was at this time or later"),
  signed_in_to: moment.optional().describe("Only users whose last sign-in was before this time"),
  never_signed_in: z.boolean().optional().describe("Only users who have never signed in, or only those who have"),
};

export const userQueries = /* @__PURE__ */ procedures(() => ({
  fetchUsers: query({
    scope: "users:read",
    description:
      "Lists users, newest first. `search` finds every word in names, username, external id, emails, phone numbers " +
      "(digits only), and the ids and addresses of accounts at providers, or an exact id. In an order, absent values count as the smallest.",
    input: pageInput({
      ...searchOption,
      ...userFilters,
      order_by: UserOrder.optional().meta({
        description: "Order of the list",
        default: "created_at_desc" satisfies UserOrder,
      }),
    }).refine((by) => by.role === undefined || (by.organization_id === undefined) !== (by.workspace_id === undefined), {
      error: "must be given with role, or workspace_id in its place, and not both",
      path: ["organization_id"],
    }),
    output: UserListResponse,
    errors: [],
  }),
  fetchUserDetails: query({
    scope: "users:read",
    description: "The user with everything attached: emails, phones, social connections, organizations, workspaces.",
    args: ["user_id"],
    input: z.strictObject({ user_id: id("user") }),
    output: UserDetails,
    errors: ["user_not_found"],
  }),
  fetchUserByEmail: query({
    scope: "users:read",
    description: "The user who owns this verified address.",
    args: ["email"],
    input: z.strictObject({ email: emailAddress }),
    output: User,
    errors: ["user_not_found"],
  }),
  fetchUserByPhone: query({
    scope: "users:read",
    description: "The user who owns this verified number.",
    args: ["phone_number"],
    input: z.strictObject({ phone_number: phoneNumber }),
    output: User,
    errors: ["user_not_found"],
  }),
  fetchUserByUsername: query({
    scope: "users:read",
    description: "The user with this username, in upper or lower case.",
    args: ["username"],
    input: z.strictObject({ username }),
    output: User,
    errors: ["user_not_found"],
  }),
  fetchUserBySocialConnection: query({
    scope: "users:read",
    description: "The user to whom a provider's account is connected, as after a sign-in at the provider.",
    args: ["provider", "provider_user_id"],
    input: z.strictObject({ provider, provider_user_id: providerUserId }),
    output: User,
    errors: ["user_not_found"],
  }),
  fetchUserByExternalId: query({
    scope: "users:read",
    description: "The user with this id in your own system.",
    args: ["external_id"],
    input: z.strictObject({
      external_id: singleLine(limits.externalId).describe("The user's id in your own system"),
    }),
    output: User,
    errors: ["user_not_found"],
  }),
}));
