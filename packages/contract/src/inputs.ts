// Generated from the contract. Renew it with `npx pnpm@12.21.0 generate`, and do not edit it.

import type { Metadata } from "./json.ts";
import type { EventName, InvitationOrder, MemberOrder, MessageState, Scope, UserOrder } from "./records.ts";

/** The input of `fetchUsers`. */
export interface ListUsersOptions {
  /** Number of the page. 1 to 1,000,000,000; default 1 */
  page?: number;
  /** Rows in a page. 1 to 100; default 20 */
  per_page?: number;
  /**
   * `next_cursor` of the same list, order, filters and search, in place of `page`; null for the first page, as TanStack
   * Query sends it. At most 2,048 characters
   */
  cursor?: string | null;
  /** Has no effect. TanStack Query sends it with the pages of an infinite query */
  direction?: "forward" | "backward";
  /** Whether to count the whole list under the same filters. Default false */
  include_total?: boolean;
  /**
   * Substring match of every word, regardless of case and accents; `%` and `_` are no wildcards. At most 100 characters
   */
  search?: string;
  /** Only active users, or only deactivated ones */
  is_active?: boolean;
  /** Only those with one of these ids; others are left out. At most 100 items */
  ids?: string[];
  /** Only members of this organization */
  organization_id?: string;
  /** Only members of this workspace */
  workspace_id?: string;
  /** Only members with this role, in the organization or workspace that is given. At most 64 characters */
  role?: string;
  /** Only users with an account at this provider. At most 64 characters */
  provider?: string;
  /** Only users with a password, or only those without */
  has_password?: boolean;
  /** Only users with a verified address, or only those without */
  email_verified?: boolean;
  /** Only users with a verified number, or only those without */
  phone_verified?: boolean;
  /** Only users created at this time or later */
  created_from?: string;
  /** Only users created before this time */
  created_to?: string;
  /** Only users whose last sign-in was at this time or later */
  signed_in_from?: string;
  /** Only users whose last sign-in was before this time */
  signed_in_to?: string;
  /** Only users who have never signed in, or only those who have */
  never_signed_in?: boolean;
  /** Order of the list. Default `created_at_desc` */
  order_by?: UserOrder;
}

/** The input of `fetchUserDetails` on the wire. */
export interface FetchUserDetailsInput {
  /** TypeID: `user_` and 26 characters */
  user_id: string;
}

/** The input of `fetchUserByEmail` on the wire. */
export interface FetchUserByEmailInput {
  /** Email address, plain ASCII; stored lower-cased. At most 254 characters */
  email: string;
}

/** The input of `fetchUserByPhone` on the wire. */
export interface FetchUserByPhoneInput {
  /** Phone number with + and country code; stored as E.164. At most 64 characters */
  phone_number: string;
}

/** The input of `fetchUserByUsername` on the wire. */
export interface FetchUserByUsernameInput {
  /** Username: letters, digits, `_`, `-` and `.`, unique; stored lower-cased. 1 to 64 characters */
  username: string;
}

/** The input of `fetchUserBySocialConnection` on the wire. */
export interface FetchUserBySocialConnectionInput {
  /** Such as google or github: lower-case letters, digits, `_` and `-`. At most 64 characters */
  provider: string;
  /** The provider's own id of the account (its `sub`), taken as it is. 1 to 255 characters */
  provider_user_id: string;
}

/** The input of `fetchUserByExternalId` on the wire. */
export interface FetchUserByExternalIdInput {
  /** The user's id in your own system. 1 to 128 characters */
  external_id: string;
}

/** The input of `createUser`. */
export interface CreateUserRequest {
  /** First name. 1 to 100 characters */
  first_name: string;
  /** Last name. 1 to 100 characters */
  last_name: string;
  /** Email address, plain ASCII; stored lower-cased. At most 254 characters */
  email_address?: string | null;
  /** Phone number with + and country code; stored as E.164. At most 64 characters */
  phone_number?: string | null;
  /** Username: letters, digits, `_`, `-` and `.`, unique; stored lower-cased. 1 to 64 characters */
  username?: string | null;
  /** The user's id in your own system; unique. 1 to 128 characters */
  external_id?: string | null;
  /** Web address of a picture, http or https. 1 to 2,048 characters */
  profile_picture_url?: string | null;
  /**
   * Password as typed; compared and hashed after NFKC. The password policy checks its length and content. 1 to 1,024
   * characters
   */
  password?: string | null;
  /** JSON object: at most 16 KiB, 32 levels, 1,000 keys; numbers are doubles */
  public_metadata?: Metadata | null;
  /** JSON object: at most 16 KiB, 32 levels, 1,000 keys; numbers are doubles */
  private_metadata?: Metadata | null;
  /** Whether to skip the password policy. Default false */
  skip_password_check?: boolean;
}

