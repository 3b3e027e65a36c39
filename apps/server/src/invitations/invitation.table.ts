import type { UserInvitation } from "@roster/contract";
import type { Generated, Nullable, Selectable } from "kysely";

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
  "invitations.invited_by",
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

type Delivery = NonNullable<UserInvitation["delivery"]>;

type InvitationRow = Pick<Selectable<InvitationTable>, keyof UserInvitation & keyof InvitationTable> &
  Nullable<Delivery>;

export const toInvitation = (
  { state, attempts, last_error, sent_at, ...row }: InvitationRow,
  now: string,
): UserInvitation => ({
  ...row,
  status: row.status === "pending" && row.expires_at <= now ? "expired" : row.status,
  delivery: state && { state, attempts: attempts ?? 0, last_error, sent_at },
});
