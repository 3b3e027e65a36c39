import { User, type UserDetails } from "@roster/contract";
import { sql } from "kysely";
import { compiled } from "../database/compiled.ts";
import type { Db, Tx } from "../database/database.ts";
import { jsonRows, parseRows } from "../database/json.ts";
import { identifierColumns, toIdentifier } from "../identifiers/identifier.table.ts";
import { defineList } from "../lists/list.ts";
import { organizationMembershipColumns } from "../organizations/organization.table.ts";
import { workspaceMembershipColumns } from "../workspaces/workspace.table.ts";
import { toUser, userColumns } from "./user.table.ts";
import { updateUserRow } from "./user-row.queries.ts";

export const userList = defineList({
  procedure: "fetchUsers",
  table: "users",
  cards: { column: "card", schema: User },
  filters: {
    is_active: { true: () => sql`users.is_active = 1`, false: () => sql`users.is_active = 0` },
  },
  order: "created_at_desc",
  orders: { created_at: undefined, name: "name_key", email: "email_key", last_sign_in_at: "last_sign_in_key" },
});

const one = (db: Db) => db.selectFrom("users").select(userColumns);

const byId = compiled((db, { id }: { id: string }) => one(db).where("id", "=", id));

export async function findUser(db: Db, id: string) {
  const { rows } = await byId(db, { id });
  return rows[0] && toUser(rows[0]);
}

const byExternalId = compiled((db, { externalId }: { externalId: string }) =>
  one(db).where("external_id", "=", externalId),
);

export async function findUserByExternalId(db: Db, externalId: string) {
  const { rows } = await byExternalId(db, { externalId });
  return rows[0] && toUser(rows[0]);
}

const byEmail = compiled((db, { email }: { email: string }) =>
  one(db)
    .innerJoin("user_emails", "user_emails.user_id", "users.id")
    .where("user_emails.identifier", "=", email)
    .where("user_emails.is_verified", "=", sql.lit(1)),
);

/** The user who owns a verified address. */
export async function findUserByEmail(db: Db, email: string) {
  const { rows } = await byEmail(db, { email });
  return rows[0] && toUser(rows[0]);
}

const detailColumns = ["private_metadata", "deactivated_at", "deactivation_reason"] as const;

const details = compiled((db, { id }: { id: string }) =>
  one(db)
    .where("users.id", "=", id)
    .select(detailColumns)
    .select(sql<number>`case when password_hash is null then 0 else 1 end`.as("has_password"))
    .select((eb) => [
      jsonRows(
        db,
        eb
          .selectFrom("user_emails")
          .select(identifierColumns)
          .whereRef("user_id", "=", "users.id")
          .orderBy("created_at")
          .orderBy("id"),
      ).as("emails"),
      jsonRows(
        db,
        eb
          .selectFrom("user_phones")
          .select(identifierColumns)
          .whereRef("user_id", "=", "users.id")
          .orderBy("created_at")
          .orderBy("id"),
      ).as("phones"),
      jsonRows(
        db,
        eb
          .selectFrom("social_connections")
          .select(["id", "provider", "provider_user_id", "email", "display_name", "created_at", "updated_at"])
          .whereRef("user_id", "=", "users.id")
          .orderBy("created_at")
          .orderBy("id"),
      ).as("social_connections"),
      jsonRows(
        db,
        eb
          .selectFrom("organization_memberships as member")
          .innerJoin("organizations", "organizations.id", "member.organization_id")
          .select(organizationMembershipColumns)
          .whereRef("member.user_id", "=", "users.id")
          .orderBy("member.created_at")
          .orderBy("member.id"),
      ).as("organizations"),
      jsonRows(
        db,
        eb
          .selectFrom("workspace_memberships as member")
          .innerJoin("workspaces", "workspaces.id", "member.workspace_id")
          .select(workspaceMembershipColumns)
          .whereRef("member.user_id", "=", "users.id")
          .orderBy("member.created_at")
          .orderBy("member.id"),
      ).as("workspaces"),
    ]),
);

/** Everything about a user, in one statement. */
export async function findUserDetails(db: Db, id: string): Promise<UserDetails | undefined> {
  const { rows } = await details(db, { id });
  const [row] = rows;
  if (!row) return undefined;
  return {
    user: {
      ...toUser(row),
      private_metadata: JSON.parse(row.private_metadata),
      has_password: row.has_password === 1,
      deactivated_at: row.deactivated_at,
      deactivation_reason: row.deactivation_reason,
    },
    emails: parseRows(row.emails).map((email) => ({ ...toIdentifier(email, row.email), email: email.identifier })),
    phones: parseRows(row.phones).map((phone) => ({
      ...toIdentifier(phone, row.phone_number),
      phone_number: phone.identifier,
    })),
    social_connections: parseRows(row.social_connections),
    organizations: parseRows(row.organizations),
    workspaces: parseRows(row.workspaces),
  };
}

const own = compiled((db, { id }: { id: string }) => one(db).select(detailColumns).where("id", "=", id));

/** What a user's own row says, which nobody else changes until this transaction ends. */
export async function lockUser(tx: Tx, id: string) {
  const { rows } = await own(tx, { id });
  return rows[0];
}

export const setPrimary = (
  tx: Tx,
  id: string,
  kind: "email" | "phone_number",
  identifier: string | null,
  now: string,
) => updateUserRow(tx, id, kind === "email" ? { email: identifier } : { phone_number: identifier }, now);

/** Deletes a user with all that hangs on the row. Answers whether there was one. */
export async function deleteUserRow(tx: Tx, id: string) {
  const { numDeletedRows } = await tx.deleteFrom("users").where("id", "=", id).executeTakeFirst();
  return numDeletedRows > 0n;
}