/** The input of `createUsers` on the wire. */
export interface CreateUsersInput {
  /** Inputs of createUser. 1 to 100 items */
  users: CreateUserRequest[];
}

/** The input of `updateUser` as its last argument. */
export interface UpdateUserRequest {
  /** First name. 1 to 100 characters */
  first_name?: string | null;
  /** Last name. 1 to 100 characters */
  last_name?: string | null;
  /** Username: letters, digits, `_`, `-` and `.`, unique; stored lower-cased. 1 to 64 characters */
  username?: string | null;
  /** The user's id in your own system; unique. 1 to 128 characters */
  external_id?: string | null;
  /** Web address of a picture, http or https. 1 to 2,048 characters */
  profile_picture_url?: string | null;
  /** JSON Merge Patch (RFC 7396); null empties it */
  public_metadata?: Metadata | null;
  /** JSON Merge Patch (RFC 7396); null empties it */
  private_metadata?: Metadata | null;
  /** The user's `version` as you read it. At least 1 */
  if_version?: number;
}

/** The input of `updateUser` on the wire. */
export interface UpdateUserInput extends UpdateUserRequest {
  /** TypeID: `user_` and 26 characters */
  user_id: string;
}

/** The input of `deactivateUser` on the wire. */
export interface DeactivateUserInput {
  /** TypeID: `user_` and 26 characters */
  user_id: string;
  /** Reason for it, shown in the details. 1 to 500 characters */
  reason?: string | null;
}

/** The input of `deactivateUsers` on the wire. */
export interface DeactivateUsersInput {
  /** Ids, each once: `user_` and 26 characters. 1 to 100 items */
  user_ids: string[];
  /** Reason for it, shown in the details. 1 to 500 characters */
  reason?: string | null;
}

/** The input of `reactivateUser` on the wire. */
export interface ReactivateUserInput {
  /** TypeID: `user_` and 26 characters */
  user_id: string;
}

/** The input of `reactivateUsers` on the wire. */
export interface ReactivateUsersInput {
  /** Ids, each once: `user_` and 26 characters. 1 to 100 items */
  user_ids: string[];
}

/** The input of `deleteUser` on the wire. */
export interface DeleteUserInput {
  /** TypeID: `user_` and 26 characters */
  user_id: string;
}

/** The input of `deleteUsers` on the wire. */
export interface DeleteUsersInput {
  /** Ids, each once: `user_` and 26 characters. 1 to 100 items */
  user_ids: string[];
}

/** The input of `updatePassword` as its last argument. */
export interface UpdatePasswordRequest {
  /**
   * Password as typed; compared and hashed after NFKC. The password policy checks its length and content. 1 to 1,024
   * characters
   */
  new_password: string;
  /** The present password, which is checked. Leave it out for a reset. 1 to 1,024 characters */
  current_password?: string;
  /**
   * Address of the person, as you see it. Always give it: without it all of your visitors count as one, and strangers
   * can use up the owner's tries
   */
  ip_address?: string | null;
}

/** The input of `updatePassword` on the wire. */
export interface UpdatePasswordInput extends UpdatePasswordRequest {
  /** TypeID: `user_` and 26 characters */
  user_id: string;
}

/** The input of `removePassword` on the wire. */
export interface RemovePasswordInput {
  /** TypeID: `user_` and 26 characters */
  user_id: string;
}

/** The input of `verifyPassword`. */
export interface VerifyPasswordRequest {
  /** A verified email or phone number, or the username. In place of user_id. 1 to 254 characters */
  identifier?: string;
  /** Id of the user: `user_` and 26 characters. In place of identifier */
  user_id?: string;
  /**
   * Password as typed; compared and hashed after NFKC. The password policy checks its length and content. 1 to 1,024
   * characters
   */
  password: string;
  /**
   * Address of the person, as you see it. Always give it: without it all of your visitors count as one, and strangers
   * can use up the owner's tries
   */
  ip_address?: string | null;
}

/** The input of `sendPasswordReset` on the wire. */
export interface SendPasswordResetInput {
  /** Email address, plain ASCII; stored lower-cased. At most 254 characters */
  email: string;
  /**
   * URL that the link opens in place of the default page; its origin must be the server's or in REDIRECT_ORIGINS. 1 to
   * 2,048 characters
   */
  redirect_url?: string | null;
}

/** The input of `fetchPasswordLink` on the wire. */
export interface FetchPasswordLinkInput {
  /** The link's parameter `token`. 1 to 200 characters */
  token: string;
}

/** The input of `resetPassword` on the wire. */
export interface ResetPasswordInput {
  /** The link's parameter `token`. 1 to 200 characters */
  token: string;
  /**
   * Password as typed; compared and hashed after NFKC. The password policy checks its length and content. 1 to 1,024
   * characters
   */
  new_password: string;
}

