// Generated from the contract. Renew it with `npx pnpm@12.21.0 generate`, and do not edit it.

import type { Metadata } from "./json.ts";

export interface AcceptedInvitation {
  /** TypeID: `user_` and 26 characters */
  user_id: string;
  /** Organization that the user joins */
  organization_id: string | null;
  /** Whether the call created the user */
  is_new_user: boolean;
}

export interface AddOrganizationMembersResponse {
  /** One result per row, in the order of the rows */
  results: (
    | {
        ok: true;
        /** What a call for this row alone answers */
        membership: OrganizationMembership;
      }
    | {
        ok: false;
        /** Why the row failed */
        error: {
          /** Error code */
          code: "organization_not_found" | "user_not_found" | "already_member";
          /** The error in words; it may change */
          message: string;
          /** Errors of fields of the row; empty when the error is about no field */
          field_errors: {
            /** Dotted path of the field */
            path: string;
            /** The reason, for people */
            message: string;
          }[];
          /** Why the password was refused; empty with other codes */
          reasons: ("too_short" | "too_long" | "common" | "personal")[];
          /** Seconds to wait after `rate_limited`, else null */
          retry_after: number | null;
        };
      }
  )[];
}

export interface AddWorkspaceMembersResponse {
  /** One result per row, in the order of the rows */
  results: (
    | {
        ok: true;
        /** What a call for this row alone answers */
        membership: WorkspaceMembership;
      }
    | {
        ok: false;
        /** Why the row failed */
        error: {
          /** Error code */
          code: "workspace_not_found" | "user_not_found" | "not_organization_member" | "already_member";
          /** The error in words; it may change */
          message: string;
          /** Errors of fields of the row; empty when the error is about no field */
          field_errors: {
            /** Dotted path of the field */
            path: string;
            /** The reason, for people */
            message: string;
          }[];
          /** Why the password was refused; empty with other codes */
          reasons: ("too_short" | "too_long" | "common" | "personal")[];
          /** Seconds to wait after `rate_limited`, else null */
          retry_after: number | null;
        };
      }
  )[];
}

export interface ApiKey {
  /** TypeID: `key_` and 26 characters */
  id: string;
  /** Name */
  name: string;
  /** The start of the key, which is no secret */
  prefix: string;
  /** Scopes of the key */
  scopes: Scope[];
  /** The creating caller: an API key's id, or the name of an in-process caller */
  created_by: string;
  /** Time of creation: ISO 8601, UTC, milliseconds */
  created_at: string;
  /** Time of expiry: ISO 8601, UTC, milliseconds */
  expires_at: string | null;
  /** Time of the last use, to the minute: ISO 8601, UTC, milliseconds */
  last_used_at: string | null;
  /** Time of revocation: ISO 8601, UTC, milliseconds */
  revoked_at: string | null;
  /** The key that replaces it, once it was rotated */
  successor_id: string | null;
}

export interface ApiKeyListResponse {
  /** The rows of this page */
  data: ApiKey[];
  /** Whether more rows follow */
  has_more: boolean;
  /** Number of the page; null after `cursor` */
  page: number | null;
  /** Rows in a page at most */
  per_page: number;
  /** Cursor of the next page; null at the end of the list */
  next_cursor: string | null;
  /** Rows in the whole list with `include_total: true`, else null */
  total: number | null;
}

export type ApprovalResult =
  | {
      ok: true;
      /** TypeID: `wait_` and 26 characters */
      waitlist_user_id: string;
      /** The user that approval created */
      user: User;
    }
  | {
      ok: false;
      /** TypeID: `wait_` and 26 characters */
      waitlist_user_id: string;
      /** Why the entry was not approved */
      error: {
        /** Error code */
        code: "email_taken" | "rate_limited";
        /** The error in words; it may change */
        message: string;
        /** Errors of fields of the row; empty when the error is about no field */
        field_errors: {
          /** Dotted path of the field */
          path: string;
          /** The reason, for people */
          message: string;
        }[];
        /** Why the password was refused; empty with other codes */
        reasons: ("too_short" | "too_long" | "common" | "personal")[];
        /** Seconds to wait after `rate_limited`, else null */
        retry_after: number | null;
      };
    };

export interface ApproveNextWaitlistUsersResponse {
  /** One result per tried entry */
  results: ApprovalResult[];
}

export interface ApproveWaitlistUsersResponse {
  /** One result per row, in the order of the rows */
  results: (
    | {
        ok: true;
        /** What a call for this row alone answers */
        user: User;
      }
    | {
        ok: false;
        /** Why the row failed */
        error: {
          /** Error code */
          code:
            | "waitlist_user_not_found"
            | "waitlist_already_approved"
            | "waitlist_already_rejected"
            | "email_taken"
            | "rate_limited";
          /** The error in words; it may change */
          message: string;
          /** Errors of fields of the row; empty when the error is about no field */
          field_errors: {
            /** Dotted path of the field */
            path: string;
            /** The reason, for people */
            message: string;
          }[];
          /** Why the password was refused; empty with other codes */
          reasons: ("too_short" | "too_long" | "common" | "personal")[];
          /** Seconds to wait after `rate_limited`, else null */
          retry_after: number | null;
        };
      }
  )[];
}

