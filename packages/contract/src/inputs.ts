// Generated from the contract. Renew it with `npx pnpm@12.21.0 generate`, and do not edit it.

import type { Metadata } from "./json.ts";
import type { InvitationStatus, Scope, UserOrder, WaitlistStatus } from "./records.ts";

/** What `fetchUsers` takes. */
export interface ListUsersOptions {
  /** Which page. 1 to 1,000,000,000; default 1 */
  page?: number;
  /** Rows in a page. 1 to 100; default 20 */
  per_page?: number;
  /** `next_cursor` of the same list, in place of `page`. At most 2,048 characters */
  cursor?: string;
  /** Count the whole list under the same filter. Default false */
  include_total?: boolean;
  /** Case-insensitive substring match of every word; `%` and `_` are plain characters. At most 100 characters */
  search?: string;
  /** Only users in use, or only deactivated ones */
  is_active?: boolean;
  /** Order of the list. Default `created_at_desc` */
  order_by?: UserOrder;
}

/** What `createUser` takes. */
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
   * Password, as it was typed; compared and stored after NFKC. Its length and content are the policy's matter. 1 to
   * 1,024 characters
   */
  password?: string | null;
  /** JSON object: at most 16 KiB, 32 levels, 1,000 keys */
  public_metadata?: Metadata | null;
  /** JSON object: at most 16 KiB, 32 levels, 1,000 keys */
  private_metadata?: Metadata | null;
  /** Take the password whatever the policy says of it. Default false */
  skip_password_check?: boolean;
}

/** The input of `fetchUserDetails`, as it goes over the wire. */
export interface FetchUserDetailsInput {
  /** TypeID: `user_` and 26 characters */
  user_id: string;
}

/** The input of `fetchUserByEmail`, as it goes over the wire. */
export interface FetchUserByEmailInput {
  /** Email address, plain ASCII; stored lower-cased. At most 254 characters */
  email: string;
}

/** The input of `fetchUserByExternalId`, as it goes over the wire. */
export interface FetchUserByExternalIdInput {
  /** The user's id in your own system. 1 to 128 characters */
  external_id: string;
}

/** What `updateUser` takes as its last argument. */
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
  /** The `version` that you have read. At least 1 */
  if_version?: number;
}

/** The input of `updateUser`, as it goes over the wire. */
export interface UpdateUserInput extends UpdateUserRequest {
  /** TypeID: `user_` and 26 characters */
  user_id: string;
}

/** The input of `deactivateUser`, as it goes over the wire. */
export interface DeactivateUserInput {
  /** TypeID: `user_` and 26 characters */
  user_id: string;
  /** Why, for whoever reads the details. 1 to 500 characters */
  reason?: string | null;
}

/** The input of `reactivateUser`, as it goes over the wire. */
export interface ReactivateUserInput {
  /** TypeID: `user_` and 26 characters */
  user_id: string;
}

/** The input of `deleteUser`, as it goes over the wire. */
export interface DeleteUserInput {
  /** TypeID: `user_` and 26 characters */
  user_id: string;
}

/** What `updatePassword` takes as its last argument. */
export interface UpdatePasswordRequest {
  /**
   * Password, as it was typed; compared and stored after NFKC. Its length and content are the policy's matter. 1 to
   * 1,024 characters
   */
  new_password: string;
  /** The password until now, which is checked. Leave it out for a reset. 1 to 1,024 characters */
  current_password?: string;
}

/** The input of `updatePassword`, as it goes over the wire. */
export interface UpdatePasswordInput extends UpdatePasswordRequest {
  /** TypeID: `user_` and 26 characters */
  user_id: string;
}

/** The input of `removePassword`, as it goes over the wire. */
export interface RemovePasswordInput {
  /** TypeID: `user_` and 26 characters */
  user_id: string;
}

/** What `verifyPassword` takes. */
export interface VerifyPasswordRequest {
  /** A verified email or phone number, or the username. Give it or user_id. 1 to 254 characters */
  identifier?: string;
  /** Id of the user: `user_` and 26 characters. Give it or identifier */
  user_id?: string;
  /**
   * Password, as it was typed; compared and stored after NFKC. Its length and content are the policy's matter. 1 to
   * 1,024 characters
   */
  password: string;
  /** Where the person is, as you see it: a stranger elsewhere then cannot use up the owner's tries */
  ip_address?: string | null;
}