/** The input of `addEmail` as its last argument. */
export interface AddEmailOptions {
  /** Whether it is proven to belong to the user. Default false */
  is_verified?: boolean;
  /** Whether it becomes the primary one, which must be verified. Default false */
  is_primary?: boolean;
}

/** The input of `addEmail` on the wire. */
export interface AddEmailInput extends AddEmailOptions {
  /** TypeID: `user_` and 26 characters */
  user_id: string;
  /** Email address, plain ASCII; stored lower-cased. At most 254 characters */
  email: string;
}

/** The input of `updateEmail` on the wire. */
export interface UpdateEmailInput {
  /** TypeID: `user_` and 26 characters */
  user_id: string;
  /** TypeID: `email_` and 26 characters */
  email_id: string;
  /** Whether it is the user's primary email */
  is_primary: boolean;
  /** Whether it is proven to belong to the user */
  is_verified: boolean;
}

/** The input of `changeEmail` as its last argument. */
export interface ChangeEmailOptions {
  /** Whether it is proven to belong to the user. Default false */
  is_verified?: boolean;
}

/** The input of `changeEmail` on the wire. */
export interface ChangeEmailInput extends ChangeEmailOptions {
  /** TypeID: `user_` and 26 characters */
  user_id: string;
  /** TypeID: `email_` and 26 characters */
  email_id: string;
  /** Email address, plain ASCII; stored lower-cased. At most 254 characters */
  email: string;
}

/** The input of `deleteEmail` on the wire. */
export interface DeleteEmailInput {
  /** TypeID: `user_` and 26 characters */
  user_id: string;
  /** TypeID: `email_` and 26 characters */
  email_id: string;
}

/** The input of `addPhone` as its last argument. */
export interface AddPhoneOptions {
  /** Whether it is proven to belong to the user. Default false */
  is_verified?: boolean;
  /** Whether it becomes the primary one, which must be verified. Default false */
  is_primary?: boolean;
}

/** The input of `addPhone` on the wire. */
export interface AddPhoneInput extends AddPhoneOptions {
  /** TypeID: `user_` and 26 characters */
  user_id: string;
  /** Phone number with + and country code; stored as E.164. At most 64 characters */
  phone_number: string;
}

/** The input of `updatePhone` on the wire. */
export interface UpdatePhoneInput {
  /** TypeID: `user_` and 26 characters */
  user_id: string;
  /** TypeID: `phone_` and 26 characters */
  phone_id: string;
  /** Whether it is the user's primary number */
  is_primary: boolean;
  /** Whether it is proven to belong to the user */
  is_verified: boolean;
}

/** The input of `changePhone` as its last argument. */
export interface ChangePhoneOptions {
  /** Whether it is proven to belong to the user. Default false */
  is_verified?: boolean;
}

/** The input of `changePhone` on the wire. */
export interface ChangePhoneInput extends ChangePhoneOptions {
  /** TypeID: `user_` and 26 characters */
  user_id: string;
  /** TypeID: `phone_` and 26 characters */
  phone_id: string;
  /** Phone number with + and country code; stored as E.164. At most 64 characters */
  phone_number: string;
}

/** The input of `deletePhone` on the wire. */
export interface DeletePhoneInput {
  /** TypeID: `user_` and 26 characters */
  user_id: string;
  /** TypeID: `phone_` and 26 characters */
  phone_id: string;
}

/** The input of `sendEmailVerification` as its last argument. */
export interface SendEmailVerificationOptions {
  /** Whether Roster sends the code; `false` returns it for you to send. Default true */
  deliver?: boolean | null;
}

/** The input of `sendEmailVerification` on the wire. */
export interface SendEmailVerificationInput extends SendEmailVerificationOptions {
  /** TypeID: `user_` and 26 characters */
  user_id: string;
  /** TypeID: `email_` and 26 characters */
  email_id: string;
}

/** The input of `verifyEmail` on the wire. */
export interface VerifyEmailInput {
  /** TypeID: `user_` and 26 characters */
  user_id: string;
  /** TypeID: `email_` and 26 characters */
  email_id: string;
  /** The six digits that were sent */
  code: string;
}

/** The input of `sendPhoneVerification` as its last argument. */
export interface SendPhoneVerificationOptions {
  /** Whether Roster sends the code; `false` returns it for you to send. Default true */
  deliver?: boolean | null;
}

/** The input of `sendPhoneVerification` on the wire. */
export interface SendPhoneVerificationInput extends SendPhoneVerificationOptions {
  /** TypeID: `user_` and 26 characters */
  user_id: string;
  /** TypeID: `phone_` and 26 characters */
  phone_id: string;
}

