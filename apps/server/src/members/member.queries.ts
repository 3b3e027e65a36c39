import { type SqlBool, sql } from "kysely";
import type { Db } from "../database/database.ts";
import type { GroupKind } from "../groups/group.queries.ts";
import { membersOf } from "../groups/group.queries.ts";
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

const memberRows = (kind: GroupKind) => (db: Db, given: Given, isTableFirst: boolean) =>
  members(kind)(db, given, isTableFirst).select([
    "member.id",
    "member.role",
    "member.created_at",
    "member.updated_at",
    "users.card",
  ]);

const toMember = ({
  card,
  ...membership
}: {
  id: string;
  role: string;
  created_at: string;
  updated_at: string;
  card: string;
}) => ({
  ...membership,
  user: JSON.parse(card),
});

/** The group is a part of `base`: its hits only tell whether it has few members. */
const group = (kind: GroupKind) => ({ hits: membersOf(kind).hits });

const orders = { created_at: "member.created_at", email: "email_key", name: "name_key" };

export const organizationMemberList = defineList({
  procedure: "fetchOrganizationMembers",
  table: "users",
  base: members("organization"),
  rows: memberRows("organization"),
  toRecord: toMember,
  filters: { organization_id: group("organization"), role: { partOf: ["organization_id"] } },
  order: "created_at_desc",
  orders,
});

export const workspaceMemberList = defineList({
  procedure: "fetchWorkspaceMembers",
  table: "users",
  base: members("workspace"),
  rows: memberRows("workspace"),
  toRecord: toMember,
  filters: { workspace_id: group("workspace"), role: { partOf: ["workspace_id"] } },
  order: "created_at_desc",
  orders,
});
