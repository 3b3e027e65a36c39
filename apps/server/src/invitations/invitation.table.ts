import { Delivery, UserInvitation } from "@roster/contract";
import type { Generated, Nullable, Selectable } from "kysely";
import { columnsOf } from "../database/columns.ts";

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
  ...columnsOf(UserInvitation.omit({ delivery: true })).map((name) => `invitations.${name}` as const),
  ...columnsOf(Delivery).map((name) => `messages.${name}` as const),
];

type InvitationRow = Pick<Selectable<InvitationTable>, keyof UserInvitation & keyof InvitationTable> &
  Nullable<Delivery>;

export const toInvitation = ({ state, attempts, last_error, sent_at, ...row }: InvitationRow, now: string) => ({
  ...row,
  status: row.status === "pending" && row.expires_at <= now ? "expired" : row.status,
  delivery: state && { state, attempts: attempts ?? 0, last_error, sent_at },
});
