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

/** What a row becomes in answers, beside the name of its identifier. */
export const toIdentifier = (row: Omit<IdentifierRow, "user_id">, primary: string | null) => ({
  id: row.id,
  is_verified: row.is_verified === 1,
  is_primary: row.identifier === primary,
  verified_at: row.verified_at,
  created_at: row.created_at,
  updated_at: row.updated_at,
});
