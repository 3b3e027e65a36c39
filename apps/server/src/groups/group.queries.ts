import type { Updateable } from "kysely";
import type { Tx } from "../database/database.ts";
import type { OrganizationTable } from "./group.table.ts";

export type GroupKind = "organization" | "workspace";

export const updateGroupRow = (tx: Tx, kind: GroupKind, id: string, fields: Updateable<OrganizationTable>) =>
  tx.updateTable(`${kind}s`).set(fields).where("id", "=", id).execute();

/** Removes a member; from an organization's workspaces too, by their foreign key. Answers whether the member existed. */
export async function deleteMembership(tx: Tx, kind: GroupKind, id: string, userId: string) {
  const { numDeletedRows } = await tx
    .deleteFrom(`${kind}_memberships`)
    .where(`${kind}_id`, "=", id)
    .where("user_id", "=", userId)
    .executeTakeFirst();
  return numDeletedRows === 1n;
}
