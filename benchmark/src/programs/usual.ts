// The same two reads as this stack is usually written: tRPC's standalone adapter, zod in and out, Kysely on its own dialect.
import { initTRPC, TRPCError } from "@trpc/server";
import { createHTTPHandler } from "@trpc/server/adapters/standalone";
import Sqlite from "better-sqlite3";
import { Kysely, SqliteDialect } from "kysely";
import { z } from "zod";
import { databasePath, listen } from "./listen.ts";
import { userColumns } from "./statements.ts";

interface Row {
  id: string;
  user_id: string;
  created_at: string;
  updated_at: string;
}
interface UserRow extends Row {
  seq: number;
  email: string | null;
  phone_number: string | null;
  first_name: string | null;
  last_name: string | null;
  username: string | null;
  profile_picture_url: string | null;
  is_active: number;
  external_id: string | null;
  public_metadata: string;
  version: number;
  last_sign_in_at: string | null;
}
interface IdentifierRow extends Row {
  identifier: string;
  is_verified: number;
  verified_at: string | null;
}
interface Tables {
  users: UserRow;
  user_emails: IdentifierRow;
  user_phones: IdentifierRow;
  social_connections: Row & { provider: string; provider_user_id: string; email: string | null };
  organization_memberships: Row & { organization_id: string; role: string };
  organizations: { id: string; name: string };
}

const db = new Kysely<Tables>({
  dialect: new SqliteDialect({ database: new Sqlite(databasePath(), { readonly: true }) }),
});

const times = { created_at: z.string(), updated_at: z.string() };
const User = z.object({
  id: z.string(),
  email: z.string().nullable(),
  phone_number: z.string().nullable(),
  first_name: z.string().nullable(),
  last_name: z.string().nullable(),
  username: z.string().nullable(),
  profile_picture_url: z.string().nullable(),
  is_active: z.boolean(),
  external_id: z.string().nullable(),
  public_metadata: z.record(z.string(), z.unknown()),
  version: z.number(),
  ...times,
  last_sign_in_at: z.string().nullable(),
});
const Identifier = z.object({ id: z.string(), identifier: z.string(), is_verified: z.boolean(), ...times });
const Details = z.object({
  user: User,
  emails: z.array(Identifier),
  phones: z.array(Identifier),
  social_connections: z.array(
    z.object({ id: z.string(), provider: z.string(), provider_user_id: z.string(), ...times }),
  ),
  organizations: z.array(z.object({ id: z.string(), organization_name: z.string(), role: z.string(), ...times })),
});

const toUser = (row: Pick<UserRow, (typeof userColumns)[number]>) => ({
  ...row,
  is_active: row.is_active === 1,
  public_metadata: JSON.parse(row.public_metadata) as Record<string, unknown>, // stored metadata is an object
});
const toIdentifier = (row: IdentifierRow) => ({ ...row, is_verified: row.is_verified === 1 });

const ofUser = (table: "user_emails" | "user_phones" | "social_connections", id: string) =>
  db.selectFrom(table).selectAll().where("user_id", "=", id).orderBy("created_at");

const t = initTRPC.create();
const router = t.router({
  list: t.procedure
    .input(z.object({ page: z.int().min(1).default(1), per_page: z.int().min(1).max(100).default(20) }).prefault({}))
    .output(z.object({ data: z.array(User) }))
    .query(async ({ input: { page, per_page } }) => {
      const query = db.selectFrom("users").select(userColumns).orderBy("seq", "desc");
      const rows = await query
        .limit(per_page)
        .offset((page - 1) * per_page)
        .execute();
      return { data: rows.map(toUser) };
    }),
  details: t.procedure
    .input(z.object({ user_id: z.string() }))
    .output(Details)
    .query(async ({ input: { user_id } }) => {
      const row = await db.selectFrom("users").select(userColumns).where("id", "=", user_id).executeTakeFirst();
      if (!row) throw new TRPCError({ code: "NOT_FOUND" });
      const [emails, phones, social_connections, organizations] = await Promise.all([
        ofUser("user_emails", user_id).$castTo<IdentifierRow>().execute(),
        ofUser("user_phones", user_id).$castTo<IdentifierRow>().execute(),
        ofUser("social_connections", user_id).$castTo<Tables["social_connections"]>().execute(),
        db
          .selectFrom("organization_memberships as member")
          .innerJoin("organizations", "organizations.id", "member.organization_id")
          .selectAll("member")
          .select("organizations.name as organization_name")
          .where("member.user_id", "=", user_id)
          .execute(),
      ]);
      return {
        user: toUser(row),
        emails: emails.map(toIdentifier),
        phones: phones.map(toIdentifier),
        social_connections,
        organizations,
      };
    }),
});

listen(createHTTPHandler({ router }));
