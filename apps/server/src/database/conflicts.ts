import type { ErrorCode } from "@roster/contract";

/** What it means to callers that a unique index refused a row. */
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
};

export const codeOfConflict = (constraint: string) => conflicts[constraint];
