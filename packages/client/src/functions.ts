import type { Input, Output, ProcedureName, SentCode } from "@roster/contract";
import { procedureNames } from "@roster/contract/names";
import type { RosterErrorOf } from "./errors.ts";

export type ListUsersOptions = Input<"fetchUsers">;
export type CreateUserRequest = Input<"createUser">;
export type UpdateUserRequest = Omit<Input<"updateUser">, "user_id">;
export type UpdatePasswordRequest = Omit<Input<"updatePassword">, "user_id">;
export type InviteUserRequest = Input<"inviteUser">;
export type AcceptInvitationRequest = Omit<Input<"acceptInvitation">, "token">;
/** Without `deliver: false`, Roster sends the code. */
export type DeliveryOptions = { deliver?: boolean };
export type UserListResponse = Output<"fetchUsers">;
export type UserDetailsResponse = Output<"fetchUserDetails">;
export type InvitationListResponse = Output<"fetchInvitedUsers">;
export type WaitlistResponse = Output<"fetchWaitlist">;

/** The functions that take their ids and values one by one. */
interface PositionalFunctions {
  /** Lists users, newest first; search, filter, order and page by `options`. */
  fetchUsers(options?: ListUsersOptions): Promise<UserListResponse>;
  /**
   * Creates a user. The address and number given are vouched for by you: verified and primary.
   * Fails with `email_taken`, `phone_taken`, `username_taken`, `external_id_taken`, `password_rejected`.
   */
  createUser(request: CreateUserRequest): Promise<Output<"createUser">>;
  /** The user with emails, phones, social connections, organizations and workspaces. Fails with `user_not_found`. */
  fetchUserDetails(userId: string): Promise<UserDetailsResponse>;
  /** The user who owns this verified address. Fails with `user_not_found`. */
  fetchUserByEmail(email: string): Promise<Output<"fetchUserByEmail">>;
  /** The user with this id in your own system. Fails with `user_not_found`. */
  fetchUserByExternalId(externalId: string): Promise<Output<"fetchUserByExternalId">>;
  /**
   * Changes a user's own fields: a missing one stays, `null` clears it, metadata is merged (RFC 7396).
   * Fails with `user_not_found`, `username_taken`, `external_id_taken`, `version_mismatch`, `last_identifier`.
   */
  updateUser(userId: string, request: UpdateUserRequest): Promise<Output<"updateUser">>;
  /** Takes a user out of use, until reactivated. Fails with `user_not_found`. */
  deactivateUser(userId: string, reason?: string): Promise<Output<"deactivateUser">>;
  /** Puts a deactivated user back into use. Fails with `user_not_found`. */
  reactivateUser(userId: string): Promise<Output<"reactivateUser">>;
  /** Removes a user with everything attached, for good. Fails with `user_not_found`. */
  deleteUser(userId: string): Promise<void>;
  /**
   * Sets a password: with `current_password` that is checked first; without it this is an administrator's reset and needs
   * the scope `users:password`. Fails with `user_not_found`, `current_password_incorrect`, `no_password_set`,
   * `password_rejected` (see the error's `reasons`).
   */
  updatePassword(userId: string, request: UpdatePasswordRequest): Promise<void>;
  /** Removes a user's password, if there is one. Fails with `user_not_found`. */
  removePassword(userId: string): Promise<void>;
  /**
   * Mails a one-time link to set a password, if this verified address has an owner: the answer does not tell. It works for
   * 60 minutes. Fails with `redirect_url_not_allowed`, and beyond 5 for an address in an hour with `rate_limited`.
   */
  sendPasswordReset(email: string, redirectUrl?: string): Promise<void>;
  /** What the page behind a link to set a password shows; needs no key. Fails with `token_not_found`. */
  fetchPasswordLink(token: string): Promise<Output<"fetchPasswordLink">>;
  /** Sets the password by a mailed link's token; needs no key. Fails with `token_not_found`, `password_rejected`. */
  resetPassword(token: string, newPassword: string): Promise<void>;
  /** Adds an email, neither verified nor primary. Fails with `user_not_found`, `email_taken`, `too_many_identifiers`. */
  addEmail(userId: string, email: string): Promise<Output<"addEmail">>;
  /**
   * Sets whether an email is primary and whether it is verified.
   * Fails with `email_not_found`, `email_taken`, `primary_must_be_verified`, `primary_required`.
   */
  updateEmail(userId: string, emailId: string, isPrimary: boolean, isVerified: boolean): Promise<Output<"updateEmail">>;
  /** Removes an email. Fails with `email_not_found`, `last_identifier`. */
  deleteEmail(userId: string, emailId: string): Promise<void>;
  /**
   * Mails a code of six digits, which holds for 10 minutes and 5 tries; with `deliver: false` it is answered to you to send.
   * Fails with `email_not_found`, `already_verified`, and within 30 seconds of the one before with `rate_limited`.
   */
  sendEmailVerification(userId: string, emailId: string, options?: DeliveryOptions): Promise<SentCode>;
  /**
   * Verifies an email by the code that was sent to it; its unverified copies on other users go.
   * Fails with `email_not_found`, `email_taken`, `already_verified`, `code_incorrect`, `code_expired`.
   */
  verifyEmail(userId: string, emailId: string, code: string): Promise<Output<"verifyEmail">>;
  /** Adds a phone number, neither verified nor primary. Fails with `user_not_found`, `phone_taken`, `too_many_identifiers`. */
  addPhone(userId: string, phoneNumber: string): Promise<Output<"addPhone">>;
  /**
   * Sets whether a phone number is primary and whether it is verified.
   * Fails with `phone_not_found`, `phone_taken`, `primary_must_be_verified`, `primary_required`.
   */
  updatePhone(userId: string, phoneId: string, isPrimary: boolean, isVerified: boolean): Promise<Output<"updatePhone">>;
  /** Removes a phone number. Fails with `phone_not_found`, `last_identifier`. */
  deletePhone(userId: string, phoneId: string): Promise<void>;
  /** Sends a code to a phone number by text message, as sendEmailVerification does. Fails with `phone_not_found` … */
  sendPhoneVerification(userId: string, phoneId: string, options?: DeliveryOptions): Promise<SentCode>;
  /** Verifies a phone number by its code, as verifyEmail does. Fails with `phone_not_found`, `phone_taken` … */
  verifyPhone(userId: string, phoneId: string, code: string): Promise<Output<"verifyPhone">>;
  /** Connects a provider's account. Fails with `user_not_found`, `social_connection_taken`, `too_many_identifiers`. */
  linkSocialConnection(
    userId: string,
    connection: Omit<Input<"linkSocialConnection">, "user_id">,
  ): Promise<Output<"linkSocialConnection">>;
  /** Removes a social connection. Fails with `social_connection_not_found`, `last_identifier`. */
  deleteSocialConnection(userId: string, connectionId: string): Promise<void>;
  /** Lists invitations: the pending ones, newest first, unless `options.status` says otherwise. */
  fetchInvitedUsers(options?: Input<"fetchInvitedUsers">): Promise<InvitationListResponse>;
  /**
   * Invites an address, to the directory or to an organization. `accept_url` is answered once, here. Fails with
   * `invitation_pending`, `user_exists`, `already_member`, `organization_not_found`, `redirect_url_not_allowed`.
   */
  inviteUser(request: InviteUserRequest): Promise<Output<"inviteUser">>;
  /** Invites up to 100, each as inviteUser does. The results stand in the order of the rows, each `ok` or with its error. */
  inviteUsers(requests: readonly InviteUserRequest[]): Promise<Output<"inviteUsers">>;
  /**
   * Sends an invitation again: the same record, a new link, its whole time anew. Fails with `invitation_not_found`,
   * `invitation_already_accepted`, `invitation_already_revoked`, `invitation_pending`, `user_exists`, `already_member`.
   */
  resendInvitation(invitationId: string, options?: { notify?: boolean }): Promise<Output<"resendInvitation">>;
  /** Revokes an invitation; its links end. Fails with `invitation_not_found`, `invitation_already_accepted`. */
  revokeInvitation(invitationId: string): Promise<Output<"revokeInvitation">>;
  /** What the page behind an invitation's link shows; needs no key. Fails with `invitation_not_found`. */
  fetchInvitation(token: string): Promise<Output<"fetchInvitation">>;
  /**
   * Accepts an invitation, once: creates the user with that address verified, or lets its owner join the organization; needs
   * no key. Fails with `invitation_not_found`, `password_rejected`.
   */
  acceptInvitation(token: string, request?: AcceptInvitationRequest): Promise<Output<"acceptInvitation">>;
  /** Lists the waitlist, first come first: the pending ones unless `options.status` says otherwise. */
  fetchWaitlist(options?: Input<"fetchWaitlist">): Promise<WaitlistResponse>;
  /**
   * Approves an entry, which creates its user. Fails with `waitlist_user_not_found`, `waitlist_already_approved`,
   * `waitlist_already_rejected`, `email_taken`.
   */
  approveWaitlistUser(waitlistUserId: string): Promise<Output<"approveWaitlistUser">>;
  /**
   * Approves the next entries of the queue, and passes over those whose address has a user by now: they stay pending. The
   * results tell of each one that was tried.
   */
  approveNextWaitlistUsers(count: number): Promise<Output<"approveNextWaitlistUsers">>;
  /** Rejects a pending entry. Fails as approveWaitlistUser does, but for `email_taken`. */
  rejectWaitlistUser(waitlistUserId: string, reason?: string): Promise<Output<"rejectWaitlistUser">>;
  /** Puts a rejected entry back in its place. Fails with `waitlist_user_not_found`, `waitlist_not_rejected`. */
  reopenWaitlistUser(waitlistUserId: string): Promise<Output<"reopenWaitlistUser">>;
  /** Removes an organization; its users stay. Fails with `organization_not_found`. */
  deleteOrganization(organizationId: string): Promise<void>;
  /** Removes a workspace; its users stay. Fails with `workspace_not_found`. */
  deleteWorkspace(workspaceId: string): Promise<void>;
  /** Revokes a key; the next request with it is refused, by other servers within half a second. Fails with `api_key_not_found`. */
  revokeApiKey(apiKeyId: string): Promise<Output<"revokeApiKey">>;
}

