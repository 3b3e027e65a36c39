// Generated from the contract. Renew it with `npx pnpm@12.21.0 generate`, and do not edit it.

import type {
  AcceptInvitationInput,
  AddEmailInput,
  AddOrganizationMemberRequest,
  AddOrganizationMembersInput,
  AddPhoneInput,
  AddWorkspaceMemberRequest,
  AddWorkspaceMembersInput,
  ApproveNextWaitlistUsersInput,
  ApproveWaitlistUserInput,
  ApproveWaitlistUsersInput,
  CancelMessageInput,
  ChangeEmailInput,
  ChangePhoneInput,
  CreateApiKeyRequest,
  CreateOrganizationRequest,
  CreateUserRequest,
  CreateUsersInput,
  CreateWorkspaceRequest,
  DeactivateUserInput,
  DeactivateUsersInput,
  DeleteEmailInput,
  DeleteOrganizationInput,
  DeletePhoneInput,
  DeleteSocialConnectionInput,
  DeleteUserInput,
  DeleteUsersInput,
  DeleteWorkspaceInput,
  FetchInvitationByIdInput,
  FetchInvitationInput,
  FetchMessagePreviewInput,
  FetchOrganizationMembersInput,
  FetchOrganizationRequest,
  FetchPasswordLinkInput,
  FetchPersonalDataInput,
  FetchUserByEmailInput,
  FetchUserByExternalIdInput,
  FetchUserByPhoneInput,
  FetchUserBySocialConnectionInput,
  FetchUserByUsernameInput,
  FetchUserDetailsInput,
  FetchWorkspaceMembersInput,
  FetchWorkspaceRequest,
  InviteUserRequest,
  InviteUsersInput,
  JoinWaitlistRequest,
  LinkSocialConnectionInput,
  ListApiKeysOptions,
  ListAuditLogOptions,
  ListInvitedUsersOptions,
  ListMessagesOptions,
  ListOrganizationsOptions,
  ListStatisticsOptions,
  ListUsersOptions,
  ListWaitlistOptions,
  ListWorkspacesOptions,
  ReactivateUserInput,
  ReactivateUsersInput,
  RejectWaitlistUserInput,
  RejectWaitlistUsersInput,
  RemoveOrganizationMemberRequest,
  RemovePasswordInput,
  RemoveWorkspaceMemberRequest,
  ReopenWaitlistUserInput,
  ResendInvitationInput,
  ResendInvitationsInput,
  ResetPasswordInput,
  RetryMessageInput,
  RevokeApiKeyInput,
  RevokeInvitationInput,
  RevokeInvitationsInput,
  RotateApiKeyRequest,
  SendEmailVerificationInput,
  SendPasswordResetInput,
  SendPhoneVerificationInput,
  UpdateApiKeyInput,
  UpdateEmailInput,
  UpdateOrganizationMemberRequest,
  UpdateOrganizationRequest,
  UpdatePasswordInput,
  UpdatePhoneInput,
  UpdateSocialConnectionInput,
  UpdateUserInput,
  UpdateWorkspaceMemberRequest,
  UpdateWorkspaceRequest,
  VerifyEmailInput,
  VerifyPasswordRequest,
  VerifyPhoneInput,
} from "./inputs.ts";
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
} from "./records.ts";