export interface AuditEntry {
  /** Position in the log, from 1; null until numbered: under a second on PostgreSQL, never on SQLite */
  sequence: number | null;
  /** TypeID: `audit_` and 26 characters */
  id: string;
  /** Time of the change: ISO 8601, UTC, milliseconds */
  at: string;
  /** The caller: an API key's id, or the name of an in-process caller */
  actor: string;
  /** Name of the API key, or of the in-process caller */
  actor_name: string;
  /** The event */
  event: EventName;
  /** The procedure that caused it */
  action: string;
  /** The kind of record that the event is about */
  target_type: "user" | "organization" | "workspace" | "invitation" | "waitlist_user" | "message" | "api_key";
  /** Id of that record */
  target_id: string;
  /** Names of the fields that changed, never their values */
  changes: string[];
  /** Id of the request that caused it */
  request_id: string;
  /** SHA-256 over this entry and the hash of the one before; null until numbered */
  hash: string | null;
}

export interface AuditLogResponse {
  /** The rows of this page */
  data: AuditEntry[];
  /** Whether more rows follow */
  has_more: boolean;
  /** Number of the page; null after `cursor` */
  page: number | null;
  /** Rows in a page at most */
  per_page: number;
  /** Cursor of the next page; null at the end of the list */
  next_cursor: string | null;
  /** Rows in the whole list with `include_total: true`, else null */
  total: number | null;
}

export interface CreatedApiKey {
  /** TypeID: `key_` and 26 characters */
  id: string;
  /** Name */
  name: string;
  /** The start of the key, which is no secret */
  prefix: string;
  /** Scopes of the key */
  scopes: Scope[];
  /** The creating caller: an API key's id, or the name of an in-process caller */
  created_by: string;
  /** Time of creation: ISO 8601, UTC, milliseconds */
  created_at: string;
  /** Time of expiry: ISO 8601, UTC, milliseconds */
  expires_at: string | null;
  /** Time of the last use, to the minute: ISO 8601, UTC, milliseconds */
  last_used_at: string | null;
  /** Time of revocation: ISO 8601, UTC, milliseconds */
  revoked_at: string | null;
  /** The key that replaces it, once it was rotated */
  successor_id: string | null;
  /** The key itself. Shown here once */
  key: string;
}

export interface CreatedInvitation {
  /** TypeID: `inv_` and 26 characters */
  id: string;
  /** The invited address */
  email: string;
  /** First name */
  first_name: string | null;
  /** Last name */
  last_name: string | null;
  /** Role in the organization; without an organization, `public_metadata.role` of the new user */
  role: string | null;
  /** Organization that the user joins */
  organization_id: string | null;
  /** Who invited: an API key's id, or the name of an in-process caller */
  invited_by: string;
  status: InvitationStatus;
  /** Time of the invitation: ISO 8601, UTC, milliseconds */
  invited_at: string;
  /** Time of expiry: ISO 8601, UTC, milliseconds */
  expires_at: string;
  /** Time of acceptance: ISO 8601, UTC, milliseconds */
  accepted_at: string | null;
  /** User who accepted it */
  accepted_user_id: string | null;
  /** Time of revocation: ISO 8601, UTC, milliseconds */
  revoked_at: string | null;
  /** Delivery of the mail; null with `notify: false` */
  delivery: Delivery | null;
  /** A link that accepts the invitation, as in the mail. Shown once, never in a list */
  accept_url: string;
}

export interface CreateUsersResponse {
  /** One result per row, in the order of the rows */
  results: (
    | {
        ok: true;
        /** What a call for this row alone answers */
        user: User;
      }
    | {
        ok: false;
        /** Why the row failed */
        error: {
          /** Error code */
          code:
            | "email_taken"
            | "phone_taken"
            | "username_taken"
            | "external_id_taken"
            | "password_rejected"
            | "invalid_input"
            | "rate_limited";
          /** The error in words; it may change */
          message: string;
          /** Errors of fields of the row; empty when the error is about no field */
          field_errors: {
            /** Dotted path of the field */
            path: string;
            /** The reason, for people */
            message: string;
          }[];
          /** Why the password was refused; empty with other codes */
          reasons: ("too_short" | "too_long" | "common" | "personal")[];
          /** Seconds to wait after `rate_limited`, else null */
          retry_after: number | null;
        };
      }
  )[];
}

export interface CurrentCounts {
  /** Users */
  users: number;
  /** Users who are not deactivated */
  active_users: number;
  /** Pending entries of the waitlist */
  waiting: number;
  /** Pending invitations, without those that have expired */
  invited: number;
  /** Mails and text messages that wait to be sent, or have failed */
  undelivered_messages: number;
}

