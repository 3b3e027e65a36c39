import { Delivery, UserInvitation } from "@roster/contract";
import type { Generated, Nullable, Selectable } from "kysely";
import { columnsOf } from "../database/columns.ts";

export interface InvitationTable extends Omit<UserInvitation, "delivery" | "status"> {
  seq: Generated<number>;
  redirect_url: string | null;
  public_metadata: string;
  search_text: string;
  /** The stored state. An expired invitation may still be stored as pending. */
  status: Generated<UserInvitation["status"]>;
  lifetime_days: number;
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