/** The input of each procedure. */
export interface Inputs {
  fetchUsers: ListUsersOptions | undefined;
  fetchUserDetails: FetchUserDetailsInput;
  fetchUserByEmail: FetchUserByEmailInput;
  fetchUserByPhone: FetchUserByPhoneInput;
  fetchUserByUsername: FetchUserByUsernameInput;
  fetchUserBySocialConnection: FetchUserBySocialConnectionInput;
  fetchUserByExternalId: FetchUserByExternalIdInput;
  createUser: CreateUserRequest;
  createUsers: CreateUsersInput;
  updateUser: UpdateUserInput;
  deactivateUser: DeactivateUserInput;
  deactivateUsers: DeactivateUsersInput;
  reactivateUser: ReactivateUserInput;
  reactivateUsers: ReactivateUsersInput;
  deleteUser: DeleteUserInput;
  deleteUsers: DeleteUsersInput;
  updatePassword: UpdatePasswordInput;
  removePassword: RemovePasswordInput;
  verifyPassword: VerifyPasswordRequest;
  sendPasswordReset: SendPasswordResetInput;
  fetchPasswordLink: FetchPasswordLinkInput;
  resetPassword: ResetPasswordInput;
  addEmail: AddEmailInput;
  updateEmail: UpdateEmailInput;
  changeEmail: ChangeEmailInput;
  deleteEmail: DeleteEmailInput;
  addPhone: AddPhoneInput;
  updatePhone: UpdatePhoneInput;
  changePhone: ChangePhoneInput;
  deletePhone: DeletePhoneInput;
  sendEmailVerification: SendEmailVerificationInput;
  verifyEmail: VerifyEmailInput;
  sendPhoneVerification: SendPhoneVerificationInput;
  verifyPhone: VerifyPhoneInput;
  linkSocialConnection: LinkSocialConnectionInput;
  updateSocialConnection: UpdateSocialConnectionInput;
  deleteSocialConnection: DeleteSocialConnectionInput;
  fetchOrganizations: ListOrganizationsOptions | undefined;
  fetchOrganization: FetchOrganizationRequest;
  createOrganization: CreateOrganizationRequest;
  updateOrganization: UpdateOrganizationRequest;
  deleteOrganization: DeleteOrganizationInput;
  addOrganizationMember: AddOrganizationMemberRequest;
  addOrganizationMembers: AddOrganizationMembersInput;
  updateOrganizationMember: UpdateOrganizationMemberRequest;
  removeOrganizationMember: RemoveOrganizationMemberRequest;
  fetchWorkspaces: ListWorkspacesOptions | undefined;
  fetchWorkspace: FetchWorkspaceRequest;
  createWorkspace: CreateWorkspaceRequest;
  updateWorkspace: UpdateWorkspaceRequest;
  deleteWorkspace: DeleteWorkspaceInput;
  addWorkspaceMember: AddWorkspaceMemberRequest;
  addWorkspaceMembers: AddWorkspaceMembersInput;
  updateWorkspaceMember: UpdateWorkspaceMemberRequest;
  removeWorkspaceMember: RemoveWorkspaceMemberRequest;
  fetchOrganizationMembers: FetchOrganizationMembersInput;
  fetchWorkspaceMembers: FetchWorkspaceMembersInput;
  fetchInvitedUsers: ListInvitedUsersOptions | undefined;
  inviteUser: InviteUserRequest;
  inviteUsers: InviteUsersInput;
  resendInvitation: ResendInvitationInput;
  resendInvitations: ResendInvitationsInput;
  revokeInvitation: RevokeInvitationInput;
  revokeInvitations: RevokeInvitationsInput;
  fetchInvitationById: FetchInvitationByIdInput;
  fetchInvitation: FetchInvitationInput;
  acceptInvitation: AcceptInvitationInput;
  fetchWaitlist: ListWaitlistOptions | undefined;
  joinWaitlist: JoinWaitlistRequest;
  approveWaitlistUser: ApproveWaitlistUserInput;
  approveWaitlistUsers: ApproveWaitlistUsersInput;
  rejectWaitlistUser: RejectWaitlistUserInput;
  rejectWaitlistUsers: RejectWaitlistUsersInput;
  reopenWaitlistUser: ReopenWaitlistUserInput;
  approveNextWaitlistUsers: ApproveNextWaitlistUsersInput;
  fetchMessages: ListMessagesOptions | undefined;
  fetchMessagePreview: FetchMessagePreviewInput;
  retryMessage: RetryMessageInput;
  cancelMessage: CancelMessageInput;
  fetchPersonalData: FetchPersonalDataInput;
  fetchApiKeys: ListApiKeysOptions | undefined;
  createApiKey: CreateApiKeyRequest;
  rotateApiKey: RotateApiKeyRequest;
  updateApiKey: UpdateApiKeyInput;
  revokeApiKey: RevokeApiKeyInput;
  fetchAuditLog: ListAuditLogOptions | undefined;
  fetchStatistics: ListStatisticsOptions | undefined;
}

