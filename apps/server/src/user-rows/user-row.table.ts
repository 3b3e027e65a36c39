import type { User } from "@roster/contract";
import type { Generated, GeneratedAlways, Selectable } from "kysely";

export interface UserTable {
  seq: Generated<number>;
  id: string;
  first_name: string | null;
  last_name: string | null;
  username: string | null;
  profile_picture_url: string | null;
  external_id: string | null;
  is_active: Generated<number>;
  /** The primary address: one of the user's verified emails. */
  email: string | null;
  /** The primary number: one of the user's verified phones. */
  phone_number: string | null;
  /** The key of the order by name. */
  name_key: string;
  search_text: string;
  search_digits: string;
  public_metadata: string;
  private_metadata: string;
  password_hash: string | null;
  deactivated_at: string | null;
  deactivation_reason: string | null;
  version: Generated<number>;
  created_at: string;
  updated_at: string;
  last_sign_in_at: string | null;
  /** The User as JSON: see user-row.queries.ts. */
  card: string;
  /** The keys of the orders by email and last sign-in; empty without a value. */
  email_key: GeneratedAlways<string>;
  last_sign_in_key: GeneratedAlways<string>;
}

/** The columns of a User. */
export const userColumns = [
  "users.id",
  "users.email",
  "users.phone_number",
  "users.first_name",
  "users.last_name",
  "users.username",
  "users.profile_picture_url",
  "users.is_active",
  "users.external_id",
  "users.public_metadata",
  "users.version",
  "users.created_at",
  "users.updated_at",
  "users.last_sign_in_at",
] as const;

type ColumnName = (typeof userColumns)[number] extends `users.${infer Name}` ? Name : never;

export type UserRow = Pick<Selectable<UserTable>, ColumnName>;

export const toUser = (row: UserRow): User => ({
  id: row.id,
  email: row.email,
  phone_number: row.phone_number,
  first_name: row.first_name,
  last_name: row.last_name,
  username: row.username,
  profile_picture_url: row.profile_picture_url,
  is_active: row.is_active === 1,
  external_id: row.external_id,
  public_metadata: JSON.parse(row.public_metadata),
  version: row.version,
  created_at: row.created_at,
  updated_at: row.updated_at,
  last_sign_in_at: row.last_sign_in_at,
});
