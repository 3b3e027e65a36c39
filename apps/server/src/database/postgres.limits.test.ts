import { contract, type ErrorCode, type ProcedureName, scopes } from "@roster/contract";
import pg from "pg";
import { expect, test } from "vitest";
import type { Call } from "../testing/example.ts";
import { examples, procedureNames } from "../testing/examples.ts";
import { openPopulatedRoster } from "../testing/world.ts";

const limited = procedureNames.flatMap((name) => {
  const codes: readonly ErrorCode[] = contract[name].errors;
  return codes.filter((code) => code.startsWith("too_many_")).map((code) => [name, code] as const);
});

const waiting = "select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";

test.for(limited)("%s locks what it counts for before it answers %s", async ([name, code]) => {
  await using directory = await openPopulatedRoster();
  const { roster, world, database } = directory;
  const refusals: Partial<Record<ErrorCode, Call<ProcedureName>>> = examples[name].refusals ?? {};
  const input = await refusals[code]?.(world, directory);
  const stranger = new pg.Client({ connectionString: database.url });
  await stranger.connect();
  try {
    await stranger.query("begin");
    // Their rows can be read, and not locked.
    await stranger.query("lock table users, organizations, workspaces in exclusive mode");
    const answer = roster.call(name, input, { name: "tester", scopes });
    await expect.poll(() => database.query(waiting)).toHaveLength(1);
    await stranger.query("rollback");
    expect(await answer).toMatchObject({ ok: false, failure: { data: { error_code: code } } });
  } finally {
    await stranger.end();
  }
});