export interface DayCounts {
  /** Day, in UTC */
  day: string;
  /** Users created, those included who were deleted later */
  users_created: number;
  /** Sign-ins with the right password */
  sign_ins: number;
  /** Wrong passwords and unknown identifiers */
  failed_sign_ins: number;
}

export interface DeactivateUsersResponse {
  /** One result per row, in the order of the rows */
  results: (
    | {
        ok: true;
        /** What a call for this row alone answers */
        user: User;
      }
    | {
        ok: false;
        /** Why the row failed */
        error: {
          /** Error code */
          code: "user_not_found";
          /** The error in words; it may change */
          message: string;
          /** Errors of fields of the row; empty when the error is about no field */
          field_errors: {
            /** Dotted path of the field */
            path: string;
            /** The reason, for people */
            message: string;
          }[];
          /** Why the password was refused; empty with other codes */
          reasons: ("too_short" | "too_long" | "common" | "personal")[];
          /** Seconds to wait after `rate_limited`, else null */
          retry_after: number | null;
        };
      }
  )[];
}

export interface DeleteUsersResponse {
  /** One result per row, in the order of the rows */
  results: (
    | {
        ok: true;
      }
    | {
        ok: false;
        /** Why the row failed */
        error: {
          /** Error code */
          code: "user_not_found";
          /** The error in words; it may change */
          message: string;
          /** Errors of fields of the row; empty when the error is about no field */
          field_errors: {
            /** Dotted path of the field */
            path: string;
            /** The reason, for people */
            message: string;
          }[];
          /** Why the password was refused; empty with other codes */
          reasons: ("too_short" | "too_long" | "common" | "personal")[];
          /** Seconds to wait after `rate_limited`, else null */
          retry_after: number | null;
        };
      }
  )[];
}

export interface Delivery {
  state: MessageState;
  /** Attempts to send it */
  attempts: number;
  /** Why the last attempt failed */
  last_error: string | null;
  /** Time of sending: ISO 8601, UTC, milliseconds */
  sent_at: string | null;
}

export type EventName =
  | "user.created"
  | "user.updated"
  | "user.deactivated"
  | "user.reactivated"
  | "user.deleted"
  | "user.signed_in"
  | "user.password_changed"
  | "user.password_reset_by_admin"
  | "user.password_removed"
  | "user.password_link_requested"
  | "user.email_added"
  | "user.email_verified"
  | "user.email_updated"
  | "user.email_removed"
  | "user.email_code_requested"
  | "user.phone_added"
  | "user.phone_verified"
  | "user.phone_updated"
  | "user.phone_removed"
  | "user.phone_code_requested"
  | "user.social_connection_added"
  | "user.social_connection_updated"
  | "user.social_connection_removed"
  | "user.organization_added"
  | "user.organization_updated"
  | "user.organization_removed"
  | "user.workspace_added"
  | "user.workspace_updated"
  | "user.workspace_removed"
  | "organization.created"
  | "organization.updated"
  | "organization.deleted"
  | "organization_member.added"
  | "organization_member.updated"
  | "organization_member.removed"
  | "workspace.created"
  | "workspace.updated"
  | "workspace.deleted"
  | "workspace_member.added"
  | "workspace_member.updated"
  | "workspace_member.removed"
  | "invitation.created"
  | "invitation.resent"
  | "invitation.accepted"
  | "invitation.revoked"
  | "waitlist.joined"
  | "waitlist.approved"
  | "waitlist.rejected"
  | "waitlist.reopened"
  | "message.retried"
  | "message.cancelled"
  | "api_key.created"
  | "api_key.updated"
  | "api_key.rotated"
  | "api_key.revoked";

export interface FailedSignIns {
  /** Day, in UTC */
  day: string;
  /** Network address, or the caller that gave none */
  place: string;
  /** How often a wrong password was tried */
  times: number;
  /** Time of the last try: ISO 8601, UTC, milliseconds */
  last_at: string;
}

export interface InvitationListResponse {
  /** The rows of this page */
  data: UserInvitation[];
  /** Whether more rows follow */
  has_more: boolean;
  /** Number of the page; null after `cursor` */
  page: number | null;
  /** Rows in a page at most */
  per_page: number;
  /** Cursor of the next page; null at the end of the list */
  next_cursor: string | null;
  /** Rows in the whole list with `include_total: true`, else null */
  total: number | null;
}

export interface InvitationOffer {
  /** The invited address */
  email: string;
  /** First name */
  first_name: string | null;
  /** Last name */
  last_name: string | null;
  /** Role in the organization; without an organization, `public_metadata.role` of the new user */
  role: string | null;
  /** Time of expiry: ISO 8601, UTC, milliseconds */
  expires_at: string;
  /** Organization that the user joins */
  organization: {
    /** TypeID: `org_` and 26 characters */
    id: string;
    /** Name */
    name: string;
  } | null;
  /** Whether a user owns the address. If so, the page asks for no password */
  user_exists: boolean;
}

