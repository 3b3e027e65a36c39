// Lists of users find any page, and their totals, by adding up the blocks that each order is divided into. The database
// keeps them by itself: whatever changes a user's place or activity, one user or a million, moves the counts along.

/** The column that each order goes by before `seq`. */
const keys = { created_at: "''", name: "name_key", email: "email_key", last_sign_in_at: "last_sign_in_key" };
const orderings = Object.entries(keys);

/** How many users a block of each level has when it is new. */
const sizes = { 1: 512, 2: 32_768 };
const levels = [1, 2] as const;
type Level = (typeof levels)[number];

export const userBlocksTable = `create table user_blocks (
    level integer not null check (level in (1, 2)),
    ordering text not null,
    key text not null,
    seq integer not null,
    users integer not null,
    active integer not null check (active between 0 and users),
    primary key (level, ordering, key, seq)
  ) strict, without rowid`;

const firstBlocks = levels.flatMap((level) =>
  orderings.map(([ordering]) => `insert into user_blocks values (${level}, '${ordering}', '', 0, 0, 0)`),
);

/** The users of a block of level 1. The sign lets SQLite look for both parts of a place in an index. */
const usersOf = (block: string, key: string) =>
  `select ${key} as key, seq, 1 as users, is_active as active from users
            where ${key === "''" ? `seq >= ${block}.seq` : `(${key}, seq) >= (${block}.key, +${block}.seq)`}
            order by ${key === "''" ? "seq" : `${key}, seq`} limit ${block}.users`;

/** The blocks of level 1 from where one of level 2 begins. */
const blocksFrom = (block: string) =>
  `select key, seq, users, active from user_blocks
            where level = 1 and ordering = ${block}.ordering and (key, seq) >= (${block}.key, ${block}.seq)`;

/** Puts in the place of a block the pieces that its parts make when they are dealt out evenly. */
const cut = (block: string, level: Level, parts: string) => `
    insert into user_blocks (level, ordering, key, seq, users, active)
      select ${level}, ${block}.ordering, case piece when 0 then ${block}.key else key end,
        case piece when 0 then ${block}.seq else seq end, users, active
      from (
        select piece, key, seq, row_number() over (partition by piece order by key, seq) as number,
          sum(users) over (partition by piece) as users, sum(active) over (partition by piece) as active
        from (
          select key, seq, users, active, before / (${block}.users / (${block}.users / ${sizes[level]}) + 1) as piece from (
            select key, seq, users, active, cast(sum(users) over (order by key, seq) as bigint) - users as before from (
            ${parts}) as parts
          ) as placed where before < ${block}.users
        ) as dealt
      ) as pieces where number = 1
      on conflict (level, ordering, key, seq) do update set users = excluded.users, active = excluded.active;`;
const isLarge = (block: string, level: Level) => `${block}.level = ${level} and ${block}.users > 2 * ${sizes[level]}`;

/** Makes one of two small blocks that follow each other. What a block of level 2 begins with stays. */
const join = (block: string, level: Level) => {
  const itself = `ordering = ${block}.ordering and key = ${block}.key and seq = ${block}.seq`;
  const before = (column: string) => `(
        select ${column} from user_blocks
        where level = ${level} and ordering = ${block}.ordering and (key, seq) < (${block}.key, ${block}.seq)
        order by key desc, seq desc limit 1)`;
  const begins = level === 1 ? `\n      and not exists (select 1 from user_blocks where level = 2 and ${itself})` : "";
  return `
    delete from user_blocks where level = ${level} and ${itself}
      and ${before("users")} <= ${sizes[level]} / 2${begins};
    update user_blocks set users = users + ${block}.users, active = active + ${block}.active
      where level = ${level} and ordering = ${block}.ordering and (key, seq) = ${before("key, seq")}
      and not exists (select 1 from user_blocks where level = ${level} and ${itself});`;
};
const isSmall = (block: string, level: Level) => `${block}.level = ${level} and ${block}.users <= ${sizes[level]} / 2`;

/** Where the orders have the user that a trigger calls `old` or `new`: what leaves there, or comes. */
const placesOf = (user: "old" | "new") =>
  orderings.map(([ordering, key]) => {
    const sign = user === "old" ? "-" : "";
    return `('${ordering}', ${key === "''" ? key : `${user}.${key}`}, ${user}.seq, ${sign}1, ${sign}${user}.is_active)`;
  });

const columnOf = (key: string) => ({ email_key: "email, ", last_sign_in_key: "last_sign_in_at, " })[key] ?? `${key}, `;

