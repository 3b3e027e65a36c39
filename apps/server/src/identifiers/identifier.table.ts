import type { Selectable } from "kysely";

/** A user's emails and phones are kept alike, in two tables of this shape. Which one is primary stands on the user. */
export interface IdentifierTable {
  id: string;
  user_id: string;
  identifier: string;
  is_verified: number;
  verified_at: string | null;
  created_at: string;
  updated_at: string;
}

/** The columns that answers are made from. */
export const identifierColumns = [
  "id",
  "identifier",
  "is_verified",
  "verified_at",
  "created_at",
  "updated_at",
] as const;

export type IdentifierRow = Selectable<IdentifierTable>;

/** An identifier, and the one of its kind that is primary. */
export interface IdentifierOfUser {
  row: Pick<IdentifierRow, (typeof identifierColumns)[number]>;
  primary: string | null;
}

/** What emails and phones have alike in answers. */
export const toIdentifier = ({ row, primary }: IdentifierOfUser) => ({
  id: row.id,
  is_verified: row.is_verified === 1,
  is_primary: row.identifier === primary,
  verified_at: row.verified_at,
  created_at: row.created_at,
  updated_at: row.updated_at,
});