/** The input of `sendPasswordReset`, as it goes over the wire. */
export interface SendPasswordResetInput {
  /** Email address, plain ASCII; stored lower-cased. At most 254 characters */
  email: string;
  /**
   * Where the link leads, in place of the server's own page; its origin must be in REDIRECT_ORIGINS. 1 to 2,048
   * characters
   */
  redirect_url?: string | null;
}

/** The input of `fetchPasswordLink`, as it goes over the wire. */
export interface FetchPasswordLinkInput {
  /** From the link: its parameter `token`. 1 to 200 characters */
  token: string;
}

/** The input of `resetPassword`, as it goes over the wire. */
export interface ResetPasswordInput {
  /** From the link: its parameter `token`. 1 to 200 characters */
  token: string;
  /**
   * Password, as it was typed; compared and stored after NFKC. Its length and content are the policy's matter. 1 to
   * 1,024 characters
   */
  new_password: string;
}

/** The input of `addEmail`, as it goes over the wire. */
export interface AddEmailInput {
  /** TypeID: `user_` and 26 characters */
  user_id: string;
  /** Email address, plain ASCII; stored lower-cased. At most 254 characters */
  email: string;
}

/** The input of `updateEmail`, as it goes over the wire. */
export interface UpdateEmailInput {
  /** TypeID: `user_` and 26 characters */
  user_id: string;
  /** TypeID: `email_` and 26 characters */
  email_id: string;
  /** Whether it is the user's primary one */
  is_primary: boolean;
  /** Whether it is shown to belong to the user */
  is_verified: boolean;
}

/** The input of `deleteEmail`, as it goes over the wire. */
export interface DeleteEmailInput {
  /** TypeID: `user_` and 26 characters */
  user_id: string;
  /** TypeID: `email_` and 26 characters */
  email_id: string;
}

/** The input of `addPhone`, as it goes over the wire. */
export interface AddPhoneInput {
  /** TypeID: `user_` and 26 characters */
  user_id: string;
  /** Phone number with + and country code; stored as E.164. At most 64 characters */
  phone_number: string;
}

/** The input of `updatePhone`, as it goes over the wire. */
export interface UpdatePhoneInput {
  /** TypeID: `user_` and 26 characters */
  user_id: string;
  /** TypeID: `phone_` and 26 characters */
  phone_id: string;
  /** Whether it is the user's primary one */
  is_primary: boolean;
  /** Whether it is shown to belong to the user */
  is_verified: boolean;
}

/** The input of `deletePhone`, as it goes over the wire. */
export interface DeletePhoneInput {
  /** TypeID: `user_` and 26 characters */
  user_id: string;
  /** TypeID: `phone_` and 26 characters */
  phone_id: string;
}

/** What `sendEmailVerification` takes as its last argument. */
export interface SendEmailVerificationOptions {
  /** Whether Roster sends the code; `false` hands it to you to send. Default true */
  deliver?: boolean | null;
}

/** The input of `sendEmailVerification`, as it goes over the wire. */
export interface SendEmailVerificationInput extends SendEmailVerificationOptions {
  /** TypeID: `user_` and 26 characters */
  user_id: string;
  /** TypeID: `email_` and 26 characters */
  email_id: string;
}

/** The input of `verifyEmail`, as it goes over the wire. */
export interface VerifyEmailInput {
  /** TypeID: `user_` and 26 characters */
  user_id: string;
  /** TypeID: `email_` and 26 characters */
  email_id: string;
  /** The six digits that were sent */
  code: string;
}

/** What `sendPhoneVerification` takes as its last argument. */
export interface SendPhoneVerificationOptions {
  /** Whether Roster sends the code; `false` hands it to you to send. Default true */
  deliver?: boolean | null;
}

/** The input of `sendPhoneVerification`, as it goes over the wire. */
export interface SendPhoneVerificationInput extends SendPhoneVerificationOptions {
  /** TypeID: `user_` and 26 characters */
  user_id: string;
  /** TypeID: `phone_` and 26 characters */
  phone_id: string;
}