/** The input of `verifyPhone` on the wire. */
export interface VerifyPhoneInput {
  /** TypeID: `user_` and 26 characters */
  user_id: string;
  /** TypeID: `phone_` and 26 characters */
  phone_id: string;
  /** The six digits that were sent */
  code: string;
}

/** The input of `linkSocialConnection` as its last argument. */
export interface LinkSocialConnectionRequest {
  /** Such as google or github: lower-case letters, digits, `_` and `-`. At most 64 characters */
  provider: string;
  /** The provider's own id of the account (its `sub`), taken as it is. 1 to 255 characters */
  provider_user_id: string;
  /** Address of the account at the provider. At most 254 characters */
  email?: string | null;
  /** Name of the account at the provider. 1 to 200 characters */
  display_name?: string | null;
}

/** The input of `linkSocialConnection` on the wire. */
export interface LinkSocialConnectionInput extends LinkSocialConnectionRequest {
  /** TypeID: `user_` and 26 characters */
  user_id: string;
}

/** The input of `updateSocialConnection` as its last argument. */
export interface UpdateSocialConnectionRequest {
  /** Address of the account at the provider. At most 254 characters */
  email?: string | null;
  /** Name of the account at the provider. 1 to 200 characters */
  display_name?: string | null;
}

/** The input of `updateSocialConnection` on the wire. */
export interface UpdateSocialConnectionInput extends UpdateSocialConnectionRequest {
  /** TypeID: `user_` and 26 characters */
  user_id: string;
  /** TypeID: `social_` and 26 characters */
  connection_id: string;
}

/** The input of `deleteSocialConnection` on the wire. */
export interface DeleteSocialConnectionInput {
  /** TypeID: `user_` and 26 characters */
  user_id: string;
  /** TypeID: `social_` and 26 characters */
  connection_id: string;
}

/** The input of `fetchOrganizations`. */
export interface ListOrganizationsOptions {
  /** Number of the page. 1 to 1,000,000,000; default 1 */
  page?: number;
  /** Rows in a page. 1 to 100; default 20 */
  per_page?: number;
  /**
   * `next_cursor` of the same list, order, filters and search, in place of `page`; null for the first page, as TanStack
   * Query sends it. At most 2,048 characters
   */
  cursor?: string | null;
  /** Has no effect. TanStack Query sends it with the pages of an infinite query */
  direction?: "forward" | "backward";
  /** Whether to count the whole list under the same filters. Default false */
  include_total?: boolean;
  /**
   * Substring match of every word, regardless of case and accents; `%` and `_` are no wildcards. At most 100 characters
   */
  search?: string;
  /** Only those with one of these ids; others are left out. At most 100 items */
  ids?: string[];
}

/** The input of `fetchOrganization`. */
export interface FetchOrganizationRequest {
  /** TypeID: `org_` and 26 characters */
  organization_id?: string;
  /** Its name in a URL, in place of organization_id. At most 64 characters */
  slug?: string;
}

/** The input of `createOrganization`. */
export interface CreateOrganizationRequest {
  /** Name. 1 to 200 characters */
  name: string;
  /** Name in a URL; derived from the name by default. At most 64 characters */
  slug?: string | null;
  /** JSON object: at most 16 KiB, 32 levels, 1,000 keys; numbers are doubles */
  public_metadata?: Metadata | null;
}

/** The input of `updateOrganization`. */
export interface UpdateOrganizationRequest {
  /** TypeID: `org_` and 26 characters */
  organization_id: string;
  /** Name. 1 to 200 characters */
  name?: string;
  /** Name in a URL: lower-case letters, digits and single dashes, unique. At most 64 characters */
  slug?: string;
  /** JSON Merge Patch (RFC 7396); null empties it */
  public_metadata?: Metadata | null;
  /** The organization's `version` as you read it. At least 1 */
  if_version?: number;
}

/** The input of `deleteOrganization` on the wire. */
export interface DeleteOrganizationInput {
  /** TypeID: `org_` and 26 characters */
  organization_id: string;
}

/** The input of `addOrganizationMember`. */
export interface AddOrganizationMemberRequest {
  /** TypeID: `org_` and 26 characters */
  organization_id: string;
  /** TypeID: `user_` and 26 characters */
  user_id: string;
  /** Role, such as member or admin. At most 64 characters; default `member` */
  role?: string;
}

/** The input of `addOrganizationMembers` on the wire. */
export interface AddOrganizationMembersInput {
  /** TypeID: `org_` and 26 characters */
  organization_id: string;
  /** Users, with their roles. 1 to 100 items */
  members: {
    /** TypeID: `user_` and 26 characters */
    user_id: string;
    /** Role, such as member or admin. At most 64 characters; default `member` */
    role?: string;
  }[];
}

