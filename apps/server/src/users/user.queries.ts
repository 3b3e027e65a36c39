import type { ParsedInput, UserDetails, UserOrder } from "@roster/contract";
import { type Insertable, type Selectable, type SqlBool, sql, type Updateable } from "kysely";
import { orderKeys, ranksOfUsers } from "../database/blocks.ts";
import { compiled } from "../database/compiled.ts";
import type { Db, Tx } from "../database/database.ts";
import { jsonRows, parseRows } from "../database/json.ts";
import { type Order, type Placed, paginate } from "../database/page.ts";
import { parseSearch, searchText } from "../database/search.ts";
import { identifierColumns, toIdentifier } from "../identifiers/identifier.table.ts";
import { organizationMembershipColumns } from "../organizations/organization.table.ts";
import { workspaceMembershipColumns } from "../workspaces/workspace.table.ts";
import { type Card, checkedUser } from "./user.cards.ts";
import { toUser, type UserRow, type UserTable, userColumns } from "./user.table.ts";

export const listUsers = (db: Db, input: ParsedInput<"fetchUsers">) => pageOfUsers(db, input, "rows", toUser);

export async function listUsersAsJson(db: Db, input: ParsedInput<"fetchUsers">) {
  const { data, ...place } = await pageOfUsers(db, input, "cards", checkedUser);
  return `{"data":[${data.join(",")}],${JSON.stringify(place).slice(1)}`;
}

async function pageOfUsers<Answer>(
  db: Db,
  input: ParsedInput<"fetchUsers">,
  form: "rows" | "cards",
  toRecord: (row: UserRow & Card & Placed) => Answer,
) {
  const search = await parseSearch(db, "users", input.search);
  const orderBy = input.order_by ?? "created_at_desc";
  const hits = search?.isCommon && !orderBy.startsWith("created_at") ? undefined : search?.hits;
  const order = orderOf(orderBy, hits !== undefined);
  const columns = form === "cards" ? (["users.card"] as const) : userColumns;
  const filtered = () =>
    search && hits
      ? db
          .selectFrom(hits.as("hits"))
          .innerJoin("users", "users.seq", "hits.seq")
          .where(search.holds)
          // The plus keeps SQLite from starting with an index on it: what is found is far less than who is active.
          .$if(input.is_active !== undefined, (q) => q.where(sql<SqlBool>`+users.is_active = ${flag(input.is_active)}`))
          .select(columns)
      : db
          .selectFrom("users")
          .$if(input.is_active !== undefined, (q) => q.where("users.is_active", "=", flag(input.is_active)))
          .$if(search !== undefined, (q) => (search ? q.where(search.holds) : q))
          .select(columns);
  const all = !search && {
    shape: `users ${form} ${input.is_active}`,
    ranks: ranksOfUsers(db, orderingOf(orderBy), order, input.is_active),
  };
  return paginate(db, { query: filtered, ...all }, order, input, toRecord);
}

const flag = (value: boolean | undefined) => sql.lit(value ? 1 : 0);

const orderingOf = (name: UserOrder) => name.replace(/_(asc|desc)$/, "") as keyof typeof orderKeys; // what is left of it

function orderOf(name: UserOrder, byIndex: boolean): Order {
  const seq = byIndex ? sql<number>`hits.seq` : sql<number>`users.seq`;
  const direction = name.endsWith("_asc") ? "asc" : "desc";
  return { name, direction, seq, key: orderKeys[orderingOf(name)] };
}

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

const insert = compiled((tx, row: Insertable<UserTable>) =>
  tx.insertInto("users").values(row).returning(userColumns).returning("seq"),
);

/** Inserts a user who has these identifiers, ready for lists to search and order by. */
export async function insertUser(
  tx: Tx,
  given: Omit<Insertable<UserTable>, keyof Searched> & Named,
  emails: string[],
  phones: string[],
) {
  const searched = searchedOf(given, emails, phones);
  const { rows } = await insert(tx, { ...given, ...searched });
  const [row] = rows;
  if (!row) throw new Error("an insert answers its row");
  return row;
}

const update = compiled((tx, { changed, ...fields }: Updateable<UserTable> & { changed: string }) =>
  tx
    .updateTable("users")
    .set(fields)
    .set((eb) => ({ version: eb("version", "+", 1) }))
    .where("id", "=", changed)
    .returning(userColumns),
);

/** Changes a user's own row, which makes a new version of it. Answers it. */
export async function updateUserRow(tx: Tx, id: string, fields: Updateable<UserTable>, now: string) {
  const isRenamed = names.some((name) => fields[name] !== undefined);
  const searched = isRenamed ? await searchedOfUser(tx, id, fields) : undefined;
  const { rows } = await update(tx, { ...fields, ...searched, updated_at: now, changed: id });
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

const names = ["first_name", "last_name", "username", "external_id"] as const;
type Named = Pick<Selectable<UserTable>, (typeof names)[number]>;
type Searched = Pick<Selectable<UserTable>, "search_text" | "search_digits" | "name_key">;

/** What lists search and order by. */
function searchedOf(user: Named, emails: string[], phones: string[]): Searched {
  const { first_name, last_name, username, external_id } = user;
  const digits = phones.map((phone) => phone.slice(1)).join(" ");
  return {
    search_text: searchText(first_name, last_name, username, external_id, ...emails, digits),
    search_digits: digits,
    name_key: searchText(first_name, last_name),
  };
}

const indexed = compiled((tx, { id }: { id: string }) =>
  tx
    .selectFrom("users")
    .select(names)
    .select((eb) => [
      jsonRows(
        tx,
        eb.selectFrom("user_emails").select("identifier").whereRef("user_id", "=", "users.id").orderBy("identifier"),
      ).as("emails"),
      jsonRows(
        tx,
        eb.selectFrom("user_phones").select("identifier").whereRef("user_id", "=", "users.id").orderBy("identifier"),
      ).as("phones"),
    ])
    .where("id", "=", id),
);

/** What a user is searched and ordered by, with the identifiers of now and these names in place of those of now. */
async function searchedOfUser(tx: Tx, id: string, renamed: Partial<Named> = {}) {
  const { rows } = await indexed(tx, { id });
  const [user] = rows;
  if (!user) throw new Error("there is no such user to index");
  const identifiersOf = (found: typeof user.emails) => parseRows(found).map(({ identifier }) => identifier);
  const { emails, phones } = user;
  return searchedOf({ ...user, ...renamed }, identifiersOf(emails), identifiersOf(phones));
}

const setSearched = compiled((tx, { id, ...fields }: Searched & { id: string }) =>
  tx.updateTable("users").set(fields).where("id", "=", id),
);

/** Brings what lists search and order by up to date with the user's identifiers. */
export async function reindexUser(tx: Tx, id: string) {
  await setSearched(tx, { id, ...(await searchedOfUser(tx, id)) });
}
