// Generated from the contract. Renew it with `npx pnpm@12.21.0 generate`, and do not edit it.

import type {
  AcceptInvitationRequest,
  AddEmailOptions,
  AddOrganizationMemberRequest,
  AddPhoneOptions,
  AddWorkspaceMemberRequest,
  ChangeEmailOptions,
  ChangePhoneOptions,
  CreateApiKeyRequest,
  CreateOrganizationRequest,
  CreateUserRequest,
  CreateWorkspaceRequest,
  FetchOrganizationRequest,
  FetchWorkspaceRequest,
  InviteUserRequest,
  JoinWaitlistRequest,
  LinkSocialConnectionRequest,
  ListApiKeysOptions,
  ListAuditLogOptions,
  ListInvitedUsersOptions,
  ListMessagesOptions,
  ListOrganizationMembersOptions,
  ListOrganizationsOptions,
  ListStatisticsOptions,
  ListUsersOptions,
  ListWaitlistOptions,
  ListWorkspaceMembersOptions,
  ListWorkspacesOptions,
  RemoveOrganizationMemberRequest,
  RemoveWorkspaceMemberRequest,
  ResendInvitationOptions,
  ResendInvitationsOptions,
  RotateApiKeyRequest,
  SendEmailVerificationOptions,
  SendPhoneVerificationOptions,
  UpdateApiKeyRequest,
  UpdateOrganizationMemberRequest,
  UpdateOrganizationRequest,
  UpdatePasswordRequest,
  UpdateSocialConnectionRequest,
  UpdateUserRequest,
  UpdateWorkspaceMemberRequest,
  UpdateWorkspaceRequest,
  VerifyPasswordRequest,
} from "@roster/contract/inputs";
import type {
  AcceptedInvitation,
  AddOrganizationMembersResponse,
  AddWorkspaceMembersResponse,
  ApiKey,
  ApiKeyListResponse,
  ApproveNextWaitlistUsersResponse,
  ApproveWaitlistUsersResponse,
  AuditLogResponse,
  CreatedApiKey,
  CreatedInvitation,
  CreateUsersResponse,
  DeactivateUsersResponse,
  DeleteUsersResponse,
  InvitationListResponse,
  InvitationOffer,
  InviteUsersResponse,
  Message,
  MessageListResponse,
  MessagePreview,
  Organization,
  OrganizationListResponse,
  OrganizationMemberListResponse,
  OrganizationMembership,
  PasswordLink,
  PersonalData,
  ReactivateUsersResponse,
  RejectWaitlistUsersResponse,
  ResendInvitationsResponse,
  RevokeInvitationsResponse,
  SentCode,
  SocialConnection,
  Statistics,
  User,
  UserDetails,
  UserEmail,
  UserInvitation,
  UserListResponse,
  UserPhone,
  WaitlistResponse,
  WaitlistUser,
  Workspace,
  WorkspaceListResponse,
  WorkspaceMemberListResponse,
  WorkspaceMembership,
} from "@roster/contract/records";