/** Order of a list of invitations */
export type InvitationOrder = "created_at_desc" | "created_at_asc" | "expires_at_desc" | "expires_at_asc";

/** State of an invitation */
export type InvitationStatus = "pending" | "accepted" | "revoked" | "expired";

export interface InviteUsersResponse {
  /** One result per row, in the order of the rows */
  results: (
    | {
        ok: true;
        /** What a call for this row alone answers */
        invitation: CreatedInvitation;
      }
    | {
        ok: false;
        /** Why the row failed */
        error: {
          /** Error code */
          code:
            | "invitation_pending"
            | "user_deactivated"
            | "user_exists"
            | "already_member"
            | "organization_not_found"
            | "redirect_url_not_allowed"
            | "invalid_input"
            | "rate_limited";
          /** The error in words; it may change */
          message: string;
          /** Errors of fields of the row; empty when the error is about no field */
          field_errors: {
            /** Dotted path of the field */
            path: string;
            /** The reason, for people */
            message: string;
          }[];
          /** Why the password was refused; empty with other codes */
          reasons: ("too_short" | "too_long" | "common" | "personal")[];
          /** Seconds to wait after `rate_limited`, else null */
          retry_after: number | null;
        };
      }
  )[];
}

/** Order of a list of members: by joining, email or name; an absent email counts as the smallest */
export type MemberOrder = "created_at_desc" | "created_at_asc" | "email_desc" | "email_asc" | "name_desc" | "name_asc";

export interface Message {
  /** TypeID: `msg_` and 26 characters */
  id: string;
  /** How it is sent: mail or sms */
  kind: string;
  /** What it is for, such as invitation; null where a kind has one purpose */
  template: string | null;
  /** Email address or phone number */
  recipient: string;
  /** The user that it is about */
  user_id: string | null;
  state: MessageState;
  /** Attempts to send it */
  attempts: number;
  /** Why the last attempt failed, or why it was cancelled */
  last_error: string | null;
  /** Time of the next attempt: ISO 8601, UTC, milliseconds */
  due_at: string;
  /** Time of sending: ISO 8601, UTC, milliseconds */
  sent_at: string | null;
  /** Time of creation: ISO 8601, UTC, milliseconds */
  created_at: string;
}

export interface MessageListResponse {
  /** The rows of this page */
  data: Message[];
  /** Whether more rows follow */
  has_more: boolean;
  /** Number of the page; null after `cursor` */
  page: number | null;
  /** Rows in a page at most */
  per_page: number;
  /** Cursor of the next page; null at the end of the list */
  next_cursor: string | null;
  /** Rows in the whole list with `include_total: true`, else null */
  total: number | null;
}

export interface MessagePreview {
  /** Subject of the mail; null for a text message */
  subject: string | null;
  /** Its text */
  text: string;
  /** The mail as HTML, which loads nothing; null for a text message */
  html: string | null;
}

/** State of a message: failed after its last attempt, cancelled when it was no longer needed */
export type MessageState = "queued" | "sent" | "failed" | "cancelled";

export interface Organization {
  /** TypeID: `org_` and 26 characters */
  id: string;
  /** Name */
  name: string;
  /** Unique name in a URL */
  slug: string;
  /** Metadata of your own, shown to every reader; JSON object */
  public_metadata: Metadata;
  /** Starts at 1; every change of name, slug or metadata adds 1 */
  version: number;
  /** How many users are members */
  member_count: number;
  /** Time of creation: ISO 8601, UTC, milliseconds */
  created_at: string;
  /** Time of the last change: ISO 8601, UTC, milliseconds */
  updated_at: string;
}

export interface OrganizationListResponse {
  /** The rows of this page */
  data: Organization[];
  /** Whether more rows follow */
  has_more: boolean;
  /** Number of the page; null after `cursor` */
  page: number | null;
  /** Rows in a page at most */
  per_page: number;
  /** Cursor of the next page; null at the end of the list */
  next_cursor: string | null;
  /** Rows in the whole list with `include_total: true`, else null */
  total: number | null;
}

export interface OrganizationMember {
  /** TypeID: `orgmem_` and 26 characters */
  id: string;
  /** Role, such as member or admin */
  role: string;
  /** Time of joining: ISO 8601, UTC, milliseconds */
  created_at: string;
  /** Time of the last change: ISO 8601, UTC, milliseconds */
  updated_at: string;
  /** The member */
  user: User;
}

export interface OrganizationMemberListResponse {
  /** The rows of this page */
  data: OrganizationMember[];
  /** Whether more rows follow */
  has_more: boolean;
  /** Number of the page; null after `cursor` */
  page: number | null;
  /** Rows in a page at most */
  per_page: number;
  /** Cursor of the next page; null at the end of the list */
  next_cursor: string | null;
  /** Rows in the whole list with `include_total: true`, else null */
  total: number | null;
}

