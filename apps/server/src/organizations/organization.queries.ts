import type { Organization, ParsedInput } from "@roster/contract";
import { sql } from "kysely";
import type { Db, Tx } from "../database/database.ts";
import { type Order, paginate } from "../database/page.ts";
import { parseSearch } from "../database/search.ts";
import { organizationMembershipColumns } from "./organization.table.ts";

const newestFirst: Order = { name: "organizations", direction: "desc", seq: sql.ref("organizations.seq") };

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

export async function listOrganizations(db: Db, input: ParsedInput<"fetchOrganizations">) {
  const search = await parseSearch(db, "organizations", input.search);
  const found = search ? organizations(db).where(search.found) : organizations(db);
  return paginate(db, { query: () => found }, newestFirst, input, toOrganization);
}

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