/** Every function of the API. Each throws a `RosterError` when it fails. */
export interface RosterFunctions {
  /**
   * Lists users, newest first. `search` finds every word in names, username, external id, emails, phone numbers (digits
   * only), and the ids and addresses of accounts at providers, or an exact id. In an order, absent values count as the
   * smallest.
   * Needs the scope `users:read`. Fails as any call does.
   */
  fetchUsers(options?: ListUsersOptions): Promise<UserListResponse>;
  /**
   * The user with everything attached: emails, phones, social connections, organizations, workspaces.
   * Needs the scope `users:read`. Fails with `user_not_found`, or as any call does.
   * @param userId TypeID: `user_` and 26 characters
   */
  fetchUserDetails(userId: string): Promise<UserDetails>;
  /**
   * The user who owns this verified address.
   * Needs the scope `users:read`. Fails with `user_not_found`, or as any call does.
   * @param email Email address, plain ASCII; stored lower-cased. At most 254 characters
   */
  fetchUserByEmail(email: string): Promise<User>;
  /**
   * The user who owns this verified number.
   * Needs the scope `users:read`. Fails with `user_not_found`, or as any call does.
   * @param phoneNumber Phone number with + and country code; stored as E.164. At most 64 characters
   */
  fetchUserByPhone(phoneNumber: string): Promise<User>;
  /**
   * The user with this username, in upper or lower case.
   * Needs the scope `users:read`. Fails with `user_not_found`, or as any call does.
   * @param username Username: letters, digits, `_`, `-` and `.`, unique; stored lower-cased. 1 to 64 characters
   */
  fetchUserByUsername(username: string): Promise<User>;
  /**
   * The user to whom a provider's account is connected, as after a sign-in at the provider.
   * Needs the scope `users:read`. Fails with `user_not_found`, or as any call does.
   * @param provider Such as google or github: lower-case letters, digits, `_` and `-`. At most 64 characters
   * @param providerUserId The provider's own id of the account (its `sub`), taken as it is. 1 to 255 characters
   */
  fetchUserBySocialConnection(provider: string, providerUserId: string): Promise<User>;
  /**
   * The user with this id in your own system.
   * Needs the scope `users:read`. Fails with `user_not_found`, or as any call does.
   * @param externalId The user's id in your own system. 1 to 128 characters
   */
  fetchUserByExternalId(externalId: string): Promise<User>;
  /**
   * Creates a user. The caller vouches for the address and the number: they are stored as verified and primary.
   * Needs the scope `users:write`. Fails with `email_taken`, `phone_taken`, `username_taken`, `external_id_taken`,
   * `password_rejected`, or as any call does.
   */
  createUser(request: CreateUserRequest): Promise<User>;
  /**
   * Creates up to 100 users, each as createUser does. A row that fails does not affect the others.
   * Needs the scope `users:write`. Fails as any call does.
   * @param users Inputs of createUser. 1 to 100 items
   */
  createUsers(users: readonly CreateUserRequest[]): Promise<CreateUsersResponse>;
  /**
   * Changes a user's own fields. An absent field stays as it is; null clears it. Metadata is merged (RFC 7396). With
   * `if_version` the change is refused when another one came first.
   * Needs the scope `users:write`. Fails with `user_not_found`, `username_taken`, `external_id_taken`,
   * `version_mismatch`, `last_identifier`, or as any call does.
   * @param userId TypeID: `user_` and 26 characters
   */
  updateUser(userId: string, request: UpdateUserRequest): Promise<User>;
  /**
   * Deactivates a user. All data stays; the password no longer verifies.
   * Needs the scope `users:write`. Fails with `user_not_found`, or as any call does.
   * @param userId TypeID: `user_` and 26 characters
   * @param reason Reason for it, shown in the details. 1 to 500 characters
   */
  deactivateUser(userId: string, reason?: string): Promise<User>;
  /**
   * Deactivates up to 100 users, each as deactivateUser does. A row that fails does not affect the others.
   * Needs the scope `users:write`. Fails as any call does.
   * @param userIds Ids, each once: `user_` and 26 characters. 1 to 100 items
   * @param reason Reason for it, shown in the details. 1 to 500 characters
   */
  deactivateUsers(userIds: readonly string[], reason?: string): Promise<DeactivateUsersResponse>;
  /**
   * Reactivates a deactivated user.
   * Needs the scope `users:write`. Fails with `user_not_found`, or as any call does.
   * @param userId TypeID: `user_` and 26 characters
   */
  reactivateUser(userId: string): Promise<User>;
  /**
   * Reactivates up to 100 users, each as reactivateUser does. A row that fails does not affect the others.
   * Needs the scope `users:write`. Fails as any call does.
   * @param userIds Ids, each once: `user_` and 26 characters. 1 to 100 items
   */
  reactivateUsers(userIds: readonly string[]): Promise<ReactivateUsersResponse>;
  /**
   * Deletes a user for good, with everything attached, and the person's waitlist entries, invitations and messages. The
   * audit log keeps ids and names of fields.
   * Needs the scope `users:write`. Fails with `user_not_found`, or as any call does.
   * @param userId TypeID: `user_` and 26 characters
   */
  deleteUser(userId: string): Promise<void>;
  /**
   * Deletes up to 100 users, each as deleteUser does. A row that fails does not affect the others.
   * Needs the scope `users:write`. Fails as any call does.
   * @param userIds Ids, each once: `user_` and 26 characters. 1 to 100 items
   */
  deleteUsers(userIds: readonly string[]): Promise<DeleteUsersResponse>;
  /**
   * Sets a user's password. `current_password` is checked first. Without it the call is an administrator's reset, which
   * also needs the scope users:password. The user gets a notice by mail.
   * Needs the scope `users:write`. Fails with `user_not_found`, `current_password_incorrect`, `no_password_set`,
   * `password_rejected`, or as any call does.
   * @param userId TypeID: `user_` and 26 characters
   */
  updatePassword(userId: string, request: UpdatePasswordRequest): Promise<void>;
  /**
   * Removes a user's password, of which the user gets a notice by mail. Without one, nothing changes.
   * Needs the scope `users:password`. Fails with `user_not_found`, or as any call does.
   * @param userId TypeID: `user_` and 26 characters
   */
  removePassword(userId: string): Promise<void>;
  /**
   * Checks a password, for an application's backend that signs people in. Success sets last_sign_in_at. An unknown
   * user, a wrong password, no password and a deactivated user get the same answer in the same time. A repeated call is
   * a new try, whatever its Idempotency-Key. Answers `rate_limited` beyond 10 tries in 10 minutes for one user from one
   * ip_address (20 without it), by whichever identifiers, or 100 in an hour from all.
   * Needs the scope `users:verify`. Fails with `credentials_incorrect`, or as any call does.
   */
  verifyPassword(request: VerifyPasswordRequest): Promise<User>;
  /**
   * Mails a one-time link to set a password to the owner of this verified address. The link works for 60 minutes. The
   * answer is the same, after the same time, whether or not the address is known. At most 5 calls for an address in an
   * hour.
   * Needs the scope `users:verify`. Fails with `redirect_url_not_allowed`, or as any call does.
   * @param email Email address, plain ASCII; stored lower-cased. At most 254 characters
   * @param redirectUrl URL that the link opens in place of the default page; its origin must be the server's or in
   * REDIRECT_ORIGINS. 1 to 2,048 characters
   */
  sendPasswordReset(email: string, redirectUrl?: string): Promise<void>;
  /**
   * Finds a link to set a password by its token, for the page behind the link.
   * Needs no key. Fails with `token_not_found`, or as any call does.
   * @param token The link's parameter `token`. 1 to 200 characters
   */
  fetchPasswordLink(token: string): Promise<PasswordLink>;
  /**
   * Sets the password by the one-time link of a welcome mail or a password reset. The user's other such links stop
   * working, and the count of tries starts again. The user gets a notice by mail.
   * Needs no key. Fails with `token_not_found`, `password_rejected`, or as any call does.
   * @param token The link's parameter `token`. 1 to 200 characters
   * @param newPassword Password as typed; compared and hashed after NFKC. The password policy checks its length and
   * content. 1 to 1,024 characters
   */
  resetPassword(token: string, newPassword: string): Promise<void>;
  /**
   * Adds an email address to a user, neither verified nor primary by default. With `is_verified` the caller vouches for
   * it: a user's first verified one becomes primary, and unverified copies on other users are removed.
   * Needs the scope `users:write`. Fails with `user_not_found`, `email_taken`, `too_many_identifiers`,
   * `primary_must_be_verified`, or as any call does.
   * @param userId TypeID: `user_` and 26 characters
   * @param email Email address, plain ASCII; stored lower-cased. At most 254 characters
   */
  addEmail(userId: string, email: string, options?: AddEmailOptions): Promise<UserEmail>;
  /**
   * Sets whether an email is primary and whether it is verified. A user's first verified email becomes primary. Making
   * an email primary demotes the previous one. Verifying an email removes its unverified copies on other users.
   * Needs the scope `users:write`. Fails with `email_not_found`, `email_taken`, `primary_must_be_verified`,
   * `primary_required`, or as any call does.
   * @param userId TypeID: `user_` and 26 characters
   * @param emailId TypeID: `email_` and 26 characters
   * @param isPrimary Whether it is the user's primary email
   * @param isVerified Whether it is proven to belong to the user
   */
  updateEmail(userId: string, emailId: string, isPrimary: boolean, isVerified: boolean): Promise<UserEmail>;
  /**
   * Corrects an address: puts another one in the place of an email, under a new id. It is not verified, unless the
   * caller vouches for it with `is_verified`. If the old one was primary, the new one is if it is verified, else the
   * user's oldest verified email. Codes and links that went to the old address no longer work. For the same address
   * nothing changes, unless the caller vouches for it. Causes the events of a removal and of an addition.
   * Needs the scope `users:write`. Fails with `email_not_found`, `email_taken`, or as any call does.
   * @param userId TypeID: `user_` and 26 characters
   * @param emailId TypeID: `email_` and 26 characters
   * @param email Email address, plain ASCII; stored lower-cased. At most 254 characters
   */
  changeEmail(userId: string, emailId: string, email: string, options?: ChangeEmailOptions): Promise<UserEmail>;
  /**
   * Removes an email from a user. If it was the primary one, the user's oldest verified email becomes primary.
   * Needs the scope `users:write`. Fails with `email_not_found`, `last_identifier`, or as any call does.
   * @param userId TypeID: `user_` and 26 characters
   * @param emailId TypeID: `email_` and 26 characters
   */
  deleteEmail(userId: string, emailId: string): Promise<void>;
  /**
   * Adds a phone number to a user, neither verified nor primary by default. With `is_verified` the caller vouches for
   * it: a user's first verified one becomes primary, and unverified copies on other users are removed.
   * Needs the scope `users:write`. Fails with `user_not_found`, `phone_taken`, `too_many_identifiers`,
   * `primary_must_be_verified`, or as any call does.
   * @param userId TypeID: `user_` and 26 characters
   * @param phoneNumber Phone number with + and country code; stored as E.164. At most 64 characters
   */
  addPhone(userId: string, phoneNumber: string, options?: AddPhoneOptions): Promise<UserPhone>;
  /**
   * Sets whether a phone number is primary and whether it is verified, under the same rules as updateEmail.
   * Needs the scope `users:write`. Fails with `phone_not_found`, `phone_taken`, `primary_must_be_verified`,
   * `primary_required`, or as any call does.
   * @param userId TypeID: `user_` and 26 characters
   * @param phoneId TypeID: `phone_` and 26 characters
   * @param isPrimary Whether it is the user's primary number
   * @param isVerified Whether it is proven to belong to the user
   */
  updatePhone(userId: string, phoneId: string, isPrimary: boolean, isVerified: boolean): Promise<UserPhone>;
  /**
   * Corrects a number: puts another one in the place of a phone number, under the same rules as changeEmail.
   * Needs the scope `users:write`. Fails with `phone_not_found`, `phone_taken`, or as any call does.
   * @param userId TypeID: `user_` and 26 characters
   * @param phoneId TypeID: `phone_` and 26 characters
   * @param phoneNumber Phone number with + and country code; stored as E.164. At most 64 characters
   */
  changePhone(userId: string, phoneId: string, phoneNumber: string, options?: ChangePhoneOptions): Promise<UserPhone>;
  /**
   * Removes a phone number. If it was the primary one, the user's oldest verified number becomes primary.
   * Needs the scope `users:write`. Fails with `phone_not_found`, `last_identifier`, or as any call does.
   * @param userId TypeID: `user_` and 26 characters
   * @param phoneId TypeID: `phone_` and 26 characters
   */
  deletePhone(userId: string, phoneId: string): Promise<void>;
  /**
   * Mails a code to an email that is not verified yet. It works for 10 minutes and 5 tries, and replaces an earlier
   * one. The next can be sent after 30 seconds.
   * Needs the scope `users:write`. Fails with `email_not_found`, `already_verified`, or as any call does.
   * @param userId TypeID: `user_` and 26 characters
   * @param emailId TypeID: `email_` and 26 characters
   */
  sendEmailVerification(userId: string, emailId: string, options?: SendEmailVerificationOptions): Promise<SentCode>;
  /**
   * Verifies an email by the code that was sent to it. Its unverified copies on other users are removed. A user's first
   * verified email becomes primary.
   * Needs the scope `users:write`. Fails with `email_not_found`, `email_taken`, `already_verified`, `code_incorrect`,
   * `code_expired`, or as any call does.
   * @param userId TypeID: `user_` and 26 characters
   * @param emailId TypeID: `email_` and 26 characters
   * @param code The six digits that were sent
   */
  verifyEmail(userId: string, emailId: string, code: string): Promise<UserEmail>;
  /**
   * Sends a code to a phone number that is not verified yet, by text message. It works for 10 minutes and 5 tries, and
   * replaces an earlier one. The next can be sent after 30 seconds.
   * Needs the scope `users:write`. Fails with `phone_not_found`, `already_verified`, or as any call does.
   * @param userId TypeID: `user_` and 26 characters
   * @param phoneId TypeID: `phone_` and 26 characters
   */
  sendPhoneVerification(userId: string, phoneId: string, options?: SendPhoneVerificationOptions): Promise<SentCode>;
  /**
   * Verifies a phone number by the code that was sent to it, under the same rules as verifyEmail.
   * Needs the scope `users:write`. Fails with `phone_not_found`, `phone_taken`, `already_verified`, `code_incorrect`,
   * `code_expired`, or as any call does.
   * @param userId TypeID: `user_` and 26 characters
   * @param phoneId TypeID: `phone_` and 26 characters
   * @param code The six digits that were sent
   */
  verifyPhone(userId: string, phoneId: string, code: string): Promise<UserPhone>;
  /**
   * Connects a provider's account to a user. One provider account belongs to one user.
   * Needs the scope `users:write`. Fails with `user_not_found`, `social_connection_taken`, `too_many_identifiers`, or
   * as any call does.
   * @param userId TypeID: `user_` and 26 characters
   */
  linkSocialConnection(userId: string, request: LinkSocialConnectionRequest): Promise<SocialConnection>;
  /**
   * Changes what the provider says of an account. An absent field stays as it is; null clears it.
   * Needs the scope `users:write`. Fails with `social_connection_not_found`, or as any call does.
   * @param userId TypeID: `user_` and 26 characters
   * @param connectionId TypeID: `social_` and 26 characters
   */
  updateSocialConnection(
    userId: string,
    connectionId: string,
    request: UpdateSocialConnectionRequest,
  ): Promise<SocialConnection>;
  /**
   * Removes a social connection from a user.
   * Needs the scope `users:write`. Fails with `social_connection_not_found`, `last_identifier`, or as any call does.
   * @param userId TypeID: `user_` and 26 characters
   * @param connectionId TypeID: `social_` and 26 characters
   */
  deleteSocialConnection(userId: string, connectionId: string): Promise<void>;
  /**
   * Lists organizations, newest first. `search` finds every word in name and slug.
   * Needs the scope `organizations:read`. Fails as any call does.
   */
  fetchOrganizations(options?: ListOrganizationsOptions): Promise<OrganizationListResponse>;
  /**
   * The organization with this id or this slug.
   * Needs the scope `organizations:read`. Fails with `organization_not_found`, or as any call does.
   */
  fetchOrganization(request: FetchOrganizationRequest): Promise<Organization>;
  /**
   * Creates an organization. Without `slug`, the slug derives from the name.
   * Needs the scope `organizations:write`. Fails with `slug_taken`, or as any call does.
   */
  createOrganization(request: CreateOrganizationRequest): Promise<Organization>;
  /**
   * Changes an organization. Metadata is merged (RFC 7396). With `if_version` the change is refused when another one
   * came first.
   * Needs the scope `organizations:write`. Fails with `organization_not_found`, `slug_taken`, `version_mismatch`, or as
   * any call does.
   */
  updateOrganization(request: UpdateOrganizationRequest): Promise<Organization>;
  /**
   * Deletes an organization with its workspaces, memberships and invitations. One audit entry covers them all. Its
   * users stay.
   * Needs the scope `organizations:write`. Fails with `organization_not_found`, or as any call does.
   * @param organizationId TypeID: `org_` and 26 characters
   */
  deleteOrganization(organizationId: string): Promise<void>;
  /**
   * Makes a user a member of an organization.
   * Needs the scope `organizations:write`. Fails with `organization_not_found`, `user_not_found`, `already_member`, or
   * as any call does.
   */
  addOrganizationMember(request: AddOrganizationMemberRequest): Promise<OrganizationMembership>;
  /**
   * Makes up to 100 users members of an organization, each as addOrganizationMember does. A row that fails does not
   * affect the others.
   * Needs the scope `organizations:write`. Fails as any call does.
   * @param organizationId TypeID: `org_` and 26 characters
   * @param members Users, with their roles. 1 to 100 items
   */
  addOrganizationMembers(
    organizationId: string,
    members: readonly {
      /** TypeID: `user_` and 26 characters */
      user_id: string;
      /** Role, such as member or admin. At most 64 characters; default `member` */
      role?: string;
    }[],
  ): Promise<AddOrganizationMembersResponse>;
  /**
   * Changes a member's role.
   * Needs the scope `organizations:write`. Fails with `membership_not_found`, or as any call does.
   */
  updateOrganizationMember(request: UpdateOrganizationMemberRequest): Promise<OrganizationMembership>;
  /**
   * Removes a member from an organization and from its workspaces.
   * Needs the scope `organizations:write`. Fails with `membership_not_found`, or as any call does.
   */
  removeOrganizationMember(request: RemoveOrganizationMemberRequest): Promise<void>;
  /**
   * Lists workspaces, newest first, of one organization or of all. `search` looks in name and slug.
   * Needs the scope `organizations:read`. Fails as any call does.
   */
  fetchWorkspaces(options?: ListWorkspacesOptions): Promise<WorkspaceListResponse>;
  /**
   * The workspace with this id, or with this slug in an organization.
   * Needs the scope `organizations:read`. Fails with `workspace_not_found`, or as any call does.
   */
  fetchWorkspace(request: FetchWorkspaceRequest): Promise<Workspace>;
  /**
   * Creates a workspace in an organization. Without `slug`, the slug derives from the name.
   * Needs the scope `organizations:write`. Fails with `organization_not_found`, `slug_taken`, or as any call does.
   */
  createWorkspace(request: CreateWorkspaceRequest): Promise<Workspace>;
  /**
   * Changes a workspace. Metadata is merged (RFC 7396). With `if_version` the change is refused when another one came
   * first.
   * Needs the scope `organizations:write`. Fails with `workspace_not_found`, `slug_taken`, `version_mismatch`, or as
   * any call does.
   */
  updateWorkspace(request: UpdateWorkspaceRequest): Promise<Workspace>;
  /**
   * Deletes a workspace with its memberships. Its users stay.
   * Needs the scope `organizations:write`. Fails with `workspace_not_found`, or as any call does.
   * @param workspaceId TypeID: `ws_` and 26 characters
   */
  deleteWorkspace(workspaceId: string): Promise<void>;
  /**
   * Makes a member of the organization a member of one of its workspaces.
   * Needs the scope `organizations:write`. Fails with `workspace_not_found`, `user_not_found`,
   * `not_organization_member`, `already_member`, or as any call does.
   */
  addWorkspaceMember(request: AddWorkspaceMemberRequest): Promise<WorkspaceMembership>;
  /**
   * Makes up to 100 members of the organization members of one of its workspaces, each as addWorkspaceMember does. A
   * row that fails does not affect the others.
   * Needs the scope `organizations:write`. Fails as any call does.
   * @param workspaceId TypeID: `ws_` and 26 characters
   * @param members Users, with their roles. 1 to 100 items
   */
  addWorkspaceMembers(
    workspaceId: string,
    members: readonly {
      /** TypeID: `user_` and 26 characters */
      user_id: string;
      /** Role, such as member or admin. At most 64 characters; default `member` */
      role?: string;
    }[],
  ): Promise<AddWorkspaceMembersResponse>;
  /**
   * Changes a member's role.
   * Needs the scope `organizations:write`. Fails with `membership_not_found`, or as any call does.
   */
  updateWorkspaceMember(request: UpdateWorkspaceMemberRequest): Promise<WorkspaceMembership>;
  /**
   * Removes a member from a workspace.
   * Needs the scope `organizations:write`. Fails with `membership_not_found`, or as any call does.
   */
  removeWorkspaceMember(request: RemoveWorkspaceMemberRequest): Promise<void>;
  /**
   * Lists an organization's members, who joined last first. `search` looks in names, username, external id, emails and
   * phone numbers of the members. An unknown id has none.
   * Needs the scope `organizations:read`. Fails as any call does.
   * @param organizationId TypeID: `org_` and 26 characters
   */
  fetchOrganizationMembers(
    organizationId: string,
    options?: ListOrganizationMembersOptions,
  ): Promise<OrganizationMemberListResponse>;
  /**
   * Lists a workspace's members, who joined last first. `search` looks in names, username, external id, emails and
   * phone numbers of the members. An unknown id has none.
   * Needs the scope `organizations:read`. Fails as any call does.
   * @param workspaceId TypeID: `ws_` and 26 characters
   */
  fetchWorkspaceMembers(
    workspaceId: string,
    options?: ListWorkspaceMembersOptions,
  ): Promise<WorkspaceMemberListResponse>;
  /**
   * Lists invitations, newest first. Without `status`, the pending ones.
   * Needs the scope `invitations:read`. Fails as any call does.
   */
  fetchInvitedUsers(options?: ListInvitedUsersOptions): Promise<InvitationListResponse>;
  /**
   * Invites an address to the directory or to an organization. `role` is the role in the organization (default
   * `member`); without an organization it becomes `public_metadata.role` of the new user.
   * Needs the scope `invitations:write`. Fails with `invitation_pending`, `user_deactivated`, `user_exists`,
   * `already_member`, `organization_not_found`, `redirect_url_not_allowed`, or as any call does.
   */
  inviteUser(request: InviteUserRequest): Promise<CreatedInvitation>;
  /**
   * Invites up to 100 addresses, each as inviteUser does. A row that fails does not affect the others.
   * Needs the scope `invitations:write`. Fails as any call does.
   * @param invitations Inputs of inviteUser. 1 to 100 items
   */
  inviteUsers(invitations: readonly InviteUserRequest[]): Promise<InviteUsersResponse>;
  /**
   * Sends a pending or expired invitation again: the same record with a new link and a new lifetime. Earlier links stop
   * working.
   * Needs the scope `invitations:write`. Fails with `invitation_not_found`, `invitation_already_accepted`,
   * `invitation_already_revoked`, `invitation_pending`, `user_deactivated`, `user_exists`, `already_member`, or as any
   * call does.
   * @param invitationId TypeID: `inv_` and 26 characters
   */
  resendInvitation(invitationId: string, options?: ResendInvitationOptions): Promise<CreatedInvitation>;
  /**
   * Sends up to 100 invitations again, each as resendInvitation does. A row that fails does not affect the others.
   * Needs the scope `invitations:write`. Fails as any call does.
   * @param invitationIds Ids, each once: `inv_` and 26 characters. 1 to 100 items
   */
  resendInvitations(
    invitationIds: readonly string[],
    options?: ResendInvitationsOptions,
  ): Promise<ResendInvitationsResponse>;
  /**
   * Revokes an invitation that was not accepted. Its links stop working. A revoked one stays as it is.
   * Needs the scope `invitations:write`. Fails with `invitation_not_found`, `invitation_already_accepted`, or as any
   * call does.
   * @param invitationId TypeID: `inv_` and 26 characters
   */
  revokeInvitation(invitationId: string): Promise<UserInvitation>;
  /**
   * Revokes up to 100 invitations, each as revokeInvitation does. A row that fails does not affect the others.
   * Needs the scope `invitations:write`. Fails as any call does.
   * @param invitationIds Ids, each once: `inv_` and 26 characters. 1 to 100 items
   */
  revokeInvitations(invitationIds: readonly string[]): Promise<RevokeInvitationsResponse>;
  /**
   * The invitation with this id, in any state.
   * Needs the scope `invitations:read`. Fails with `invitation_not_found`, or as any call does.
   * @param invitationId TypeID: `inv_` and 26 characters
   */
  fetchInvitationById(invitationId: string): Promise<UserInvitation>;
  /**
   * Finds an invitation by its link's token, for the page behind the link.
   * Needs no key. Fails with `invitation_not_found`, or as any call does.
   * @param token The link's parameter `token`. 1 to 200 characters
   */
  fetchInvitation(token: string): Promise<InvitationOffer>;
  /**
   * Accepts an invitation, once. Creates a user with the address verified. If a user owns the address already, that
   * user joins the organization, and keeps names and password.
   * Needs no key. Fails with `invitation_not_found`, `password_rejected`, or as any call does.
   * @param token The link's parameter `token`. 1 to 200 characters
   */
  acceptInvitation(token: string, request?: AcceptInvitationRequest): Promise<AcceptedInvitation>;
  /**
   * Lists the waitlist, oldest first. Without `status`, the pending entries.
   * Needs the scope `waitlist:read`. Fails as any call does.
   */
  fetchWaitlist(options?: ListWaitlistOptions): Promise<WaitlistResponse>;
  /**
   * Puts an address on the waitlist. The answer is the same, after the same time, whether or not the address is known.
   * Needs no key. Fails as any call does.
   */
  joinWaitlist(request: JoinWaitlistRequest): Promise<void>;
  /**
   * Approves an entry: creates the user with that address verified and queues the welcome mail.
   * Needs the scope `waitlist:write`. Fails with `waitlist_user_not_found`, `waitlist_already_approved`,
   * `waitlist_already_rejected`, `email_taken`, or as any call does.
   * @param waitlistUserId TypeID: `wait_` and 26 characters
   */
  approveWaitlistUser(waitlistUserId: string): Promise<User>;
  /**
   * Approves up to 100 entries, each as approveWaitlistUser does. A row that fails does not affect the others.
   * Needs the scope `waitlist:write`. Fails as any call does.
   * @param waitlistUserIds Ids, each once: `wait_` and 26 characters. 1 to 100 items
   */
  approveWaitlistUsers(waitlistUserIds: readonly string[]): Promise<ApproveWaitlistUsersResponse>;
  /**
   * Rejects a pending entry.
   * Needs the scope `waitlist:write`. Fails with `waitlist_user_not_found`, `waitlist_already_approved`,
   * `waitlist_already_rejected`, or as any call does.
   * @param waitlistUserId TypeID: `wait_` and 26 characters
   * @param reason Reason for it, shown in the entry. 1 to 500 characters
   */
  rejectWaitlistUser(waitlistUserId: string, reason?: string): Promise<WaitlistUser>;
  /**
   * Rejects up to 100 pending entries, each as rejectWaitlistUser does. A row that fails does not affect the others.
   * Needs the scope `waitlist:write`. Fails as any call does.
   * @param waitlistUserIds Ids, each once: `wait_` and 26 characters. 1 to 100 items
   * @param reason Reason for it, shown in the entry. 1 to 500 characters
   */
  rejectWaitlistUsers(waitlistUserIds: readonly string[], reason?: string): Promise<RejectWaitlistUsersResponse>;
  /**
   * Puts a rejected entry back in its place in the queue, so that it can be approved. The audit log keeps who rejected
   * it, and when.
   * Needs the scope `waitlist:write`. Fails with `waitlist_user_not_found`, `waitlist_not_rejected`, or as any call
   * does.
   * @param waitlistUserId TypeID: `wait_` and 26 characters
   */
  reopenWaitlistUser(waitlistUserId: string): Promise<WaitlistUser>;
  /**
   * Approves the next entries of the queue, each as approveWaitlistUser does. An entry whose address belongs to a user
   * by now is skipped and stays pending. The answer has one result per tried entry.
   * Needs the scope `waitlist:write`. Fails as any call does.
   * @param count How many to approve. 1 to 100
   */
  approveNextWaitlistUsers(count: number): Promise<ApproveNextWaitlistUsersResponse>;
  /**
   * Lists mails and text messages, newest first, without their links and codes. Most are deleted 30 days after their
   * creation.
   * Needs the scope `messages:read`. Fails as any call does.
   */
  fetchMessages(options?: ListMessagesOptions): Promise<MessageListResponse>;
  /**
   * What a message says, with `••••••` in place of its link's token or its code. It is composed from the records as
   * they are now: a sent message as of the time when it was sent, another as if it went out now.
   * Needs the scope `messages:read`. Fails with `message_not_found`, `message_subject_gone`, or as any call does.
   * @param messageId TypeID: `msg_` and 26 characters
   */
  fetchMessagePreview(messageId: string): Promise<MessagePreview>;
  /**
   * Sends a failed message again, from now on for a day. It is not sent if it is no longer wanted.
   * Needs the scope `messages:write`. Fails with `message_not_found`, `message_not_failed`, or as any call does.
   * @param messageId TypeID: `msg_` and 26 characters
   */
  retryMessage(messageId: string): Promise<Message>;
  /**
   * Cancels a message that waits to be sent. An attempt that is under way may still deliver it.
   * Needs the scope `messages:write`. Fails with `message_not_found`, `message_not_queued`, or as any call does.
   * @param messageId TypeID: `msg_` and 26 characters
   */
  cancelMessage(messageId: string): Promise<Message>;
  /**
   * Everything that is held on a person, as one document: details and every list of records. Passwords, codes and links
   * are stored as hashes only, and are not in it.
   * Needs the scope `users:read`. Fails with `user_not_found`, or as any call does.
   * @param userId TypeID: `user_` and 26 characters
   */
  fetchPersonalData(userId: string): Promise<PersonalData>;
  /**
   * Lists API keys, including revoked ones, newest first.
   * Needs the scope `api_keys:manage`. Fails as any call does.
   */
  fetchApiKeys(options?: ListApiKeysOptions): Promise<ApiKeyListResponse>;
  /**
   * Creates an API key. Its scopes and its lifetime cannot exceed those of the caller's key. It is shown once and
   * stored as a hash. Revoking the caller's key does not revoke it.
   * Needs the scope `api_keys:manage`. Fails as any call does.
   */
  createApiKey(request: CreateApiKeyRequest): Promise<CreatedApiKey>;
  /**
   * Replaces a key: creates one with the same name, scopes and expiry, and ends the old one after the overlap. A key
   * with more scopes than the caller's own, or one that outlives it, is not rotated.
   * Needs the scope `api_keys:manage`. Fails with `api_key_not_found`, `api_key_ended`, or as any call does.
   */
  rotateApiKey(request: RotateApiKeyRequest): Promise<CreatedApiKey>;
  /**
   * Renames a key. A key with more scopes than the caller's own is not renamed.
   * Needs the scope `api_keys:manage`. Fails with `api_key_not_found`, or as any call does.
   * @param apiKeyId TypeID: `key_` and 26 characters
   */
  updateApiKey(apiKeyId: string, request: UpdateApiKeyRequest): Promise<ApiKey>;
  /**
   * Revokes a key. This server refuses it from the next request on, other servers within half a second. A key with more
   * scopes than the caller's own is not revoked.
   * Needs the scope `api_keys:manage`. Fails with `api_key_not_found`, or as any call does.
   * @param apiKeyId TypeID: `key_` and 26 characters
   */
  revokeApiKey(apiKeyId: string): Promise<ApiKey>;
  /**
   * Lists the entries of the audit log, latest first.
   * Needs the scope `audit:read`. Fails as any call does.
   */
  fetchAuditLog(options?: ListAuditLogOptions): Promise<AuditLogResponse>;
  /**
   * What there is now, and what happened on each of the last days, in UTC. Days are counted as changes are made, so
   * that a year takes no longer than a week.
   * Needs the scope `audit:read`. Fails as any call does.
   */
  fetchStatistics(options?: ListStatisticsOptions): Promise<Statistics>;
}
