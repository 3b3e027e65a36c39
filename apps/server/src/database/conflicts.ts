import type { ErrorCode } from "@roster/contract";

/** The error code of each unique constraint and index that can refuse a row, by PostgreSQL's names. */
const conflicts: Record<string, ErrorCode> = {
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

export const codeOfConflict = (constraint: string) => conflicts[constraint];