/** Row by row. What is inserted into the view is a number of users who come to a place, or leave it. */
export const userBlocksOnSqlite = [
  ...firstBlocks,
  "create view user_moves as select ordering, key, seq, users, active from user_blocks",
  `create trigger user_moves_counted instead of insert on user_moves begin${levels
    .map(
      (level) => `
    update user_blocks set users = users + new.users, active = active + new.active
      where level = ${level} and ordering = new.ordering and (key, seq) = (
        select key, seq from user_blocks
        where level = ${level} and ordering = new.ordering and (key, seq) <= (new.key, new.seq)
        order by key desc, seq desc limit 1);`,
    )
    .join("")}
  end`,
  `create trigger users_come after insert on users begin
    insert into user_moves values
      ${placesOf("new").join(",\n      ")};
  end`,
  `create trigger users_leave after delete on users begin
    insert into user_moves values
      ${placesOf("old").join(",\n      ")};
  end`,
  ...orderings.map(
    ([ordering, key], index) => `create trigger users_move_by_${ordering}
    after update of ${key === "''" ? "" : columnOf(key)}seq, is_active on users
    when ${key === "''" ? "" : `new.${key} <> old.${key} or `}new.seq <> old.seq or new.is_active <> old.is_active begin
    insert into user_moves values
      ${placesOf("old")[index]},
      ${placesOf("new")[index]};
  end`,
  ),
  // One trigger that looks at each count, which costs least; what there is to do then is for those of the second view.
  "create view unsettled_user_blocks as select * from user_blocks",
  `create trigger user_blocks_unsettled after update of users on user_blocks
    when ${levels.flatMap((level) => [isLarge("new", level), `${isSmall("new", level)} and new.users < old.users`]).join("\n      or ")} begin
    insert into unsettled_user_blocks values (new.level, new.ordering, new.key, new.seq, new.users, new.active);
  end`,
  ...orderings.map(
    ([ordering, key]) => `create trigger user_blocks_cut_by_${ordering} instead of insert on unsettled_user_blocks
    when ${isLarge("new", 1)} and new.ordering = '${ordering}' begin${cut("new", 1, usersOf("new", key))}
  end`,
  ),
  `create trigger user_blocks_cut instead of insert on unsettled_user_blocks
    when ${isLarge("new", 2)} begin${cut("new", 2, blocksFrom("new"))}
  end`,
  ...levels.map(
    (level) => `create trigger user_blocks_join_${level} instead of insert on unsettled_user_blocks
    when ${isSmall("new", level)} begin${join("new", level)}
  end`,
  ),
];

/** What an event leaves to be counted: once for all rows of a statement. */
const moves = {
  insert: "select *, 1 as came from arrived",
  delete: "select *, -1 as came from departed",
  update: "select *, 1 as came from arrived union all select *, -1 from departed",
};
const transitions = {
  insert: "new table as arrived",
  delete: "old table as departed",
  update: "old table as departed new table as arrived",
};
const events = ["insert", "delete", "update"] as const;

const isMoved = `exists (
      select 1 from arrived left join departed using (seq, is_active, name_key, email_key, last_sign_in_key)
      where departed.id is null)`;

/** Statement by statement: its rows are all there when the first one could be counted. */
export const userBlocksOnPostgres = [
  ...firstBlocks,
  "alter table user_blocks set (fillfactor = 50)", // counts change in place
  `create function settle_user_block(block user_blocks) returns void language plpgsql as $$
begin
    ${orderings
      .map(
        ([ordering, key]) =>
          `if ${isLarge("block", 1)} and block.ordering = '${ordering}' then${cut("block", 1, usersOf("block", key))}`,
      )
      .join("\n    els")}
    elsif ${isLarge("block", 2)} then${cut("block", 2, blocksFrom("block"))}
    ${levels.map((level) => `elsif ${isSmall("block", level)} then${join("block", level)}`).join("\n    ")}
    end if;
end $$`,
  ...events.flatMap((event) => [
    `create function users_after_${event}() returns trigger language plpgsql as $$
declare
  block user_blocks;
begin
  ${event === "update" ? `if not ${isMoved} then return null; end if;\n  ` : ""}for block in
    with moves as (${moves[event]}),
    changes as (
      select levels.level, places.ordering, found.key, found.seq, sum(came) as users, sum(came * is_active) as active
      from moves
        cross join lateral (values ${orderings.map(([ordering, key]) => `('${ordering}', ${key})`).join(", ")}) as places (ordering, key)
        cross join (values (1), (2)) as levels (level)
        cross join lateral (
          select key, seq from user_blocks
          where level = levels.level and ordering = places.ordering and (key, seq) <= (places.key, moves.seq)
          order by key desc, seq desc limit 1) as found
      group by 1, 2, 3, 4 having sum(came) <> 0 or sum(came * is_active) <> 0),
    counted as (
      update user_blocks as block_before set users = block_before.users + changes.users, active = block_before.active + changes.active
      from changes
      where (block_before.level, block_before.ordering, block_before.key, block_before.seq) = (changes.level, changes.ordering, changes.key, changes.seq)
      returning block_before.*)
    select * from counted order by level, ordering, key, seq
  loop
    perform settle_user_block(block);
  end loop;
  return null;
end $$`,
    `create trigger users_counted_after_${event} after ${event} on users referencing ${transitions[event]}
  for each statement execute function users_after_${event}()`,
  ]),
];