export interface OrganizationMembership {
  /** TypeID: `orgmem_` and 26 characters */
  id: string;
  /** TypeID: `user_` and 26 characters */
  user_id: string;
  /** TypeID: `org_` and 26 characters */
  organization_id: string;
  /** Name of the organization */
  organization_name: string;
  /** Role, such as member or admin */
  role: string;
  /** Time of creation: ISO 8601, UTC, milliseconds */
  created_at: string;
  /** Time of the last change: ISO 8601, UTC, milliseconds */
  updated_at: string;
}

export interface PasswordLink {
  /** The address that the link was mailed to */
  email: string;
  /** Whether the user has a password, which the new one replaces */
  has_password: boolean;
  /** Time of expiry: ISO 8601, UTC, milliseconds */
  expires_at: string;
}

export interface PersonalData {
  /** The user, with private fields */
  user: PrivateUser;
  /** All emails, verified or not */
  emails: UserEmail[];
  /** All phone numbers, verified or not */
  phones: UserPhone[];
  /** Accounts at providers */
  social_connections: SocialConnection[];
  /** Memberships of organizations */
  organizations: OrganizationMembership[];
  /** Memberships of workspaces */
  workspaces: WorkspaceMembership[];
  /** Invitations of the user and of verified addresses, newest first */
  invitations: PersonalInvitation[];
  /** Entries of the waitlist, newest first */
  waitlist: WaitlistUser[];
  /** Messages about the user or to verified addresses, newest first */
  messages: Message[];
  /** Entries of the log about the user and these records, newest first */
  audit_entries: AuditEntry[];
  /** Wrong passwords of the last 90 days by place, newest day first */
  failed_sign_ins: FailedSignIns[];
  /** Lists that have more than the 1,000 newest records, which their own procedures page through */
  incomplete: ("invitations" | "waitlist" | "messages" | "audit_entries" | "failed_sign_ins")[];
}

export interface PersonalInvitation {
  /** TypeID: `inv_` and 26 characters */
  id: string;
  /** The invited address */
  email: string;
  /** First name */
  first_name: string | null;
  /** Last name */
  last_name: string | null;
  /** Role in the organization; without an organization, `public_metadata.role` of the new user */
  role: string | null;
  /** Organization that the user joins */
  organization_id: string | null;
  /** Who invited: an API key's id, or the name of an in-process caller */
  invited_by: string;
  status: InvitationStatus;
  /** Time of the invitation: ISO 8601, UTC, milliseconds */
  invited_at: string;
  /** Time of expiry: ISO 8601, UTC, milliseconds */
  expires_at: string;
  /** Time of acceptance: ISO 8601, UTC, milliseconds */
  accepted_at: string | null;
  /** User who accepted it */
  accepted_user_id: string | null;
  /** Time of revocation: ISO 8601, UTC, milliseconds */
  revoked_at: string | null;
  /** Delivery of the mail; null with `notify: false` */
  delivery: Delivery | null;
  /** Metadata of the invitation; JSON object */
  public_metadata: Metadata;
}

/** A user with the fields that only details show */
export interface PrivateUser {
  /** TypeID: `user_` and 26 characters */
  id: string;
  /** The primary address, verified */
  email: string | null;
  /** The primary number, verified; E.164 */
  phone_number: string | null;
  /** First name */
  first_name: string | null;
  /** Last name */
  last_name: string | null;
  /** Unique, lower case */
  username: string | null;
  /** Web address of a picture */
  profile_picture_url: string | null;
  /** False when deactivated */
  is_active: boolean;
  /** The user's id in your own system; unique */
  external_id: string | null;
  /** Metadata of your own, shown to every reader; JSON object */
  public_metadata: Metadata;
  /** Starts at 1; every change of the user's own row adds 1, including a sign-in */
  version: number;
  /** Time of creation: ISO 8601, UTC, milliseconds */
  created_at: string;
  /** Time of the last change: ISO 8601, UTC, milliseconds */
  updated_at: string;
  /** Time of the last sign-in: ISO 8601, UTC, milliseconds */
  last_sign_in_at: string | null;
  /** Metadata of your own, shown in details only; JSON object */
  private_metadata: Metadata;
  /** Whether the user has a password */
  has_password: boolean;
  /** Time of deactivation: ISO 8601, UTC, milliseconds */
  deactivated_at: string | null;
  /** Reason for the deactivation */
  deactivation_reason: string | null;
}

export interface ReactivateUsersResponse {
  /** One result per row, in the order of the rows */
  results: (
    | {
        ok: true;
        /** What a call for this row alone answers */
        user: User;
      }
    | {
        ok: false;
        /** Why the row failed */
        error: {
          /** Error code */
          code: "user_not_found";
          /** The error in words; it may change */
          message: string;
          /** Errors of fields of the row; empty when the error is about no field */
          field_errors: {
            /** Dotted path of the field */
            path: string;
            /** The reason, for people */
            message: string;
          }[];
          /** Why the password was refused; empty with other codes */
          reasons: ("too_short" | "too_long" | "common" | "personal")[];
          /** Seconds to wait after `rate_limited`, else null */
          retry_after: number | null;
        };
      }
  )[];
}