/** The input of `updateOrganizationMember`. */
export interface UpdateOrganizationMemberRequest {
  /** TypeID: `org_` and 26 characters */
  organization_id: string;
  /** TypeID: `user_` and 26 characters */
  user_id: string;
  /** Role, such as member or admin. At most 64 characters */
  role: string;
}

/** The input of `removeOrganizationMember`. */
export interface RemoveOrganizationMemberRequest {
  /** TypeID: `org_` and 26 characters */
  organization_id: string;
  /** TypeID: `user_` and 26 characters */
  user_id: string;
}

/** The input of `fetchWorkspaces`. */
export interface ListWorkspacesOptions {
  /** Number of the page. 1 to 1,000,000,000; default 1 */
  page?: number;
  /** Rows in a page. 1 to 100; default 20 */
  per_page?: number;
  /**
   * `next_cursor` of the same list, order, filters and search, in place of `page`; null for the first page, as TanStack
   * Query sends it. At most 2,048 characters
   */
  cursor?: string | null;
  /** Has no effect. TanStack Query sends it with the pages of an infinite query */
  direction?: "forward" | "backward";
  /** Whether to count the whole list under the same filters. Default false */
  include_total?: boolean;
  /**
   * Substring match of every word, regardless of case and accents; `%` and `_` are no wildcards. At most 100 characters
   */
  search?: string;
  /** Only those with one of these ids; others are left out. At most 100 items */
  ids?: string[];
  /** Only workspaces of this organization */
  organization_id?: string;
}

/** The input of `fetchWorkspace`. */
export interface FetchWorkspaceRequest {
  /** TypeID: `ws_` and 26 characters */
  workspace_id?: string;
  /** Its organization, with slug in place of workspace_id */
  organization_id?: string;
  /** Its name in a URL, with organization_id in place of workspace_id. At most 64 characters */
  slug?: string;
}

/** The input of `createWorkspace`. */
export interface CreateWorkspaceRequest {
  /** TypeID: `org_` and 26 characters */
  organization_id: string;
  /** Name. 1 to 200 characters */
  name: string;
  /** Name in a URL; derived from the name by default. At most 64 characters */
  slug?: string | null;
  /** JSON object: at most 16 KiB, 32 levels, 1,000 keys; numbers are doubles */
  public_metadata?: Metadata | null;
}

/** The input of `updateWorkspace`. */
export interface UpdateWorkspaceRequest {
  /** TypeID: `ws_` and 26 characters */
  workspace_id: string;
  /** Name. 1 to 200 characters */
  name?: string;
  /** Name in a URL: lower-case letters, digits and single dashes, unique. At most 64 characters */
  slug?: string;
  /** JSON Merge Patch (RFC 7396); null empties it */
  public_metadata?: Metadata | null;
  /** The workspace's `version` as you read it. At least 1 */
  if_version?: number;
}

/** The input of `deleteWorkspace` on the wire. */
export interface DeleteWorkspaceInput {
  /** TypeID: `ws_` and 26 characters */
  workspace_id: string;
}

/** The input of `addWorkspaceMember`. */
export interface AddWorkspaceMemberRequest {
  /** TypeID: `ws_` and 26 characters */
  workspace_id: string;
  /** TypeID: `user_` and 26 characters */
  user_id: string;
  /** Role, such as member or admin. At most 64 characters; default `member` */
  role?: string;
}

/** The input of `addWorkspaceMembers` on the wire. */
export interface AddWorkspaceMembersInput {
  /** TypeID: `ws_` and 26 characters */
  workspace_id: string;
  /** Users, with their roles. 1 to 100 items */
  members: {
    /** TypeID: `user_` and 26 characters */
    user_id: string;
    /** Role, such as member or admin. At most 64 characters; default `member` */
    role?: string;
  }[];
}

/** The input of `updateWorkspaceMember`. */
export interface UpdateWorkspaceMemberRequest {
  /** TypeID: `ws_` and 26 characters */
  workspace_id: string;
  /** TypeID: `user_` and 26 characters */
  user_id: string;
  /** Role, such as member or admin. At most 64 characters */
  role: string;
}

/** The input of `removeWorkspaceMember`. */
export interface RemoveWorkspaceMemberRequest {
  /** TypeID: `ws_` and 26 characters */
  workspace_id: string;
  /** TypeID: `user_` and 26 characters */
  user_id: string;
}

/** The input of `fetchOrganizationMembers` as its last argument. */
export interface ListOrganizationMembersOptions {
  /** Number of the page. 1 to 1,000,000,000; default 1 */
  page?: number;
  /** Rows in a page. 1 to 100; default 20 */
  per_page?: number;
  /**
   * `next_cursor` of the same list, order, filters and search, in place of `page`; null for the first page, as TanStack
   * Query sends it. At most 2,048 characters
   */
  cursor?: string | null;
  /** Has no effect. TanStack Query sends it with the pages of an infinite query */
  direction?: "forward" | "backward";
  /** Whether to count the whole list under the same filters. Default false */
  include_total?: boolean;
  /**
   * Substring match of every word, regardless of case and accents; `%` and `_` are no wildcards. At most 100 characters
   */
  search?: string;
  /** Only members with this role. At most 64 characters */
  role?: string;
  /** Order of the list. Default `created_at_desc` */
  order_by?: MemberOrder;
}

