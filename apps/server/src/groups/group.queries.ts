import { sql, type Updateable } from "kysely";
import type { Tx } from "../database/database.ts";
import type { Given, Narrowing } from "../lists/list.ts";
import type { OrganizationTable } from "./group.table.ts";

export type GroupKind = "organization" | "workspace";

export const updateGroupRow = (tx: Tx, kind: GroupKind, id: string, fields: Updateable<OrganizationTable>) =>
  tx.updateTable(`${kind}s`).set(fields).where("id", "=", id).execute();

/** The filter of users by membership in a group, and by role. */
export const membersOf = (kind: GroupKind): Narrowing => {
  const members = ({ role, ...given }: Given) =>
    sql`${sql.table(`${kind}_memberships`)} as member where member.${sql.ref(`${kind}_id`)} = ${given[`${kind}_id`]}
      ${role ? sql`and member.role = ${role}` : sql``}`;
  return {
    hits: (given) => sql`select seq from users where id in (select user_id from ${members(given)})`,
    source: (given) => sql`select 1 from ${members(given)}`,
    holds: (given) => sql`exists (select 1 from ${members(given)} and member.user_id = users.id)`,
  };
};

/** Removes a member; from an organization's workspaces too, by their foreign key. Answers the membership's id, if there was one. */
export const deleteMembership = (tx: Tx, kind: GroupKind, id: string, userId: string) =>
  tx
    .deleteFrom(`${kind}_memberships`)
    .where(`${kind}_id`, "=", id)
    .where("user_id", "=", userId)
    .returning("id")
    .executeTakeFirst();