/** The answer of each procedure. */
export interface Outputs {
  fetchUsers: UserListResponse;
  fetchUserDetails: UserDetails;
  fetchUserByEmail: User;
  fetchUserByPhone: User;
  fetchUserByUsername: User;
  fetchUserBySocialConnection: User;
  fetchUserByExternalId: User;
  createUser: User;
  createUsers: CreateUsersResponse;
  updateUser: User;
  deactivateUser: User;
  deactivateUsers: DeactivateUsersResponse;
  reactivateUser: User;
  reactivateUsers: ReactivateUsersResponse;
  deleteUser: void;
  deleteUsers: DeleteUsersResponse;
  updatePassword: void;
  removePassword: void;
  verifyPassword: User;
  sendPasswordReset: void;
  fetchPasswordLink: PasswordLink;
  resetPassword: void;
  addEmail: UserEmail;
  updateEmail: UserEmail;
  changeEmail: UserEmail;
  deleteEmail: void;
  addPhone: UserPhone;
  updatePhone: UserPhone;
  changePhone: UserPhone;
  deletePhone: void;
  sendEmailVerification: SentCode;
  verifyEmail: UserEmail;
  sendPhoneVerification: SentCode;
  verifyPhone: UserPhone;
  linkSocialConnection: SocialConnection;
  updateSocialConnection: SocialConnection;
  deleteSocialConnection: void;
  fetchOrganizations: OrganizationListResponse;
  fetchOrganization: Organization;
  createOrganization: Organization;
  updateOrganization: Organization;
  deleteOrganization: void;
  addOrganizationMember: OrganizationMembership;
  addOrganizationMembers: AddOrganizationMembersResponse;
  updateOrganizationMember: OrganizationMembership;
  removeOrganizationMember: void;
  fetchWorkspaces: WorkspaceListResponse;
  fetchWorkspace: Workspace;
  createWorkspace: Workspace;
  updateWorkspace: Workspace;
  deleteWorkspace: void;
  addWorkspaceMember: WorkspaceMembership;
  addWorkspaceMembers: AddWorkspaceMembersResponse;
  updateWorkspaceMember: WorkspaceMembership;
  removeWorkspaceMember: void;
  fetchOrganizationMembers: OrganizationMemberListResponse;
  fetchWorkspaceMembers: WorkspaceMemberListResponse;
  fetchInvitedUsers: InvitationListResponse;
  inviteUser: CreatedInvitation;
  inviteUsers: InviteUsersResponse;
  resendInvitation: CreatedInvitation;
  resendInvitations: ResendInvitationsResponse;
  revokeInvitation: UserInvitation;
  revokeInvitations: RevokeInvitationsResponse;
  fetchInvitationById: UserInvitation;
  fetchInvitation: InvitationOffer;
  acceptInvitation: AcceptedInvitation;
  fetchWaitlist: WaitlistResponse;
  joinWaitlist: void;
  approveWaitlistUser: User;
  approveWaitlistUsers: ApproveWaitlistUsersResponse;
  rejectWaitlistUser: WaitlistUser;
  rejectWaitlistUsers: RejectWaitlistUsersResponse;
  reopenWaitlistUser: WaitlistUser;
  approveNextWaitlistUsers: ApproveNextWaitlistUsersResponse;
  fetchMessages: MessageListResponse;
  fetchMessagePreview: MessagePreview;
  retryMessage: Message;
  cancelMessage: Message;
  fetchPersonalData: PersonalData;
  fetchApiKeys: ApiKeyListResponse;
  createApiKey: CreatedApiKey;
  rotateApiKey: CreatedApiKey;
  updateApiKey: ApiKey;
  revokeApiKey: ApiKey;
  fetchAuditLog: AuditLogResponse;
  fetchStatistics: Statistics;
}