export interface RejectWaitlistUsersResponse {
  /** One result per row, in the order of the rows */
  results: (
    | {
        ok: true;
        /** What a call for this row alone answers */
        waitlist_user: WaitlistUser;
      }
    | {
        ok: false;
        /** Why the row failed */
        error: {
          /** Error code */
          code: "waitlist_user_not_found" | "waitlist_already_approved" | "waitlist_already_rejected";
          /** The error in words; it may change */
          message: string;
          /** Errors of fields of the row; empty when the error is about no field */
          field_errors: {
            /** Dotted path of the field */
            path: string;
            /** The reason, for people */
            message: string;
          }[];
          /** Why the password was refused; empty with other codes */
          reasons: ("too_short" | "too_long" | "common" | "personal")[];
          /** Seconds to wait after `rate_limited`, else null */
          retry_after: number | null;
        };
      }
  )[];
}

export interface ResendInvitationsResponse {
  /** One result per row, in the order of the rows */
  results: (
    | {
        ok: true;
        /** What a call for this row alone answers */
        invitation: CreatedInvitation;
      }
    | {
        ok: false;
        /** Why the row failed */
        error: {
          /** Error code */
          code:
            | "invitation_not_found"
            | "invitation_already_accepted"
            | "invitation_already_revoked"
            | "invitation_pending"
            | "user_deactivated"
            | "user_exists"
            | "already_member"
            | "rate_limited";
          /** The error in words; it may change */
          message: string;
          /** Errors of fields of the row; empty when the error is about no field */
          field_errors: {
            /** Dotted path of the field */
            path: string;
            /** The reason, for people */
            message: string;
          }[];
          /** Why the password was refused; empty with other codes */
          reasons: ("too_short" | "too_long" | "common" | "personal")[];
          /** Seconds to wait after `rate_limited`, else null */
          retry_after: number | null;
        };
      }
  )[];
}

export interface RevokeInvitationsResponse {
  /** One result per row, in the order of the rows */
  results: (
    | {
        ok: true;
        /** What a call for this row alone answers */
        invitation: UserInvitation;
      }
    | {
        ok: false;
        /** Why the row failed */
        error: {
          /** Error code */
          code: "invitation_not_found" | "invitation_already_accepted";
          /** The error in words; it may change */
          message: string;
          /** Errors of fields of the row; empty when the error is about no field */
          field_errors: {
            /** Dotted path of the field */
            path: string;
            /** The reason, for people */
            message: string;
          }[];
          /** Why the password was refused; empty with other codes */
          reasons: ("too_short" | "too_long" | "common" | "personal")[];
          /** Seconds to wait after `rate_limited`, else null */
          retry_after: number | null;
        };
      }
  )[];
}

export type Scope =
  | "users:read"
  | "users:write"
  | "users:password"
  | "users:verify"
  | "invitations:read"
  | "invitations:write"
  | "waitlist:read"
  | "waitlist:write"
  | "organizations:read"
  | "organizations:write"
  | "messages:read"
  | "messages:write"
  | "api_keys:manage"
  | "audit:read";

export interface SentCode {
  /** With `deliver: false`, the six digits for you to send; else null */
  code: string | null;
  /** Time of expiry: ISO 8601, UTC, milliseconds */
  expires_at: string;
}

export interface SocialConnection {
  /** TypeID: `social_` and 26 characters */
  id: string;
  /** Such as google or github */
  provider: string;
  /** The provider's own id of the account */
  provider_user_id: string;
  /** Address of the account at the provider */
  email: string | null;
  /** Name of the account at the provider */
  display_name: string | null;
  /** Time of creation: ISO 8601, UTC, milliseconds */
  created_at: string;
  /** Time of the last change: ISO 8601, UTC, milliseconds */
  updated_at: string;
}

export interface Statistics {
  /** What there is now */
  now: CurrentCounts;
  /** What happened on each day, oldest first; the last one is today */
  days: DayCounts[];
}

export interface User {
  /** TypeID: `user_` and 26 characters */
  id: string;
  /** The primary address, verified */
  email: string | null;
  /** The primary number, verified; E.164 */
  phone_number: string | null;
  /** First name */
  first_name: string | null;
  /** Last name */
  last_name: string | null;
  /** Unique, lower case */
  username: string | null;
  /** Web address of a picture */
  profile_picture_url: string | null;
  /** False when deactivated */
  is_active: boolean;
  /** The user's id in your own system; unique */
  external_id: string | null;
  /** Metadata of your own, shown to every reader; JSON object */
  public_metadata: Metadata;
  /** Starts at 1; every change of the user's own row adds 1, including a sign-in */
  version: number;
  /** Time of creation: ISO 8601, UTC, milliseconds */
  created_at: string;
  /** Time of the last change: ISO 8601, UTC, milliseconds */
  updated_at: string;
  /** Time of the last sign-in: ISO 8601, UTC, milliseconds */
  last_sign_in_at: string | null;
}

