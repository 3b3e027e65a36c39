// On SQLite search goes by full-text indexes. Writing one record into them takes longer than all else in a change, and many at
// once a fraction of it: so the database notes which records have changed, and the server indexes them now and then.

export const searched = ["users", "organizations", "workspaces", "invitations", "waitlist"] as const;

const changes = { insert: "new", "update of search_text": "new", delete: "old" };

export const searchIndexOnSqlite = [
  ...searched.flatMap((table) => [
    // Runs of one to three characters of a record's words, so that any substring is found by index, and of four letters (grams.ts).
    `create virtual table ${table}_search using fts5 (
      grams, content = '', contentless_delete = 1, detail = 'none', tokenize = 'ascii')`,
    // The server merges in small steps, in place of now and then 20 ms or more in one change, and not for few deletions.
    `insert into ${table}_search (${table}_search, rank) values ('automerge', 0), ('usermerge', 8), ('deletemerge', 40)`,
  ]),
  `create table pending_search (
    name text not null,
    seq integer not null,
    primary key (name, seq)
  ) strict, without rowid`,
  ...searched.flatMap((table) =>
    Object.entries(changes).map(
      ([
        change,
        row,
      ]) => `create trigger ${table}_pending_after_${change.split(" ")[0]} after ${change} on ${table} begin
      insert into pending_search values ('${table}', ${row}.seq) on conflict do nothing;
    end`,
    ),
  ),
];

/** An index of pg_trgm knows runs of three letters or digits; for words that have none there is one of shorter runs. */
export const searchIndexOnPostgres = [
  "create extension if not exists pg_trgm",
  `create function short_runs(text) returns text[] language sql immutable parallel safe as $$
  select coalesce(array_agg(distinct run), '{}') from (
    select unnest(array[letter, letter || lead(letter) over (order by place)]) as run
    from unnest(string_to_array($1, null)) with ordinality as letters (letter, place)
  ) as runs where run is not null
$$`,
  ...searched.flatMap((table) => [
    `create index ${table}_by_text on ${table} using gin (search_text gin_trgm_ops)`,
    `create index ${table}_by_short_runs on ${table} using gin (short_runs(search_text))`,
  ]),
  "create index users_by_digits on users using gin (search_digits gin_trgm_ops)",
];