/** The input of `fetchOrganizationMembers` on the wire. */
export interface FetchOrganizationMembersInput extends ListOrganizationMembersOptions {
  /** TypeID: `org_` and 26 characters */
  organization_id: string;
}

/** The input of `fetchWorkspaceMembers` as its last argument. */
export interface ListWorkspaceMembersOptions {
  /** Number of the page. 1 to 1,000,000,000; default 1 */
  page?: number;
  /** Rows in a page. 1 to 100; default 20 */
  per_page?: number;
  /**
   * `next_cursor` of the same list, order, filters and search, in place of `page`; null for the first page, as TanStack
   * Query sends it. At most 2,048 characters
   */
  cursor?: string | null;
  /** Has no effect. TanStack Query sends it with the pages of an infinite query */
  direction?: "forward" | "backward";
  /** Whether to count the whole list under the same filters. Default false */
  include_total?: boolean;
  /**
   * Substring match of every word, regardless of case and accents; `%` and `_` are no wildcards. At most 100 characters
   */
  search?: string;
  /** Only members with this role. At most 64 characters */
  role?: string;
  /** Order of the list. Default `created_at_desc` */
  order_by?: MemberOrder;
}

/** The input of `fetchWorkspaceMembers` on the wire. */
export interface FetchWorkspaceMembersInput extends ListWorkspaceMembersOptions {
  /** TypeID: `ws_` and 26 characters */
  workspace_id: string;
}

/** The input of `fetchInvitedUsers`. */
export interface ListInvitedUsersOptions {
  /** Number of the page. 1 to 1,000,000,000; default 1 */
  page?: number;
  /** Rows in a page. 1 to 100; default 20 */
  per_page?: number;
  /**
   * `next_cursor` of the same list, order, filters and search, in place of `page`; null for the first page, as TanStack
   * Query sends it. At most 2,048 characters
   */
  cursor?: string | null;
  /** Has no effect. TanStack Query sends it with the pages of an infinite query */
  direction?: "forward" | "backward";
  /** Whether to count the whole list under the same filters. Default false */
  include_total?: boolean;
  /**
   * Substring match of every word, regardless of case and accents; `%` and `_` are no wildcards. At most 100 characters
   */
  search?: string;
  /** Only those with one of these ids; others are left out. At most 100 items */
  ids?: string[];
  /** Only invitations in this state, or all of them. Default `pending` */
  status?: "pending" | "accepted" | "revoked" | "expired" | "all";
  /** Only invitations to this organization */
  organization_id?: string;
  /** Only invitations by this caller: an API key's id, or a name. At most 100 characters */
  invited_by?: string;
  /** Order of the list. Default `created_at_desc` */
  order_by?: InvitationOrder;
}

/** The input of `inviteUser`. */
export interface InviteUserRequest {
  /** Email address, plain ASCII; stored lower-cased. At most 254 characters */
  email: string;
  /**
   * Role in the organization, `member` by default; without an organization, `public_metadata.role` of the new user. At
   * most 64 characters
   */
  role?: string | null;
  /** Organization to join */
  organization_id?: string | null;
  /** First name. 1 to 100 characters */
  first_name?: string | null;
  /** Last name. 1 to 100 characters */
  last_name?: string | null;
  /** Days for which the links work. 1 to 30; default 7 */
  expires_in_days?: number | null;
  /**
   * URL that the link opens in place of the default page; its origin must be the server's or in REDIRECT_ORIGINS. 1 to
   * 2,048 characters
   */
  redirect_url?: string | null;
  /** JSON object, copied to the new user */
  public_metadata?: Metadata | null;
  /** Whether to send the mail. Default true */
  notify?: boolean | null;
}

/** The input of `inviteUsers` on the wire. */
export interface InviteUsersInput {
  /** Inputs of inviteUser. 1 to 100 items */
  invitations: InviteUserRequest[];
}

/** The input of `resendInvitation` as its last argument. */
export interface ResendInvitationOptions {
  /** Whether to send the mail. Default true */
  notify?: boolean | null;
}

/** The input of `resendInvitation` on the wire. */
export interface ResendInvitationInput extends ResendInvitationOptions {
  /** TypeID: `inv_` and 26 characters */
  invitation_id: string;
}

/** The input of `resendInvitations` as its last argument. */
export interface ResendInvitationsOptions {
  /** Whether to send the mail. Default true */
  notify?: boolean | null;
}