/** The error codes of each procedure, beside those of every procedure. */
export interface Errors {
  fetchUsers: never;
  fetchUserDetails: "user_not_found";
  fetchUserByEmail: "user_not_found";
  fetchUserByPhone: "user_not_found";
  fetchUserByUsername: "user_not_found";
  fetchUserBySocialConnection: "user_not_found";
  fetchUserByExternalId: "user_not_found";
  createUser: "email_taken" | "phone_taken" | "username_taken" | "external_id_taken" | "password_rejected";
  createUsers: never;
  updateUser: "user_not_found" | "username_taken" | "external_id_taken" | "version_mismatch" | "last_identifier";
  deactivateUser: "user_not_found";
  deactivateUsers: never;
  reactivateUser: "user_not_found";
  reactivateUsers: never;
  deleteUser: "user_not_found";
  deleteUsers: never;
  updatePassword: "user_not_found" | "current_password_incorrect" | "no_password_set" | "password_rejected";
  removePassword: "user_not_found";
  verifyPassword: "credentials_incorrect";
  sendPasswordReset: "redirect_url_not_allowed";
  fetchPasswordLink: "token_not_found";
  resetPassword: "token_not_found" | "password_rejected";
  addEmail: "user_not_found" | "email_taken" | "too_many_identifiers" | "primary_must_be_verified";
  updateEmail: "email_not_found" | "email_taken" | "primary_must_be_verified" | "primary_required";
  changeEmail: "email_not_found" | "email_taken";
  deleteEmail: "email_not_found" | "last_identifier";
  addPhone: "user_not_found" | "phone_taken" | "too_many_identifiers" | "primary_must_be_verified";
  updatePhone: "phone_not_found" | "phone_taken" | "primary_must_be_verified" | "primary_required";
  changePhone: "phone_not_found" | "phone_taken";
  deletePhone: "phone_not_found" | "last_identifier";
  sendEmailVerification: "email_not_found" | "already_verified";
  verifyEmail: "email_not_found" | "email_taken" | "already_verified" | "code_incorrect" | "code_expired";
  sendPhoneVerification: "phone_not_found" | "already_verified";
  verifyPhone: "phone_not_found" | "phone_taken" | "already_verified" | "code_incorrect" | "code_expired";
  linkSocialConnection: "user_not_found" | "social_connection_taken" | "too_many_identifiers";
  updateSocialConnection: "social_connection_not_found";
  deleteSocialConnection: "social_connection_not_found" | "last_identifier";
  fetchOrganizations: never;
  fetchOrganization: "organization_not_found";
  createOrganization: "slug_taken";
  updateOrganization: "organization_not_found" | "slug_taken" | "version_mismatch";
  deleteOrganization: "organization_not_found";
  addOrganizationMember: "organization_not_found" | "user_not_found" | "already_member";
  addOrganizationMembers: never;
  updateOrganizationMember: "membership_not_found";
  removeOrganizationMember: "membership_not_found";
  fetchWorkspaces: never;
  fetchWorkspace: "workspace_not_found";
  createWorkspace: "organization_not_found" | "slug_taken";
  updateWorkspace: "workspace_not_found" | "slug_taken" | "version_mismatch";
  deleteWorkspace: "workspace_not_found";
  addWorkspaceMember: "workspace_not_found" | "user_not_found" | "not_organization_member" | "already_member";
  addWorkspaceMembers: never;
  updateWorkspaceMember: "membership_not_found";
  removeWorkspaceMember: "membership_not_found";
  fetchOrganizationMembers: never;
  fetchWorkspaceMembers: never;
  fetchInvitedUsers: never;
  inviteUser:
    | "invitation_pending"
    | "user_deactivated"
    | "user_exists"
    | "already_member"
    | "organization_not_found"
    | "redirect_url_not_allowed";
  inviteUsers: never;
  resendInvitation:
    | "invitation_not_found"
    | "invitation_already_accepted"
    | "invitation_already_revoked"
    | "invitation_pending"
    | "user_deactivated"
    | "user_exists"
    | "already_member";
  resendInvitations: never;
  revokeInvitation: "invitation_not_found" | "invitation_already_accepted";
  revokeInvitations: never;
  fetchInvitationById: "invitation_not_found";
  fetchInvitation: "invitation_not_found";
  acceptInvitation: "invitation_not_found" | "password_rejected";
  fetchWaitlist: never;
  joinWaitlist: never;
  approveWaitlistUser:
    | "waitlist_user_not_found"
    | "waitlist_already_approved"
    | "waitlist_already_rejected"
    | "email_taken";
  approveWaitlistUsers: never;
  rejectWaitlistUser: "waitlist_user_not_found" | "waitlist_already_approved" | "waitlist_already_rejected";
  rejectWaitlistUsers: never;
  reopenWaitlistUser: "waitlist_user_not_found" | "waitlist_not_rejected";
  approveNextWaitlistUsers: never;
  fetchMessages: never;
  fetchMessagePreview: "message_not_found" | "message_subject_gone";
  retryMessage: "message_not_found" | "message_not_failed";
  cancelMessage: "message_not_found" | "message_not_queued";
  fetchPersonalData: "user_not_found";
  fetchApiKeys: never;
  createApiKey: never;
  rotateApiKey: "api_key_not_found" | "api_key_ended";
  updateApiKey: "api_key_not_found";
  revokeApiKey: "api_key_not_found";
  fetchAuditLog: never;
  fetchStatistics: never;
}
