import type { Organization } from "@roster/contract";
import type { Db, Tx } from "../database/database.ts";
import { locked } from "../database/dialect.ts";
import { defineList } from "../lists/list.ts";
import { organizationMembershipColumns } from "./organization.table.ts";

const organizations = (db: Db) =>
  db
    .selectFrom("organizations")
    .select(["id", "name", "slug", "public_metadata", "created_at", "updated_at"])
    .select((eb) =>
      eb
        .selectFrom("organization_memberships")
        .select((count) => count.fn.countAll<number>().as("members"))
        .whereRef("organization_id", "=", "organizations.id")
        .as("member_count"),
    );

type Row = Awaited<ReturnType<ReturnType<typeof organizations>["executeTakeFirstOrThrow"]>>;

const toOrganization = (row: Row): Organization => ({
  ...row,
  public_metadata: JSON.parse(row.public_metadata),
  member_count: Number(row.member_count),
});

export const organizationList = defineList({
  procedure: "fetchOrganizations",
  table: "organizations",
  rows: organizations,
  toRecord: toOrganization,
  filters: {},
  order: "desc",
});

export async function findOrganization(db: Db, id: string) {
  const row = await organizations(db).where("id", "=", id).executeTakeFirst();
  return row && toOrganization(row);
}

const memberships = (db: Db) =>
  db
    .selectFrom("organization_memberships as member")
    .innerJoin("organizations", "organizations.id", "member.organization_id")
    .select(organizationMembershipColumns);

export const findOrganizationMembership = (db: Db, organizationId: string, userId: string) =>
  memberships(db)
    .where("member.organization_id", "=", organizationId)
    .where("member.user_id", "=", userId)
    .executeTakeFirst();

export const isOrganizationMember = async (tx: Tx, organizationId: string, userId: string) =>
  (await findOrganizationMembership(tx, organizationId, userId)) !== undefined;

/** Foreign keys take along what belongs to it. A message has none for its subject: those about its invitations go here. */
export async function deleteOrganizationRow(tx: Tx, id: string) {
  await locked(tx, tx.selectFrom("organizations").select("id").where("id", "=", id)).execute(); // nobody is invited meanwhile
  const invitations = tx.selectFrom("invitations").select("id").where("organization_id", "=", id);
  await tx.deleteFrom("messages").where("subject_id", "in", invitations).execute();
  return tx.deleteFrom("organizations").where("id", "=", id).returning("id").executeTakeFirst();
}