/** The input of `verifyPhone`, as it goes over the wire. */
export interface VerifyPhoneInput {
  /** TypeID: `user_` and 26 characters */
  user_id: string;
  /** TypeID: `phone_` and 26 characters */
  phone_id: string;
  /** The six digits that were sent */
  code: string;
}

/** What `linkSocialConnection` takes as its last argument. */
export interface LinkSocialConnectionRequest {
  /** Such as google or github: lower-case letters, digits, `_` and `-`. At most 64 characters */
  provider: string;
  /** The provider's own id of the account (its `sub`). 1 to 255 characters */
  provider_user_id: string;
  /** Address of the account at the provider. At most 254 characters */
  email?: string | null;
  /** Name of the account at the provider. 1 to 200 characters */
  display_name?: string | null;
}

/** The input of `linkSocialConnection`, as it goes over the wire. */
export interface LinkSocialConnectionInput extends LinkSocialConnectionRequest {
  /** TypeID: `user_` and 26 characters */
  user_id: string;
}

/** The input of `deleteSocialConnection`, as it goes over the wire. */
export interface DeleteSocialConnectionInput {
  /** TypeID: `user_` and 26 characters */
  user_id: string;
  /** TypeID: `social_` and 26 characters */
  connection_id: string;
}

/** What `fetchOrganizations` takes. */
export interface ListOrganizationsOptions {
  /** Which page. 1 to 1,000,000,000; default 1 */
  page?: number;
  /** Rows in a page. 1 to 100; default 20 */
  per_page?: number;
  /** `next_cursor` of the same list, in place of `page`. At most 2,048 characters */
  cursor?: string;
  /** Count the whole list under the same filter. Default false */
  include_total?: boolean;
  /** Case-insensitive substring match of every word; `%` and `_` are plain characters. At most 100 characters */
  search?: string;
}

/** What `createOrganization` takes. */
export interface CreateOrganizationRequest {
  /** Name. 1 to 200 characters */
  name: string;
  /** Part of an address; made from the name by default. At most 64 characters */
  slug?: string | null;
  /** JSON object: at most 16 KiB, 32 levels, 1,000 keys */
  public_metadata?: Metadata | null;
}

/** What `updateOrganization` takes. */
export interface UpdateOrganizationRequest {
  /** TypeID: `org_` and 26 characters */
  organization_id: string;
  /** Name. 1 to 200 characters */
  name?: string;
  /** Part of an address: lower-case letters, digits and single dashes, unique. At most 64 characters */
  slug?: string;
  /** JSON Merge Patch (RFC 7396); null empties it */
  public_metadata?: Metadata | null;
}

/** The input of `deleteOrganization`, as it goes over the wire. */
export interface DeleteOrganizationInput {
  /** TypeID: `org_` and 26 characters */
  organization_id: string;
}

/** What `addOrganizationMember` takes. */
export interface AddOrganizationMemberRequest {
  /** TypeID: `org_` and 26 characters */
  organization_id: string;
  /** TypeID: `user_` and 26 characters */
  user_id: string;
  /** Role, such as member or admin. At most 64 characters; default `member` */
  role?: string;
}

/** What `updateOrganizationMember` takes. */
export interface UpdateOrganizationMemberRequest {
  /** TypeID: `org_` and 26 characters */
  organization_id: string;
  /** TypeID: `user_` and 26 characters */
  user_id: string;
  /** Role, such as member or admin. At most 64 characters */
  role: string;
}

/** What `removeOrganizationMember` takes. */
export interface RemoveOrganizationMemberRequest {
  /** TypeID: `org_` and 26 characters */
  organization_id: string;
  /** TypeID: `user_` and 26 characters */
  user_id: string;
}

/** What `fetchWorkspaces` takes. */
export interface ListWorkspacesOptions {
  /** Which page. 1 to 1,000,000,000; default 1 */
  page?: number;
  /** Rows in a page. 1 to 100; default 20 */
  per_page?: number;
  /** `next_cursor` of the same list, in place of `page`. At most 2,048 characters */
  cursor?: string;
  /** Count the whole list under the same filter. Default false */
  include_total?: boolean;
  /** Case-insensitive substring match of every word; `%` and `_` are plain characters. At most 100 characters */
  search?: string;
  /** Only workspaces of this organization */
  organization_id?: string;
}

