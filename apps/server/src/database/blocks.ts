import { type RawBuilder, sql } from "kysely";
import type { Db, Tx } from "./database.ts";
import { isPostgres } from "./dialect.ts";
import type { Order, Ranks } from "./page.ts";

/** The orders of a list of users, with what each goes by before `seq`; creation goes by that alone. */
export const orderKeys = {
  created_at: undefined,
  name: sql<string>`users.name_key`,
  email: sql<string>`users.email_key`,
  last_sign_in_at: sql<string>`users.last_sign_in_key`,
};

/** Of blocks in one direction, the one in which the row is that has `index` others before it, and `rest` of it. */
const blockWith = (
  index: RawBuilder<unknown>,
  blocks: RawBuilder<unknown>,
  way: Order["direction"],
  rest: RawBuilder<unknown>,
) => sql`
  select key, seq, ${rest} as rest from (
    select key, seq, listed,
      sum(listed) over (order by key ${sql.raw(way)}, seq ${sql.raw(way)} rows unbounded preceding) as upto
    from (${blocks}) as blocks
  ) as summed where upto > ${index} and upto - listed <= ${index} limit 1`;

/**
 * The ranks of a list of users, by the blocks that the database keeps count of (see its first migration). Some dozens
 * of large ones are added up, and some dozens of those that one of them is made of; in one of these, users are passed over.
 */
export function ranksOfUsers(
  db: Db,
  ordering: keyof typeof orderKeys,
  { direction, key, seq }: Order,
  isActive: boolean | undefined,
): Ranks {
  const listed = isActive === undefined ? sql`users` : isActive ? sql`active` : sql`users - active`;
  const blocks = (level: 1 | 2) =>
    sql`select key, seq, ${listed} as listed from user_blocks
      where level = ${sql.lit(level)} and ordering = ${sql.lit(ordering)}`;
  return {
    at(index) {
      const wanted = sql`cast(${index} as bigint)`;
      const rest = sql`(select rest from larger)`;
      const larger = direction === "asc" ? sql`${wanted} - (upto - listed)` : sql`upto - 1 - ${wanted}`; // upwards from here
      const parts = sql`${blocks(1)} and (key, seq) >= (select key, +seq from larger)`;
      const filter = isActive === undefined ? sql`` : sql`users.is_active = ${sql.lit(isActive ? 1 : 0)} and`;
      const [place, from, found] = key
        ? [sql`${key}, ${seq}`, sql`(${key}, ${seq}) >= (select key, +seq from block)`, sql`key, +seq`]
        : [seq, sql`${seq} >= (select seq from block)`, sql`seq`];
      return sql`(
        with larger as (${blockWith(wanted, blocks(2), direction, larger)}),
          block as (${blockWith(rest, parts, "asc", sql`${rest} - (upto - listed)`)}),
          place as (
            select ${key ? sql`${key} as key, ` : sql``}${seq} as seq from users where ${filter} ${from}
            order by ${place} limit 1 offset coalesce((select rest from block), 0))
        select ${found} from place)`;
    },
    async total() {
      const { rows } = await sql<{ total: number }>`
        select cast(sum(listed) as bigint) as total from (${blocks(2)}) as blocks`.execute(db);
      return rows[0]?.total ?? 0;
    },
  };
}

/** From here on nobody is counted, as there is nothing to count in: for changes to very many users in one transaction. */
export const forgetBlocks = (tx: Tx) => sql`delete from user_blocks`.execute(tx);

/** Counts all users anew. */
export async function countBlocks(tx: Tx) {
  await forgetBlocks(tx);
  for (const level of [1, 2]) {
    for (const ordering of Object.keys(orderKeys)) {
      await sql`insert into user_blocks (level, ordering, key, seq, users, active)
        values (${level}, ${ordering}, '', 0, 0, 0)`.execute(tx);
    }
    await sql`update user_blocks set users = (select count(*) from users),
      active = (select count(*) from users where is_active = 1) where level = ${level}`.execute(tx);
    // On SQLite a trigger does it.
    if (isPostgres(tx)) await sql`select settle_user_block(b) from user_blocks as b where level = ${level}`.execute(tx);
  }
}
