import type { UserInvitation } from "@roster/contract";
import type { Generated, Selectable } from "kysely";
import type { MessageRow } from "../outbox/message.table.ts";

export interface InvitationTable {
  seq: Generated<number>;
  id: string;
  email: string;
  first_name: string | null;
  last_name: string | null;
  role: string | null;
  organization_id: string | null;
  redirect_url: string | null;
  public_metadata: string;
  search_text: string;
  /** The stored state. An expired invitation may still be stored as pending. */
  status: Generated<UserInvitation["status"]>;
  invited_by: string;
  invited_at: string;
  lifetime_days: number;
  expires_at: string;
  accepted_at: string | null;
  accepted_user_id: string | null;
  revoked_at: string | null;
}

/** The columns of a UserInvitation, including those of its mail. */
export const invitationColumns = [
  "invitations.id",
  "invitations.email",
  "invitations.first_name",
  "invitations.last_name",
  "invitations.role",
  "invitations.organization_id",
  "invitations.status",
  "invitations.invited_at",
  "invitations.expires_at",
  "invitations.accepted_at",
  "invitations.accepted_user_id",
  "invitations.revoked_at",
  "messages.state",
  "messages.attempts",
  "messages.last_error",
  "messages.sent_at",
] as const;

type InvitationRow = Omit<
  Selectable<InvitationTable>,
  "seq" | "redirect_url" | "public_metadata" | "search_text" | "invited_by" | "lifetime_days"
> & {
  state: MessageRow["state"] | null;
  attempts: number | null;
  last_error: string | null;
  sent_at: string | null;
};

export const toInvitation =
  (now: string) =>
  (row: InvitationRow): UserInvitation => ({
    id: row.id,
    email: row.email,
    first_name: row.first_name,
    last_name: row.last_name,
    role: row.role,
    organization_id: row.organization_id,
    status: row.status === "pending" && row.expires_at <= now ? "expired" : row.status,
    invited_at: row.invited_at,
    expires_at: row.expires_at,
    accepted_at: row.accepted_at,
    accepted_user_id: row.accepted_user_id,
    revoked_at: row.revoked_at,
    delivery: row.state && {
      state: row.state,
      attempts: row.attempts ?? 0,
      last_error: row.last_error,
      sent_at: row.sent_at,
    },
  });
