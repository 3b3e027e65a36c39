import type { ErrorCode } from "@roster/contract";

/** The error code of each unique index that can refuse a row. SQLite names the columns, PostgreSQL the index. */
const conflicts: Record<string, ErrorCode> = {
  "users.username": "username_taken",
  "users.external_id": "external_id_taken",
  "user_emails.identifier": "email_taken",
  "user_emails.user_id, user_emails.identifier": "email_taken",
  "user_emails.user_id, user_emails.identifier, user_emails.is_verified": "email_taken",
  "user_phones.identifier": "phone_taken",
  "user_phones.user_id, user_phones.identifier": "phone_taken",
  "user_phones.user_id, user_phones.identifier, user_phones.is_verified": "phone_taken",
  "social_connections.provider, social_connections.provider_user_id": "social_connection_taken",
  "organizations.slug": "slug_taken",
  "organization_memberships.organization_id, organization_memberships.user_id": "already_member",
  "workspaces.organization_id, workspaces.slug": "slug_taken",
  "workspace_memberships.workspace_id, workspace_memberships.user_id": "already_member",
  invitations_pending: "invitation_pending",
  users_username_key: "username_taken",
  users_external_id_key: "external_id_taken",
  user_emails_verified: "email_taken",
  user_emails_user_id_identifier_key: "email_taken",
  user_emails_user_id_identifier_is_verified_key: "email_taken",
  user_phones_verified: "phone_taken",
  user_phones_user_id_identifier_key: "phone_taken",
  user_phones_user_id_identifier_is_verified_key: "phone_taken",
  social_connections_provider_provider_user_id_key: "social_connection_taken",
  organizations_slug_key: "slug_taken",
  organization_memberships_organization_id_user_id_key: "already_member",
  workspaces_organization_id_slug_key: "slug_taken",
  workspace_memberships_workspace_id_user_id_key: "already_member",
};

export const codeOfConflict = (constraint: string) => conflicts[constraint];
