import { SocialConnection, User, type UserDetails } from "@roster/contract";
import { sql } from "kysely";
import { columnsOf } from "../database/columns.ts";
import { compiled } from "../database/compiled.ts";
import type { Db } from "../database/database.ts";
import { jsonRows, outerUser, parseRows } from "../database/json.ts";
import { membersOf } from "../groups/group.queries.ts";
import { organizationMembershipColumns, workspaceMembershipColumns } from "../groups/group.table.ts";
import { identifierColumns, toEmail, toPhone } from "../identifiers/identifier.table.ts";
import { cardChecker } from "../lists/cards.ts";
import { byIds, defineList } from "../lists/list.ts";
import { toUser, userColumns, userFlags } from "../user-rows/user-row.table.ts";

export const userList = defineList({
  procedure: "fetchUsers",
  table: "users",
  rows: (db) => db.selectFrom("users").select("card"),
  toJson: cardChecker(User),
  filters: {
    is_active: { flag: userFlags.is_active },
    has_password: { flag: userFlags.has_password },
    email_verified: { flag: userFlags.has_email }, // whoever has a verified address has a primary one
    phone_verified: { flag: userFlags.has_phone },
    never_signed_in: { flag: userFlags.never_signed_in },
    created_from: { from: "created_at" },
    created_to: { to: "created_at" },
    signed_in_from: { from: "last_sign_in_key" },
    signed_in_to: { to: "last_sign_in_key" },
    ...byIds("users"),
    organization_id: membersOf("organization"),
    workspace_id: membersOf("workspace"),
    role: { partOf: ["organization_id", "workspace_id"] },
    provider: {
      hits: ({ provider }) =>
        sql`select seq from users where id in (select user_id from social_connections where provider = ${provider})`,
      source: ({ provider }) => sql`select 1 from social_connections where provider = ${provider}`,
      holds: ({ provider }) =>
        sql`exists (select 1 from social_connections where user_id = users.id and provider = ${provider})`,
    },
  },
  time: "created_at",
  order: "created_at_desc",
  orders: { created_at: undefined, name: "name_key", email: "email_key", last_sign_in_at: "last_sign_in_key" },
});

const identifiersOf = (db: Db, table: "user_emails" | "user_phones") =>
  jsonRows(
    db,
    db.selectFrom(table).select(identifierColumns).where("user_id", "=", outerUser).orderBy("created_at").orderBy("id"),
  );

const details = compiled((db, { id }: { id: string }) =>
  db
    .selectFrom("users")
    .select(userColumns)
    .select(["private_metadata", "deactivated_at", "deactivation_reason"])
    .where("users.id", "=", id)
    .select(sql<number>`case when password_hash is null then 0 else 1 end`.as("has_password"))
    .select([
      identifiersOf(db, "user_emails").as("emails"),
      identifiersOf(db, "user_phones").as("phones"),
      jsonRows(
        db,
        db
          .selectFrom("social_connections")
          .select(columnsOf(SocialConnection))
          .where("user_id", "=", outerUser)
          .orderBy("created_at")
          .orderBy("id"),
      ).as("social_connections"),
      jsonRows(
        db,
        db
          .selectFrom("organization_memberships")
          .select(organizationMembershipColumns)
          .where("user_id", "=", outerUser)
          .orderBy("created_at")
          .orderBy("id"),
      ).as("organizations"),
      jsonRows(
        db,
        db
          .selectFrom("workspace_memberships")
          .select(workspaceMembershipColumns)
          .where("user_id", "=", outerUser)
          .orderBy("created_at")
          .orderBy("id"),
      ).as("workspaces"),
    ]),
);

/** Everything about a user, in one statement. */
export async function findUserDetails(db: Db, id: string): Promise<UserDetails | undefined> {
  const [row] = (await details(db, { id })).rows;
  if (!row) return undefined;
  return {
    user: {
      ...toUser(row),
      private_metadata: JSON.parse(row.private_metadata),
      has_password: row.has_password === 1,
      deactivated_at: row.deactivated_at,
      deactivation_reason: row.deactivation_reason,
    },
    emails: parseRows(row.emails).map((email) => toEmail({ row: email, primary: row.email })),
    phones: parseRows(row.phones).map((phone) => toPhone({ row: phone, primary: row.phone_number })),
    social_connections: parseRows(row.social_connections),
    organizations: parseRows(row.organizations),
    workspaces: parseRows(row.workspaces),
  };
}