export interface UserDetails {
  /** The user, with private fields */
  user: PrivateUser;
  /** All emails, verified or not */
  emails: UserEmail[];
  /** All phone numbers, verified or not */
  phones: UserPhone[];
  /** Accounts at providers */
  social_connections: SocialConnection[];
  /** Memberships of organizations */
  organizations: OrganizationMembership[];
  /** Memberships of workspaces */
  workspaces: WorkspaceMembership[];
}

export interface UserEmail {
  /** TypeID: `email_` and 26 characters */
  id: string;
  /** Address, lower case */
  email: string;
  /** Whether it is proven to belong to the user */
  is_verified: boolean;
  /** Whether it is the user's primary email */
  is_primary: boolean;
  /** Time of verification: ISO 8601, UTC, milliseconds */
  verified_at: string | null;
  /** Time of creation: ISO 8601, UTC, milliseconds */
  created_at: string;
  /** Time of the last change: ISO 8601, UTC, milliseconds */
  updated_at: string;
}

export interface UserInvitation {
  /** TypeID: `inv_` and 26 characters */
  id: string;
  /** The invited address */
  email: string;
  /** First name */
  first_name: string | null;
  /** Last name */
  last_name: string | null;
  /** Role in the organization; without an organization, `public_metadata.role` of the new user */
  role: string | null;
  /** Organization that the user joins */
  organization_id: string | null;
  /** Who invited: an API key's id, or the name of an in-process caller */
  invited_by: string;
  status: InvitationStatus;
  /** Time of the invitation: ISO 8601, UTC, milliseconds */
  invited_at: string;
  /** Time of expiry: ISO 8601, UTC, milliseconds */
  expires_at: string;
  /** Time of acceptance: ISO 8601, UTC, milliseconds */
  accepted_at: string | null;
  /** User who accepted it */
  accepted_user_id: string | null;
  /** Time of revocation: ISO 8601, UTC, milliseconds */
  revoked_at: string | null;
  /** Delivery of the mail; null with `notify: false` */
  delivery: Delivery | null;
}

export interface UserListResponse {
  /** The rows of this page */
  data: User[];
  /** Whether more rows follow */
  has_more: boolean;
  /** Number of the page; null after `cursor` */
  page: number | null;
  /** Rows in a page at most */
  per_page: number;
  /** Cursor of the next page; null at the end of the list */
  next_cursor: string | null;
  /** Rows in the whole list with `include_total: true`, else null */
  total: number | null;
}

/** Order of a list of users; absent values count as the smallest */
export type UserOrder =
  | "created_at_desc"
  | "created_at_asc"
  | "last_sign_in_at_desc"
  | "last_sign_in_at_asc"
  | "email_desc"
  | "email_asc"
  | "name_desc"
  | "name_asc";

export interface UserPhone {
  /** TypeID: `phone_` and 26 characters */
  id: string;
  /** Number in E.164 */
  phone_number: string;
  /** Whether it is proven to belong to the user */
  is_verified: boolean;
  /** Whether it is the user's primary number */
  is_primary: boolean;
  /** Time of verification: ISO 8601, UTC, milliseconds */
  verified_at: string | null;
  /** Time of creation: ISO 8601, UTC, milliseconds */
  created_at: string;
  /** Time of the last change: ISO 8601, UTC, milliseconds */
  updated_at: string;
}

export interface WaitlistResponse {
  /** The rows of this page */
  data: WaitlistUser[];
  /** Whether more rows follow */
  has_more: boolean;
  /** Number of the page; null after `cursor` */
  page: number | null;
  /** Rows in a page at most */
  per_page: number;
  /** Cursor of the next page; null at the end of the list */
  next_cursor: string | null;
  /** Rows in the whole list with `include_total: true`, else null */
  total: number | null;
}

/** State of a waitlist entry */
export type WaitlistStatus = "pending" | "approved" | "rejected";

export interface WaitlistUser {
  /** TypeID: `wait_` and 26 characters */
  id: string;
  /** Address of the entry */
  email: string;
  /** First name */
  first_name: string | null;
  /** Last name */
  last_name: string | null;
  status: WaitlistStatus;
  /** Position in the queue, 1 is next; null when no longer pending */
  position: number | null;
  /** Metadata given when joining; JSON object */
  metadata: Metadata;
  /** Time of creation: ISO 8601, UTC, milliseconds */
  created_at: string;
  /** Time of the decision: ISO 8601, UTC, milliseconds */
  decided_at: string | null;
  /** The deciding caller: an API key's id, or the name of an in-process caller */
  decided_by: string | null;
  /** Reason for the decision */
  decision_reason: string | null;
  /** The user that approval created */
  user_id: string | null;
}

