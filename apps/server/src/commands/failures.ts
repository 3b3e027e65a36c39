import { findFailures } from "../failures/failure.queries.ts";
import type { Roster } from "../roster.ts";
import { after, DAY, dayOf } from "../times.ts";

/** Failed sign-ins and refused API keys of the last days: one line for each day, person or key, and place. */
export async function listFailures({ services: { database, clock } }: Roster, days: number) {
  const since = dayOf(after(clock(), (1 - days) * DAY));
  const rows = await findFailures(database.read, since);
  return rows.map(({ day, kind, times, who, place, last_at }) =>
    [day, kind.padEnd(7), String(times).padStart(7), who.padEnd(31), place, `last ${last_at}`].join("  "),
  );
}
