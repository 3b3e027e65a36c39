import { expect } from "vitest";
import type { TestDatabase } from "./database.ts";

const orderings = { created_at: "''", name: "name_key", email: "email_key", last_sign_in_at: "last_sign_in_key" };

const usual = [128, 8192];
export const fine = [4, 12];

/** Expects that the blocks which lists of users are found by say of the users what is so, and are as small as they may be. */
export async function expectBlocksRight(database: TestDatabase, sizes = usual) {
  const large = sizes.map((size, index) => `level = ${index + 1} and users > 2 * ${size}`).join(" or ");
  expect(await database.query(`select * from user_blocks where ${large}`)).toEqual([]);
  const [table] = await database.query(
    "select count(*) as users, cast(coalesce(sum(is_active), 0) as bigint) as active from users",
  );
  const names = Object.keys(orderings).toSorted();
  expect(
    await database.query(
      `select level, ordering, cast(sum(users) as bigint) as users, cast(sum(active) as bigint) as active
        from user_blocks group by level, ordering order by level, ordering`,
    ),
  ).toEqual([1, 2].flatMap((level) => names.map((ordering) => ({ level, ordering, ...table }))));
  for (const [ordering, key] of Object.entries(orderings)) {
    const wrong = await database.query(
      `select level, block.key, block.seq, users, active, count(placed.seq) as found
        from (
          select *, lead(key) over following as next_key, lead(seq) over following as next_seq
          from user_blocks where ordering = '${ordering}' window following as (partition by level order by key, seq)
        ) as block
        left join (select ${key} as key, seq, is_active from users) as placed
          on (placed.key, placed.seq) >= (block.key, block.seq)
            and (next_seq is null or (placed.key, placed.seq) < (next_key, next_seq))
        group by level, block.key, block.seq, users, active
        having users <> count(placed.seq) or active <> coalesce(sum(is_active), 0)`,
    );
    expect(wrong, `blocks by ${ordering}`).toEqual([]);
  }
  const loose = `select * from user_blocks as larger where level = 2 and not exists (
    select 1 from user_blocks as block
    where block.level = 1 and block.ordering = larger.ordering and block.key = larger.key and block.seq = larger.seq)`;
  expect(await database.query(loose)).toEqual([]);
}

/** Lets blocks of both levels have few users when they are cut: the same rules, with other numbers. */
export async function divideFinely(database: TestDatabase) {
  const isFile = database.url.startsWith("file:");
  const rules = await database.query<{ name: string; text: string }>(
    isFile
      ? "select name, sql as text from sqlite_schema where type = 'trigger' and name glob 'user_blocks_*'"
      : "select proname as name, pg_get_functiondef(oid) as text from pg_proc where proname = 'settle_user_block'",
  );
  for (const { name, text } of rules) {
    if (isFile) await database.query(`drop trigger ${name}`);
    const finely = usual.reduce((made, size, index) => made.replaceAll(` ${size}`, ` ${fine[index]}`), text);
    await database.query(finely);
  }
}
