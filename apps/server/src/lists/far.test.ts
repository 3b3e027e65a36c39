import { expect, test } from "vitest";
import { openTestRoster } from "../testing/roster.ts";

test("pages far behind the first have the rows that a plain query has there, from either end", async () => {
  await using directory = await openTestRoster();
  const { api, database } = directory;
  const rows = 250_050;
  await database.query(
    `insert into api_keys (id, name, prefix, hash, scopes, created_by, created_at)
      with recursive numbers (number) as (select 1 union all select number + 1 from numbers where number < ${rows})
      select 'key_' || substr('${"0".repeat(26)}', 1, 26 - length(cast(number as text))) || number, 'key ' || number, 'roster_00000000', 'hash ' || number, '["users:read"]', 'tester', '2026-03-01T12:00:00.000Z' from numbers`,
  );

  for (const page of [1000, 1001, 1002, 1250, 1251, 2000, 2500, 2501]) {
    const { data, ...place } = await api.fetchApiKeys({ page, per_page: 100 });
    const newest = rows - (page - 1) * 100;
    const expected = Array.from({ length: Math.min(100, newest) }, (_, index) => `key ${newest - index}`);
    expect([page, data.map(({ name }) => name)]).toEqual([page, expected]);
    expect(place).toMatchObject({ page, per_page: 100, total: null, has_more: page < 2501 });
  }
  const last = await api.fetchApiKeys({ page: 2501, per_page: 100, include_total: true });
  expect([last.data.length, last.total]).toEqual([50, rows]);
  for (const page of [2502, 5000, 1_000_000_000]) {
    const beyond = { data: [], has_more: false, next_cursor: null, page, per_page: 100, total: null };
    expect(await api.fetchApiKeys({ page, per_page: 100 })).toEqual(beyond);
  }
});
