import { User } from "@roster/contract";
import type { Generated, GeneratedAlways, Selectable } from "kysely";
import { columnsOf } from "../database/columns.ts";

/** The columns of a User, and others. */
export interface UserTable extends Omit<User, "is_active" | "public_metadata" | "version"> {
  seq: Generated<number>;
  is_active: Generated<number>;
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
  /** One bit for each filter with two values: see `userFlags`. */
  flags: number;
  /** The User as JSON: see user-row.queries.ts. */
  card: string;
  /** The keys of the orders by email and last sign-in; empty without a value. */
  email_key: GeneratedAlways<string>;
  last_sign_in_key: GeneratedAlways<string>;
}

/** The bits of `flags`. */
export const userFlags = { is_active: 1, has_password: 2, has_email: 4, has_phone: 8, never_signed_in: 16 } as const;

type Flagged = Pick<
  Selectable<UserTable>,
  "is_active" | "password_hash" | "email" | "phone_number" | "last_sign_in_at"
>;

export const flagsOf = ({ is_active, password_hash, email, phone_number, last_sign_in_at }: Flagged) =>
  (is_active ? userFlags.is_active : 0) +
  (password_hash === null ? 0 : userFlags.has_password) +
  (email === null ? 0 : userFlags.has_email) +
  (phone_number === null ? 0 : userFlags.has_phone) +
  (last_sign_in_at === null ? userFlags.never_signed_in : 0);

export const userColumns = columnsOf(User).map((name) => `users.${name}` as const);

export type UserRow = Pick<Selectable<UserTable>, keyof User>;

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