/** The functions that take the procedure's input as one object. */
interface ObjectFunctions {
  /**
   * Checks a password for your own sign-in; success stamps `last_sign_in_at`. Pass the person's `ip_address`, so that a
   * stranger cannot use up the owner's tries. Fails with `credentials_incorrect`, whatever was wrong.
   */
  verifyPassword(request: Input<"verifyPassword">): Promise<Output<"verifyPassword">>;
  /** Lists organizations, newest first; `search` looks in name and slug. */
  fetchOrganizations(options?: Input<"fetchOrganizations">): Promise<Output<"fetchOrganizations">>;
  /** Creates an organization. Without a slug, one is made from the name. Fails with `slug_taken`. */
  createOrganization(request: Input<"createOrganization">): Promise<Output<"createOrganization">>;
  /** Changes an organization; metadata is merged (RFC 7396). Fails with `organization_not_found`, `slug_taken`. */
  updateOrganization(request: Input<"updateOrganization">): Promise<Output<"updateOrganization">>;
  /** Makes a user a member. Fails with `organization_not_found`, `user_not_found`, `already_member`. */
  addOrganizationMember(request: Input<"addOrganizationMember">): Promise<Output<"addOrganizationMember">>;
  /** Changes a member's role. Fails with `membership_not_found`. */
  updateOrganizationMember(request: Input<"updateOrganizationMember">): Promise<Output<"updateOrganizationMember">>;
  /** Ends a membership, those in the organization's workspaces too. Fails with `membership_not_found`. */
  removeOrganizationMember(request: Input<"removeOrganizationMember">): Promise<void>;
  /** Lists workspaces, newest first, of one organization or of all. */
  fetchWorkspaces(options?: Input<"fetchWorkspaces">): Promise<Output<"fetchWorkspaces">>;
  /** Creates a workspace. Fails with `organization_not_found`, `slug_taken`. */
  createWorkspace(request: Input<"createWorkspace">): Promise<Output<"createWorkspace">>;
  /** Changes a workspace; metadata is merged (RFC 7396). Fails with `workspace_not_found`, `slug_taken`. */
  updateWorkspace(request: Input<"updateWorkspace">): Promise<Output<"updateWorkspace">>;
  /**
   * Makes a member of the organization one of its workspace. Fails with `workspace_not_found`, `user_not_found`,
   * `not_organization_member`, `already_member`.
   */
  addWorkspaceMember(request: Input<"addWorkspaceMember">): Promise<Output<"addWorkspaceMember">>;
  /** Changes a member's role. Fails with `membership_not_found`. */
  updateWorkspaceMember(request: Input<"updateWorkspaceMember">): Promise<Output<"updateWorkspaceMember">>;
  /** Ends a membership. Fails with `membership_not_found`. */
  removeWorkspaceMember(request: Input<"removeWorkspaceMember">): Promise<void>;
  /** Puts an address on the waitlist; needs no key. The same answer whether or not the address is known. */
  joinWaitlist(request: Input<"joinWaitlist">): Promise<void>;
  /** Lists API keys, newest first, revoked ones too. */
  fetchApiKeys(options?: Input<"fetchApiKeys">): Promise<Output<"fetchApiKeys">>;
  /** Makes an API key with scopes that you hold yourself. `key` is answered once, here. */
  createApiKey(request: Input<"createApiKey">): Promise<Output<"createApiKey">>;
  /** Lists what was changed and by whom, latest first. */
  fetchAuditLog(options?: Input<"fetchAuditLog">): Promise<Output<"fetchAuditLog">>;
}

