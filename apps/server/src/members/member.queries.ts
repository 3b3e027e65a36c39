import { type SqlBool, sql } from "kysely";
import type { Db } from "../database/database.ts";
import { type GroupKind, membersOf } from "../groups/group.queries.ts";
import { defineList, type Given } from "../lists/list.ts";

/** Users with their memberships of a group. */
const members = (kind: GroupKind) => (db: Db, given: Given, isTableFirst: boolean) => {
  const users = db.selectFrom("users");
  const table = `${kind}_memberships as member` as const;
  // SQLite never changes the order of a cross join.
  const joined = isTableFirst ? users.crossJoin(table) : users.innerJoin(table, (join) => join.onTrue());
  const ofGroup = joined
    .whereRef("member.user_id", "=", "users.id")
    .where(sql<SqlBool>`${sql.ref(`member.${kind}_id`)} = ${given[`${kind}_id`]}`);
  return given.role ? ofGroup.where("member.role", "=", given.role) : ofGroup;
};

const columns = ["member.id", "member.role", "member.created_at", "member.updated_at", "users.card"] as const;

const toMember = <Row extends { card: string }>({ card, ...membership }: Row) => ({
  ...membership,
  user: JSON.parse(card),
});

const listOf = (kind: GroupKind) =>
  ({
    table: "users",
    base: members(kind),
    rows: (db: Db, given: Given, isTableFirst: boolean) => members(kind)(db, given, isTableFirst).select(columns),
    toRecord: toMember,
    order: "created_at_desc",
    orders: { created_at: "member.created_at", email: "email_key", name: "name_key" },
  }) as const;

/** The group is a part of `base`: its hits only tell whether it has few members. */
const group = (kind: GroupKind) => ({ hits: membersOf(kind).hits });

export const organizationMemberList = defineList({
  ...listOf("organization"),
  procedure: "fetchOrganizationMembers",
  filters: { organization_id: group("organization"), role: { partOf: ["organization_id"] } },
});

export const workspaceMemberList = defineList({
  ...listOf("workspace"),
  procedure: "fetchWorkspaceMembers",
  filters: { workspace_id: group("workspace"), role: { partOf: ["workspace_id"] } },
});