export interface Workspace {
  /** TypeID: `ws_` and 26 characters */
  id: string;
  /** Name */
  name: string;
  /** Unique in its organization */
  slug: string;
  /** TypeID: `org_` and 26 characters */
  organization_id: string;
  /** Metadata of your own, shown to every reader; JSON object */
  public_metadata: Metadata;
  /** Starts at 1; every change of name, slug or metadata adds 1 */
  version: number;
  /** How many users are members */
  member_count: number;
  /** Time of creation: ISO 8601, UTC, milliseconds */
  created_at: string;
  /** Time of the last change: ISO 8601, UTC, milliseconds */
  updated_at: string;
}

export interface WorkspaceListResponse {
  /** The rows of this page */
  data: Workspace[];
  /** Whether more rows follow */
  has_more: boolean;
  /** Number of the page; null after `cursor` */
  page: number | null;
  /** Rows in a page at most */
  per_page: number;
  /** Cursor of the next page; null at the end of the list */
  next_cursor: string | null;
  /** Rows in the whole list with `include_total: true`, else null */
  total: number | null;
}

export interface WorkspaceMember {
  /** TypeID: `wsmem_` and 26 characters */
  id: string;
  /** Role, such as member or admin */
  role: string;
  /** Time of joining: ISO 8601, UTC, milliseconds */
  created_at: string;
  /** Time of the last change: ISO 8601, UTC, milliseconds */
  updated_at: string;
  /** The member */
  user: User;
}

export interface WorkspaceMemberListResponse {
  /** The rows of this page */
  data: WorkspaceMember[];
  /** Whether more rows follow */
  has_more: boolean;
  /** Number of the page; null after `cursor` */
  page: number | null;
  /** Rows in a page at most */
  per_page: number;
  /** Cursor of the next page; null at the end of the list */
  next_cursor: string | null;
  /** Rows in the whole list with `include_total: true`, else null */
  total: number | null;
}

export interface WorkspaceMembership {
  /** TypeID: `wsmem_` and 26 characters */
  id: string;
  /** TypeID: `user_` and 26 characters */
  user_id: string;
  /** TypeID: `ws_` and 26 characters */
  workspace_id: string;
  /** Name of the workspace */
  workspace_name: string;
  /** TypeID: `org_` and 26 characters */
  organization_id: string;
  /** Role, such as member or admin */
  role: string;
  /** Time of creation: ISO 8601, UTC, milliseconds */
  created_at: string;
  /** Time of the last change: ISO 8601, UTC, milliseconds */
  updated_at: string;
}

/** The type of each exported schema of an answer. */
export interface Records {
  AcceptedInvitation: AcceptedInvitation;
  ApiKey: ApiKey;
  ApiKeyListResponse: ApiKeyListResponse;
  ApprovalResult: ApprovalResult;
  ApproveNextWaitlistUsersResponse: ApproveNextWaitlistUsersResponse;
  AuditEntry: AuditEntry;
  AuditLogResponse: AuditLogResponse;
  CreatedApiKey: CreatedApiKey;
  CreatedInvitation: CreatedInvitation;
  CurrentCounts: CurrentCounts;
  DayCounts: DayCounts;
  Delivery: Delivery;
  EventName: EventName;
  FailedSignIns: FailedSignIns;
  InvitationListResponse: InvitationListResponse;
  InvitationOffer: InvitationOffer;
  InvitationOrder: InvitationOrder;
  InvitationStatus: InvitationStatus;
  MemberOrder: MemberOrder;
  Message: Message;
  MessageListResponse: MessageListResponse;
  MessagePreview: MessagePreview;
  MessageState: MessageState;
  Organization: Organization;
  OrganizationListResponse: OrganizationListResponse;
  OrganizationMember: OrganizationMember;
  OrganizationMemberListResponse: OrganizationMemberListResponse;
  OrganizationMembership: OrganizationMembership;
  PasswordLink: PasswordLink;
  PersonalData: PersonalData;
  PersonalInvitation: PersonalInvitation;
  PrivateUser: PrivateUser;
  Scope: Scope;
  SentCode: SentCode;
  SocialConnection: SocialConnection;
  Statistics: Statistics;
  User: User;
  UserDetails: UserDetails;
  UserEmail: UserEmail;
  UserInvitation: UserInvitation;
  UserListResponse: UserListResponse;
  UserOrder: UserOrder;
  UserPhone: UserPhone;
  WaitlistResponse: WaitlistResponse;
  WaitlistStatus: WaitlistStatus;
  WaitlistUser: WaitlistUser;
  Workspace: Workspace;
  WorkspaceListResponse: WorkspaceListResponse;
  WorkspaceMember: WorkspaceMember;
  WorkspaceMemberListResponse: WorkspaceMemberListResponse;
  WorkspaceMembership: WorkspaceMembership;
}
