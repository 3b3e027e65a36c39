import type { Selectable } from "kysely";

export type IdentifierKind = "email" | "phone";

/** The shape of the two tables of emails and phones. The user's row has the primary one. */
export interface IdentifierTable {
  id: string;
  user_id: string;
  identifier: string;
  is_verified: number;
  verified_at: string | null;
  created_at: string;
  updated_at: string;
}

export const identifierColumns = [
  "id",
  "identifier",
  "is_verified",
  "verified_at",
  "created_at",
  "updated_at",
] as const;

export type IdentifierRow = Selectable<IdentifierTable>;

/** An identifier, and the user's primary one of its kind. */
export interface IdentifierOfUser {
  row: Pick<IdentifierRow, (typeof identifierColumns)[number]>;
  primary: string | null;
}

export const primaryOf = (user: { email: string | null; phone_number: string | null }, kind: IdentifierKind) =>
  kind === "email" ? user.email : user.phone_number;

/** The fields that records of emails and phones share. */
const toIdentifier = ({ row, primary }: IdentifierOfUser) => ({
  id: row.id,
  is_verified: row.is_verified === 1,
  is_primary: row.identifier === primary,
  verified_at: row.verified_at,
  created_at: row.created_at,
  updated_at: row.updated_at,
});

export const toEmail = (found: IdentifierOfUser) => ({ ...toIdentifier(found), email: found.row.identifier });

export const toPhone = (found: IdentifierOfUser) => ({ ...toIdentifier(found), phone_number: found.row.identifier });
