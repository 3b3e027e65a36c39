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

/** What is counted, as the examples make it. */
const counted = ["user_emails where is_verified = 0", "user_phones where is_verified = 0", "social_connections"];

test.for(limited)("%s waits for the lock, and only then counts whether to answer %s", async ([name, code]) => {
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
    for (const rows of counted) await stranger.query(`delete from ${rows}`);
    await stranger.query("commit");
    expect(await answer).toMatchObject({ ok: true });
  } finally {
    await stranger.end();
  }
});