/** The input of `resendInvitations` on the wire. */
export interface ResendInvitationsInput extends ResendInvitationsOptions {
  /** Ids, each once: `inv_` and 26 characters. 1 to 100 items */
  invitation_ids: string[];
}

/** The input of `revokeInvitation` on the wire. */
export interface RevokeInvitationInput {
  /** TypeID: `inv_` and 26 characters */
  invitation_id: string;
}

/** The input of `revokeInvitations` on the wire. */
export interface RevokeInvitationsInput {
  /** Ids, each once: `inv_` and 26 characters. 1 to 100 items */
  invitation_ids: string[];
}

/** The input of `fetchInvitationById` on the wire. */
export interface FetchInvitationByIdInput {
  /** TypeID: `inv_` and 26 characters */
  invitation_id: string;
}

/** The input of `fetchInvitation` on the wire. */
export interface FetchInvitationInput {
  /** The link's parameter `token`. 1 to 200 characters */
  token: string;
}

/** The input of `acceptInvitation` as its last argument. */
export interface AcceptInvitationRequest {
  /** First name; default: the invitation's. 1 to 100 characters */
  first_name?: string | null;
  /** Last name; default: the invitation's. 1 to 100 characters */
  last_name?: string | null;
  /**
   * Password as typed; compared and hashed after NFKC. The password policy checks its length and content. 1 to 1,024
   * characters
   */
  password?: string | null;
}

/** The input of `acceptInvitation` on the wire. */
export interface AcceptInvitationInput extends AcceptInvitationRequest {
  /** The link's parameter `token`. 1 to 200 characters */
  token: string;
}

/** The input of `fetchWaitlist`. */
export interface ListWaitlistOptions {
  /** Number of the page. 1 to 1,000,000,000; default 1 */
  page?: number;
  /** Rows in a page. 1 to 100; default 20 */
  per_page?: number;
  /**
   * `next_cursor` of the same list, order, filters and search, in place of `page`; null for the first page, as TanStack
   * Query sends it. At most 2,048 characters
   */
  cursor?: string | null;
  /** Has no effect. TanStack Query sends it with the pages of an infinite query */
  direction?: "forward" | "backward";
  /** Whether to count the whole list under the same filters. Default false */
  include_total?: boolean;
  /**
   * Substring match of every word, regardless of case and accents; `%` and `_` are no wildcards. At most 100 characters
   */
  search?: string;
  /** Only those with one of these ids; others are left out. At most 100 items */
  ids?: string[];
  /** Only entries in this state, or all of them. Default `pending` */
  status?: "pending" | "approved" | "rejected" | "all";
}

/** The input of `joinWaitlist`. */
export interface JoinWaitlistRequest {
  /** Email address, plain ASCII; stored lower-cased. At most 254 characters */
  email: string;
  /** First name. 1 to 100 characters */
  first_name?: string | null;
  /** Last name. 1 to 100 characters */
  last_name?: string | null;
  /** JSON object: at most 1 KiB, 32 levels; numbers are doubles */
  metadata?: Metadata | null;
}

/** The input of `approveWaitlistUser` on the wire. */
export interface ApproveWaitlistUserInput {
  /** TypeID: `wait_` and 26 characters */
  waitlist_user_id: string;
}

/** The input of `approveWaitlistUsers` on the wire. */
export interface ApproveWaitlistUsersInput {
  /** Ids, each once: `wait_` and 26 characters. 1 to 100 items */
  waitlist_user_ids: string[];
}

/** The input of `rejectWaitlistUser` on the wire. */
export interface RejectWaitlistUserInput {
  /** TypeID: `wait_` and 26 characters */
  waitlist_user_id: string;
  /** Reason for it, shown in the entry. 1 to 500 characters */
  reason?: string | null;
}

/** The input of `rejectWaitlistUsers` on the wire. */
export interface RejectWaitlistUsersInput {
  /** Ids, each once: `wait_` and 26 characters. 1 to 100 items */
  waitlist_user_ids: string[];
  /** Reason for it, shown in the entry. 1 to 500 characters */
  reason?: string | null;
}

/** The input of `reopenWaitlistUser` on the wire. */
export interface ReopenWaitlistUserInput {
  /** TypeID: `wait_` and 26 characters */
  waitlist_user_id: string;
}

/** The input of `approveNextWaitlistUsers` on the wire. */
export interface ApproveNextWaitlistUsersInput {
  /** How many to approve. 1 to 100 */
  count: number;
}