type Undocumented = Exclude<ProcedureName, keyof PositionalFunctions | keyof ObjectFunctions>;

/** What is new in the contract is here too, and takes its input as one object. */
type NewFunctions = {
  [P in Undocumented]: (
    ...input: undefined extends Input<P> ? [input?: Input<P>] : [input: Input<P>]
  ) => Promise<Output<P>>;
};

/** Every function of the API. Each throws a `RosterError` when it fails. */
export interface RosterFunctions extends PositionalFunctions, ObjectFunctions, NewFunctions {}

/** How a call ended, as data. `error.code` narrows to exactly what procedure `P` can answer. */
export type SafeResult<P extends ProcedureName> =
  | { ok: true; data: Output<P> }
  | { ok: false; error: RosterErrorOf<P> };

/** The same functions, which answer their failures instead of throwing them. */
export type SafeFunctions = {
  [P in keyof RosterFunctions]: (
    ...args: Parameters<RosterFunctions[P]>
  ) => Promise<P extends ProcedureName ? SafeResult<P> : never>;
};

/** The whole API as functions, over HTTP (`createClient`) or in the same process (`createCaller`). */
export interface RosterClient extends RosterFunctions {
  safe: SafeFunctions;
}

const positional: { [P in keyof PositionalFunctions]: (...args: Parameters<PositionalFunctions[P]>) => Input<P> } = {
  fetchUsers: (options) => options,
  createUser: (request) => request,
  fetchUserDetails: (user_id) => ({ user_id }),
  fetchUserByEmail: (email) => ({ email }),
  fetchUserByExternalId: (external_id) => ({ external_id }),
  updateUser: (user_id, request) => ({ ...request, user_id }),
  deactivateUser: (user_id, reason) => ({ user_id, reason }),
  reactivateUser: (user_id) => ({ user_id }),
  deleteUser: (user_id) => ({ user_id }),
  updatePassword: (user_id, request) => {
    // Left out on purpose it means a reset; a form that forgot to fill it in must not.
    if ("current_password" in request && request.current_password === undefined) {
      throw new TypeError("current_password is there but undefined: leave it out to reset the password");
    }
    return { ...request, user_id };
  },
  removePassword: (user_id) => ({ user_id }),
  sendPasswordReset: (email, redirect_url) => ({ email, redirect_url }),
  fetchPasswordLink: (token) => ({ token }),
  resetPassword: (token, new_password) => ({ token, new_password }),
  addEmail: (user_id, email) => ({ user_id, email }),
  updateEmail: (user_id, email_id, is_primary, is_verified) => ({ user_id, email_id, is_primary, is_verified }),
  deleteEmail: (user_id, email_id) => ({ user_id, email_id }),
  sendEmailVerification: (user_id, email_id, options) => ({ ...options, user_id, email_id }),
  verifyEmail: (user_id, email_id, code) => ({ user_id, email_id, code }),
  addPhone: (user_id, phone_number) => ({ user_id, phone_number }),
  updatePhone: (user_id, phone_id, is_primary, is_verified) => ({ user_id, phone_id, is_primary, is_verified }),
  deletePhone: (user_id, phone_id) => ({ user_id, phone_id }),
  sendPhoneVerification: (user_id, phone_id, options) => ({ ...options, user_id, phone_id }),
  verifyPhone: (user_id, phone_id, code) => ({ user_id, phone_id, code }),
  linkSocialConnection: (user_id, connection) => ({ ...connection, user_id }),
  deleteSocialConnection: (user_id, connection_id) => ({ user_id, connection_id }),
  fetchInvitedUsers: (options) => options,
  inviteUser: (request) => request,
  inviteUsers: (requests) => ({ invitations: [...requests] }),
  resendInvitation: (invitation_id, options) => ({ ...options, invitation_id }),
  revokeInvitation: (invitation_id) => ({ invitation_id }),
  fetchInvitation: (token) => ({ token }),
  acceptInvitation: (token, request) => ({ ...request, token }),
  fetchWaitlist: (options) => options,
  approveWaitlistUser: (waitlist_user_id) => ({ waitlist_user_id }),
  approveNextWaitlistUsers: (count) => ({ count }),
  rejectWaitlistUser: (waitlist_user_id, reason) => ({ waitlist_user_id, reason }),
  reopenWaitlistUser: (waitlist_user_id) => ({ waitlist_user_id }),
  deleteOrganization: (organization_id) => ({ organization_id }),
  deleteWorkspace: (workspace_id) => ({ workspace_id }),
  revokeApiKey: (api_key_id) => ({ api_key_id }),
};

