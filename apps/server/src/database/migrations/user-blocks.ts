// Lists of users find any page, and their totals, by adding up the blocks that each order is divided into. The database
// keeps them by itself: whatever changes a user's place or activity, one user or a million, moves the counts along.

/** The column that each order goes by before `seq`. */
const keys = { created_at: "''", name: "name_key", email: "email_key", last_sign_in_at: "last_sign_in_key" };
const orderings = Object.entries(keys);

const levels = [1, 2] as const;
type Level = (typeof levels)[number];

/** How many users half a block has: many enough for few blocks, few enough to be passed over quickly. */
const sizes = { 1: 128, 2: 8192 };

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

/** A place. The sign lets SQLite look for both parts of it in an index. */
const keyAndSeq = (row: string) => `${row}.key, +${row}.seq`;
const seqAlone = (row: string) => `${row}.seq`;

/** What becomes of a block, which a trigger or function calls `block`, when its users are many or few. */
function rulesOf(block: string) {
  const itself = `ordering = ${block}.ordering and key = ${block}.key and seq = ${block}.seq`;
  /** Makes two of a block, by queries for where the second begins, after so many users, and for those of it before a place. */
  function cut(
    level: Level,
    placeOf: (row: string) => string,
    parts: { after(users: string): string; users(end: string): string; active(end: string): string },
  ) {
    const following = `from user_blocks as next
        where level = ${level} and ordering = ${block}.ordering and (key, seq) > (${block}.key, ${block}.seq)`;
    const next = `(
        select ${placeOf("next")} ${following} order by key, seq limit 1)`;
    const middle = `(${placeOf("middle")})`;
    // Most come at the end of the orders by time: what is before them stays nearly full.
    const half = `(case when exists (
        select 1 ${following}) then ${block}.users / 2 else ${block}.users - ${block}.users / 8 end)`;
    return `
    insert into user_blocks (level, ordering, key, seq, users, active)
      select ${level}, ${block}.ordering, middle.key, middle.seq,
        ${block}.users - ${parts.users(middle)}, ${block}.active - ${parts.active(middle)}
      from (${parts.after(half)}) as middle;
    update user_blocks set users = ${parts.users(next)}, active = ${parts.active(next)}
      where level = ${level} and ${itself};`;
  }
  return {
    isLarge: (level: Level) => `${block}.level = ${level} and ${block}.users > 2 * ${sizes[level]}`,
    isSmall: (level: Level) => `${block}.level = ${level} and ${block}.users <= ${sizes[level]} / 2`,
    /** Between two users. */
    cutBy(key: string) {
      const [place, placeOf] = key === "''" ? ["seq", seqAlone] : [`${key}, seq`, keyAndSeq];
      const users = `from users where (${place}) >= (${placeOf(block)})`;
      return cut(1, placeOf, {
        after: (half) => `select ${key} as key, seq ${users} order by ${place} limit 1 offset ${half}`,
        users: (end) => `(select count(*) ${users} and (${place}) < ${end})`,
        active: (end) => `(select count(*) ${users} and (${place}) < ${end} and is_active = 1)`,
      });
    },
    /** Between two blocks of level 1. */
    cutLarger() {
      const parts = `from user_blocks
        where level = 1 and ordering = ${block}.ordering and (key, seq) >= (${keyAndSeq(block)})`;
      const sum = (column: string) => (end: string) =>
        `(select cast(sum(${column}) as bigint) ${parts} and (key, seq) < ${end})`;
      return cut(2, keyAndSeq, {
        after: (half) => `select key, seq from (
          select key, seq, sum(users) over (order by key, seq) as upto ${parts}
        ) as part where upto > ${half} order by key, seq limit 1`,
        users: sum("users"),
        active: sum("active"),
      });
    },
    /** Makes one of two small blocks that follow each other. What a block of level 2 begins with stays. */
    join(level: Level) {
      const before = (column: string) => `(
        select ${column} from user_blocks
        where level = ${level} and ordering = ${block}.ordering and (key, seq) < (${block}.key, ${block}.seq)
        order by key desc, seq desc limit 1)`;
      const begins =
        level === 1 ? `\n      and not exists (select 1 from user_blocks where level = 2 and ${itself})` : "";
      return `
    delete from user_blocks where level = ${level} and ${itself}
      and ${before("users")} <= ${sizes[level]} / 2${begins};
    update user_blocks set users = users + ${block}.users, active = active + ${block}.active
      where level = ${level} and ordering = ${block}.ordering and (key, seq) = ${before("key, seq")}
      and not exists (select 1 from user_blocks where level = ${level} and ${itself});`;
    },
  };
}

/** Where the orders have the user that a trigger calls `old` or `new`: what leaves there, or comes. */
const placesOf = (user: "old" | "new") =>
  orderings.map(([ordering, key]) => {
    const sign = user === "old" ? "-" : "";
    return `('${ordering}', ${key === "''" ? key : `${user}.${key}`}, ${user}.seq, ${sign}1, ${sign}${user}.is_active)`;
  });