/** What `createWorkspace` takes. */
export interface CreateWorkspaceRequest {
  /** TypeID: `org_` and 26 characters */
  organization_id: string;
  /** Name. 1 to 200 characters */
  name: string;
  /** Part of an address; made from the name by default. At most 64 characters */
  slug?: string | null;
  /** JSON object: at most 16 KiB, 32 levels, 1,000 keys */
  public_metadata?: Metadata | null;
}

/** What `updateWorkspace` takes. */
export interface UpdateWorkspaceRequest {
  /** TypeID: `ws_` and 26 characters */
  workspace_id: string;
  /** Name. 1 to 200 characters */
  name?: string;
  /** Part of an address: lower-case letters, digits and single dashes, unique. At most 64 characters */
  slug?: string;
  /** JSON Merge Patch (RFC 7396); null empties it */
  public_metadata?: Metadata | null;
}

/** The input of `deleteWorkspace`, as it goes over the wire. */
export interface DeleteWorkspaceInput {
  /** TypeID: `ws_` and 26 characters */
  workspace_id: string;
}

/** What `addWorkspaceMember` takes. */
export interface AddWorkspaceMemberRequest {
  /** TypeID: `ws_` and 26 characters */
  workspace_id: string;
  /** TypeID: `user_` and 26 characters */
  user_id: string;
  /** Role, such as member or admin. At most 64 characters; default `member` */
  role?: string;
}

/** What `updateWorkspaceMember` takes. */
export interface UpdateWorkspaceMemberRequest {
  /** TypeID: `ws_` and 26 characters */
  workspace_id: string;
  /** TypeID: `user_` and 26 characters */
  user_id: string;
  /** Role, such as member or admin. At most 64 characters */
  role: string;
}

/** What `removeWorkspaceMember` takes. */
export interface RemoveWorkspaceMemberRequest {
  /** TypeID: `ws_` and 26 characters */
  workspace_id: string;
  /** TypeID: `user_` and 26 characters */
  user_id: string;
}

/** What `fetchInvitedUsers` takes. */
export interface ListInvitedUsersOptions {
  /** Which page. 1 to 1,000,000,000; default 1 */
  page?: number;
  /** Rows in a page. 1 to 100; default 20 */
  per_page?: number;
  /** `next_cursor` of the same list, in place of `page`. At most 2,048 characters */
  cursor?: string;
  /** Count the whole list under the same filter. Default false */
  include_total?: boolean;
  /** Case-insensitive substring match of every word; `%` and `_` are plain characters. At most 100 characters */
  search?: string;
  /** Only those in this state. Default `pending` */
  status?: InvitationStatus;
}

/** What `inviteUser` takes. */
export interface InviteUserRequest {
  /** Email address, plain ASCII; stored lower-cased. At most 254 characters */
  email: string;
  /**
   * Role in the organization, `member` by default; without an organization, public_metadata.role. At most 64 characters
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
   * Where the link leads, in place of the server's own page; its origin must be in REDIRECT_ORIGINS. 1 to 2,048
   * characters
   */
  redirect_url?: string | null;
  /** JSON object, carried over to the new user */
  public_metadata?: Metadata | null;
  /** Whether to send the mail. Default true */
  notify?: boolean | null;
}

/** The input of `inviteUsers`, as it goes over the wire. */
export interface InviteUsersInput {
  /** Inputs of inviteUser. 1 to 100 items */
  invitations: InviteUserRequest[];
}

/** What `resendInvitation` takes as its last argument. */
export interface ResendInvitationOptions {
  /** Whether to send the mail. Default true */
  notify?: boolean | null;
}

/** The input of `resendInvitation`, as it goes over the wire. */
export interface ResendInvitationInput extends ResendInvitationOptions {
  /** TypeID: `inv_` and 26 characters */
  invitation_id: string;
}

/** The input of `revokeInvitation`, as it goes over the wire. */
export interface RevokeInvitationInput {
  /** TypeID: `inv_` and 26 characters */
  invitation_id: string;
}

/** The input of `fetchInvitation`, as it goes over the wire. */
export interface FetchInvitationInput {
  /** From the link: its parameter `token`. 1 to 200 characters */
  token: string;
}