/** Does one call. */
export type Send = (procedure: ProcedureName, kind: "query" | "mutation", input: unknown) => Promise<Result>;

/** How a call ended, before its types are known. */
type Result = { ok: true; data: unknown } | { ok: false; error: Error };

/** Builds every function of the API on one way to send a call. */
export function createFunctions(send: Send): RosterClient {
  const call = async (procedure: ProcedureName, args: unknown[]) => {
    const toInput: ((...args: never[]) => unknown) | undefined = positional[procedure as keyof PositionalFunctions];
    const input = toInput ? toInput(...(args as never[])) : args[0];
    // The contract does not compile unless its names tell queries from mutations.
    return send(procedure, procedure.startsWith("fetch") ? "query" : "mutation", input);
  };
  const safe = (procedure: ProcedureName) => [procedure, (...args: unknown[]) => call(procedure, args)];
  const throwing = (procedure: ProcedureName) => [
    procedure,
    async (...args: unknown[]) => {
      const result = await call(procedure, args);
      if (result.ok) return result.data;
      throw result.error;
    },
  ];
  const functions = {
    ...Object.fromEntries(procedureNames.map(throwing)),
    safe: Object.fromEntries(procedureNames.map(safe)),
  };
  return functions as RosterClient; // the names are the contract's; the types above say what each one takes
}
