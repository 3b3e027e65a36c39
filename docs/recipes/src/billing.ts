import { createCaller, type RosterClient } from "@roster/client";
import { type Log, openRoster, readSettings } from "@roster/server";

/** How many seats each organization pays for. Works with any `RosterClient`: in-process, over HTTP, or of a test. */
export async function seats(roster: RosterClient): Promise<Map<string, number>> {
  const counted = new Map<string, number>();
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await roster.fetchOrganizations({ per_page: 100, cursor });
    for (const { id, name } of page.data) {
      const { total } = await roster.fetchOrganizationMembers(id, { per_page: 1, include_total: true });
      counted.set(name, total ?? 0);
    }
    cursor = page.next_cursor;
  }
  return counted;
}

/** Counts on the database of `DATABASE_URL`, without a server in between. */
export async function seatsInProcess(env: Record<string, string | undefined> = process.env, log?: Log) {
  await using directory = await openRoster(readSettings(env), { log });
  return await seats(createCaller(directory, { name: "billing", scopes: ["organizations:read"] }));
}