/** The input of `fetchMessages`. */
export interface ListMessagesOptions {
  /** Number of the page. 1 to 1,000,000,000; default 1 */
  page?: number;
  /** Rows in a page. 1 to 100; default 20 */
  per_page?: number;
  /**
   * `next_cursor` of the same list, order, filters and search, in place of `page`; null for the first page, as TanStack
   * Query sends it. At most 2,048 characters
   */
  cursor?: string | null;
  /** Has no effect. TanStack Query sends it with the pages of an infinite query */
  direction?: "forward" | "backward";
  /** Whether to count the whole list under the same filters. Default false */
  include_total?: boolean;
  /** Only those with one of these ids; others are left out. At most 100 items */
  ids?: string[];
  /** Only messages in this state */
  state?: MessageState;
  /** Only messages that are sent this way */
  kind?: "mail" | "sms";
  /** Only messages for this purpose, such as invitation or welcome */
  template?: string;
  /** Only messages to this address or number. 1 to 254 characters */
  recipient?: string;
  /** Only messages about this user */
  user_id?: string;
}

/** The input of `fetchMessagePreview` on the wire. */
export interface FetchMessagePreviewInput {
  /** TypeID: `msg_` and 26 characters */
  message_id: string;
}

/** The input of `retryMessage` on the wire. */
export interface RetryMessageInput {
  /** TypeID: `msg_` and 26 characters */
  message_id: string;
}

/** The input of `cancelMessage` on the wire. */
export interface CancelMessageInput {
  /** TypeID: `msg_` and 26 characters */
  message_id: string;
}

/** The input of `fetchPersonalData` on the wire. */
export interface FetchPersonalDataInput {
  /** TypeID: `user_` and 26 characters */
  user_id: string;
}

/** The input of `fetchApiKeys`. */
export interface ListApiKeysOptions {
  /** Number of the page. 1 to 1,000,000,000; default 1 */
  page?: number;
  /** Rows in a page. 1 to 100; default 20 */
  per_page?: number;
  /**
   * `next_cursor` of the same list, order, filters and search, in place of `page`; null for the first page, as TanStack
   * Query sends it. At most 2,048 characters
   */
  cursor?: string | null;
  /** Has no effect. TanStack Query sends it with the pages of an infinite query */
  direction?: "forward" | "backward";
  /** Whether to count the whole list under the same filters. Default false */
  include_total?: boolean;
  /** Only those with one of these ids; others are left out. At most 100 items */
  ids?: string[];
}

/** The input of `createApiKey`. */
export interface CreateApiKeyRequest {
  /** Name, to tell keys apart. 1 to 100 characters */
  name: string;
  /** Scopes of the key. 1 to 14 items */
  scopes: Scope[];
  /** Days until it expires; null or absent: never. 1 to 3,650 */
  expires_in_days?: number | null;
}

/** The input of `rotateApiKey`. */
export interface RotateApiKeyRequest {
  /** TypeID: `key_` and 26 characters */
  api_key_id: string;
  /** Hours for which the old key still works, while you replace it. 0 to 720; default 24 */
  overlap_hours?: number | null;
}

/** The input of `updateApiKey` as its last argument. */
export interface UpdateApiKeyRequest {
  /** Name, to tell keys apart. 1 to 100 characters */
  name: string;
}

/** The input of `updateApiKey` on the wire. */
export interface UpdateApiKeyInput extends UpdateApiKeyRequest {
  /** TypeID: `key_` and 26 characters */
  api_key_id: string;
}

/** The input of `revokeApiKey` on the wire. */
export interface RevokeApiKeyInput {
  /** TypeID: `key_` and 26 characters */
  api_key_id: string;
}

/** The input of `fetchAuditLog`. */
export interface ListAuditLogOptions {
  /** Number of the page. 1 to 1,000,000,000; default 1 */
  page?: number;
  /** Rows in a page. 1 to 100; default 20 */
  per_page?: number;
  /**
   * `next_cursor` of the same list, order, filters and search, in place of `page`; null for the first page, as TanStack
   * Query sends it. At most 2,048 characters
   */
  cursor?: string | null;
  /** Has no effect. TanStack Query sends it with the pages of an infinite query */
  direction?: "forward" | "backward";
  /** Whether to count the whole list under the same filters. Default false */
  include_total?: boolean;
  /** Only those with one of these ids; others are left out. At most 100 items */
  ids?: string[];
  /** Only changes by this caller: an API key's id, or a name. At most 100 characters */
  actor?: string;
  /** Only entries of this event */
  event?: EventName;
  /** Only entries about records of this kind */
  target_type?: "user" | "organization" | "workspace" | "invitation" | "waitlist_user" | "message" | "api_key";
  /** Only entries about this record. At most 64 characters */
  target_id?: string;
  /** Only changes by this request. At most 64 characters */
  request_id?: string;
  /** Only changes at this time or later */
  from?: string;
  /** Only changes before this time */
  to?: string;
}

/** The input of `fetchStatistics`. */
export interface ListStatisticsOptions {
  /** Number of days, today included. 1 to 366; default 30 */
  days?: number;
}
