import type { ErrorCode, PersonalData, SocialConnection } from "@roster/contract";
import type { Selectable } from "kysely";
import type { ApiKeyTable } from "./api-keys/api-key.table.ts";
import type { AuditEntryTable, EventCountTable } from "./audit/audit.table.ts";
import type { ConsoleSessionTable } from "./console/session.table.ts";
import type { FailureTable } from "./failures/failure.table.ts";
import type {
  OrganizationMembershipTable,
  OrganizationTable,
  WorkspaceMembershipTable,
  WorkspaceTable,
} from "./groups/group.table.ts";
import type { IdempotentAnswerTable } from "./idempotency/idempotency.table.ts";
import type { IdentifierTable } from "./identifiers/identifier.table.ts";
import type { InvitationTable } from "./invitations/invitation.table.ts";
import type { MessageTable } from "./outbox/message.table.ts";
import type { RateLimitTable } from "./rate-limits/rate-limit.table.ts";
import type { TokenTable } from "./tokens/token.table.ts";
import type { UserTable } from "./user-rows/user-row.table.ts";
import type { VerificationTable } from "./verifications/verification.table.ts";
import type { WaitlistTable } from "./waitlist/waitlist.table.ts";

/** The tables with a full-text search. */
export const searchable = ["users", "organizations", "workspaces", "invitations", "waitlist"] as const;

export type Searchable = (typeof searchable)[number];

/** In a full-text index, which only SQLite has, `rowid` is the record's `seq` and `grams` are its terms. */
export interface Tables extends Record<`${Searchable}_search`, { rowid: number; grams: string }> {
  users: UserTable;
  user_emails: IdentifierTable;
  user_phones: IdentifierTable;
  social_connections: SocialConnection & { user_id: string };
  organizations: OrganizationTable;
  organization_memberships: OrganizationMembershipTable;
  workspaces: WorkspaceTable;
  workspace_memberships: WorkspaceMembershipTable;
  invitations: InvitationTable;
  waitlist: WaitlistTable;
  verifications: VerificationTable;
  tokens: TokenTable;
  messages: MessageTable;
  rate_limits: RateLimitTable;
  failures: FailureTable;
  idempotent_answers: IdempotentAnswerTable;
  api_keys: ApiKeyTable;
  console_sessions: ConsoleSessionTable;
  audit_entries: AuditEntryTable;
  event_counts: EventCountTable;
  /** Records that changed since they were last indexed. SQLite only. */
  pending_search: { name: Searchable; seq: number };
}

/** Every table but those of the search index. */
export type StoredTable = Exclude<keyof Tables, `${string}_search`>;

/** Where PersonalData shows a table's rows of a person, or the reason why it does not. */
type Shown<T extends StoredTable> =
  | { field: keyof PersonalData }
  /** Its newest rows with the user's `user_id`, or with a verified address of the user, are read by this line alone. */
  | { newest: Tables[T] extends { user_id: unknown } ? ListFor<T> : never; address?: keyof Tables[T] }
  /** It has rows of persons, and none is shown. */
  | { hidden: string }
  /** It has no rows of persons. */
  | { nobodys: string };

/** The lists whose records are the table's rows, or a part of each. */
type ListFor<T extends StoredTable> = {
  [F in keyof PersonalData]: PersonalData[F] extends (infer R)[]
    ? Selectable<Tables[T]> extends R
      ? F
      : never
    : never;
}[keyof PersonalData];

/**
 * For each table the column that orders its rows, and where PersonalData shows them. A referenced table comes first, unless the foreign
 * key is deferred.
 */
export const tables = {
  users: { key: "seq", field: "user" },
  user_emails: { key: "id", field: "emails" },
  user_phones: { key: "id", field: "phones" },
  social_connections: { key: "id", field: "social_connections" },
  organizations: { key: "seq", nobodys: "groups are no persons" },
  organization_memberships: { key: "id", field: "organizations" },
  workspaces: { key: "seq", nobodys: "groups are no persons" },
  workspace_memberships: { key: "id", field: "workspaces" },
  invitations: { key: "seq", field: "invitations" },
  waitlist: { key: "seq", field: "waitlist" },
  verifications: { key: "id", hidden: "hashes of codes" },
  tokens: { key: "hash", hidden: "hashes of links" },
  messages: { key: "seq", newest: "messages", address: "recipient" },
  rate_limits: { key: "key", nobodys: "keys are hashes, and every row ends with its window" },
  failures: { key: "key", field: "failed_sign_ins" },
  idempotent_answers: { key: "id", nobodys: "sealed with the caller's key, which is not stored, and gone after a day" },
  api_keys: { key: "seq", nobodys: "keys belong to applications" },
  console_sessions: { key: "hash", nobodys: "sessions belong to keys, or to the operator" },
  event_counts: { key: "key", nobodys: "sums by day" },
  audit_entries: { key: "seq", field: "audit_entries" },
} as const satisfies { [T in StoredTable]: { key: keyof Tables[T] } & Shown<T> };

/** The error code of each unique constraint and index that can refuse a row, by PostgreSQL's names. */
export const conflicts: Partial<Record<string, ErrorCode>> = {
  users_username_key: "username_taken",
  users_external_id_key: "external_id_taken",
  user_emails_verified: "email_taken",
  user_emails_identifier_key: "email_taken", // SQLite's name of the index `user_emails_verified`
  user_emails_user_id_identifier_key: "email_taken",
  user_emails_user_id_identifier_is_verified_key: "email_taken",
  user_phones_verified: "phone_taken",
  user_phones_identifier_key: "phone_taken",
  user_phones_user_id_identifier_key: "phone_taken",
  user_phones_user_id_identifier_is_verified_key: "phone_taken",
  social_connections_provider_provider_user_id_key: "social_connection_taken",
  organizations_slug_key: "slug_taken",
  organization_memberships_organization_id_user_id_key: "already_member",
  workspaces_organization_id_slug_key: "slug_taken",
  workspace_memberships_workspace_id_user_id_key: "already_member",
  invitations_pending: "invitation_pending",
};