const columnOf = (key: string) => ({ email_key: "email", last_sign_in_key: "last_sign_in_at" })[key] ?? key;
const { isLarge, isSmall, ...rules } = rulesOf("new");

/** Row by row. What is inserted into the first view is how many users come to a place (or leave it: less than none). */
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
    after update of ${key === "''" ? "" : `${columnOf(key)}, `}seq, is_active on users
    when ${key === "''" ? "" : `new.${key} <> old.${key} or `}new.seq <> old.seq or new.is_active <> old.is_active begin
    insert into user_moves values
      ${placesOf("old")[index]},
      ${placesOf("new")[index]};
  end`,
  ),
  // One trigger looks at each count, which costs least. What there is to do then is for those of the second view.
  "create view unsettled_user_blocks as select * from user_blocks",
  ...Object.entries({
    insert: levels.map(isLarge),
    "update of users": levels.flatMap((level) => [isLarge(level), `${isSmall(level)} and new.users < old.users`]),
  }).map(
    ([change, conditions], index) => `create trigger user_blocks_unsettled_${index} after ${change} on user_blocks
    when ${conditions.join("\n      or ")} begin
    insert into unsettled_user_blocks values (new.level, new.ordering, new.key, new.seq, new.users, new.active);
  end`,
  ),
  ...orderings.map(
    ([ordering, key]) => `create trigger user_blocks_cut_by_${ordering} instead of insert on unsettled_user_blocks
    when ${isLarge(1)} and new.ordering = '${ordering}' begin${rules.cutBy(key)}
  end`,
  ),
  `create trigger user_blocks_cut instead of insert on unsettled_user_blocks
    when ${isLarge(2)} begin${rules.cutLarger()}
  end`,
  ...levels.map(
    (level) => `create trigger user_blocks_join_${level} instead of insert on unsettled_user_blocks
    when ${isSmall(level)} begin${rules.join(level)}
  end`,
  ),
];

const settling = rulesOf("block");

/** What each event leaves to be counted. */
const events = {
  insert: { tables: "new table as arrived", moves: "select *, 1 as came from arrived" },
  delete: { tables: "old table as departed", moves: "select *, -1 as came from departed" },
  update: {
    tables: "old table as departed new table as arrived",
    moves: "select *, 1 as came from arrived union all select *, -1 from departed",
  },
};

const returnIfNobodyMoved = `if not exists (
    select 1 from arrived left join departed using (seq, is_active, name_key, email_key, last_sign_in_key)
    where departed.id is null
  ) then
    return null;
  end if;
  `;

/** Statement by statement: all rows of one are there when the first of them could be counted. */
export const userBlocksOnPostgres = [
  ...firstBlocks,
  "alter table user_blocks set (fillfactor = 50)", // counts change in place
  `create function settle_user_block(block user_blocks) returns void language plpgsql as $$
begin
  ${orderings
    .map(([ordering, key]) => `if ${settling.isLarge(1)} and block.ordering = '${ordering}' then${settling.cutBy(key)}`)
    .join("\n  els")}
  elsif ${settling.isLarge(2)} then${settling.cutLarger()}
  ${levels.map((level) => `elsif ${settling.isSmall(level)} then${settling.join(level)}`).join("\n  ")}
  end if;
  if ${levels.map(settling.isLarge).join(" or ")} then
    perform settle_user_block(half) from user_blocks as half
      where level = block.level and ordering = block.ordering and (key, seq) >= (block.key, block.seq)
      order by key, seq limit 2;
  end if;
end $$`,
  ...Object.entries(events).flatMap(([event, { tables, moves }]) => [
    `create function count_users_after_${event}() returns trigger language plpgsql as $$
declare
  block user_blocks;
begin
  ${event === "update" ? returnIfNobodyMoved : ""}for block in
    with moves as (${moves}),
    changes as (
      select levels.level, places.ordering, found.key, found.seq, sum(came) as users, sum(came * is_active) as active
      from moves
        cross join lateral (
          values ${orderings.map(([ordering, key]) => `('${ordering}', ${key})`).join(", ")}
        ) as places (ordering, key)
        cross join (values (1), (2)) as levels (level)
        cross join lateral (
          select key, seq from user_blocks
          where level = levels.level and ordering = places.ordering and (key, seq) <= (places.key, moves.seq)
          order by key desc, seq desc limit 1
        ) as found
      group by 1, 2, 3, 4 having sum(came) <> 0 or sum(came * is_active) <> 0
    ),
    counted as (
      update user_blocks as it set users = it.users + changes.users, active = it.active + changes.active
      from changes
      where (it.level, it.ordering, it.key, it.seq) = (changes.level, changes.ordering, changes.key, changes.seq)
      returning it.*
    )
    select * from counted order by level, ordering, key, seq
  loop
    perform settle_user_block(block);
  end loop;
  return null;
end $$`,
    `create trigger users_after_${event} after ${event} on users referencing ${tables}
  for each statement execute function count_users_after_${event}()`,
  ]),
];