/** What `acceptInvitation` takes as its last argument. */
export interface AcceptInvitationRequest {
  /** First name; default: the invitation's. 1 to 100 characters */
  first_name?: string | null;
  /** Last name; default: the invitation's. 1 to 100 characters */
  last_name?: string | null;
  /**
   * Password, as it was typed; compared and stored after NFKC. Its length and content are the policy's matter. 1 to
   * 1,024 characters
   */
  password?: string | null;
}

/** The input of `acceptInvitation`, as it goes over the wire. */
export interface AcceptInvitationInput extends AcceptInvitationRequest {
  /** From the link: its parameter `token`. 1 to 200 characters */
  token: string;
}

/** What `fetchWaitlist` takes. */
export interface ListWaitlistOptions {
  /** Which page. 1 to 1,000,000,000; default 1 */
  page?: number;
  /** Rows in a page. 1 to 100; default 20 */
  per_page?: number;
  /** `next_cursor` of the same list, in place of `page`. At most 2,048 characters */
  cursor?: string;
  /** Count the whole list under the same filter. Default false */
  include_total?: boolean;
  /** Case-insensitive substring match of every word; `%` and `_` are plain characters. At most 100 characters */
  search?: string;
  /** Only those in this state. Default `pending` */
  status?: WaitlistStatus;
}

/** What `joinWaitlist` takes. */
export interface JoinWaitlistRequest {
  /** Email address, plain ASCII; stored lower-cased. At most 254 characters */
  email: string;
  /** First name. 1 to 100 characters */
  first_name?: string | null;
  /** Last name. 1 to 100 characters */
  last_name?: string | null;
  /** JSON object: at most 16 KiB, 32 levels, 1,000 keys */
  metadata?: Metadata | null;
}

/** The input of `approveWaitlistUser`, as it goes over the wire. */
export interface ApproveWaitlistUserInput {
  /** TypeID: `wait_` and 26 characters */
  waitlist_user_id: string;
}

/** The input of `rejectWaitlistUser`, as it goes over the wire. */
export interface RejectWaitlistUserInput {
  /** TypeID: `wait_` and 26 characters */
  waitlist_user_id: string;
  /** Why, for whoever reads the entry. 1 to 500 characters */
  reason?: string | null;
}

/** The input of `reopenWaitlistUser`, as it goes over the wire. */
export interface ReopenWaitlistUserInput {
  /** TypeID: `wait_` and 26 characters */
  waitlist_user_id: string;
}

/** The input of `approveNextWaitlistUsers`, as it goes over the wire. */
export interface ApproveNextWaitlistUsersInput {
  /** How many to approve. 1 to 100 */
  count: number;
}

/** What `fetchApiKeys` takes. */
export interface ListApiKeysOptions {
  /** Which page. 1 to 1,000,000,000; default 1 */
  page?: number;
  /** Rows in a page. 1 to 100; default 20 */
  per_page?: number;
  /** `next_cursor` of the same list, in place of `page`. At most 2,048 characters */
  cursor?: string;
  /** Count the whole list under the same filter. Default false */
  include_total?: boolean;
}

/** What `createApiKey` takes. */
export interface CreateApiKeyRequest {
  /** Name, to tell keys apart. 1 to 100 characters */
  name: string;
  /** What the key may do. 1 to 12 items */
  scopes: Scope[];
  /** Days until it expires; null or absent: never. 1 to 3,650 */
  expires_in_days?: number | null;
}

/** The input of `revokeApiKey`, as it goes over the wire. */
export interface RevokeApiKeyInput {
  /** TypeID: `key_` and 26 characters */
  api_key_id: string;
}

/** What `fetchAuditLog` takes. */
export interface ListAuditLogOptions {
  /** Which page. 1 to 1,000,000,000; default 1 */
  page?: number;
  /** Rows in a page. 1 to 100; default 20 */
  per_page?: number;
  /** `next_cursor` of the same list, in place of `page`. At most 2,048 characters */
  cursor?: string;
  /** Count the whole list under the same filter. Default false */
  include_total?: boolean;
  /** Only what was done to this record. At most 64 characters */
  target_id?: string;
}
