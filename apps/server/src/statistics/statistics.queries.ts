import type { CurrentCounts, EventName, Statistics } from "@roster/contract";
import { sql } from "kysely";
import { findEventCounts } from "../audit/event-count.queries.ts";
import type { Db } from "../database/database.ts";
import { isPostgres } from "../database/dialect.ts";
import { findFailuresByDay } from "../failures/failure.queries.ts";
import { after, DAY, dayOf } from "../times.ts";
import { userFlags } from "../user-rows/user-row.table.ts";

/** What there is now, and what happened on each day until `now`. */
export async function findStatistics(db: Db, now: Date, count: number): Promise<Statistics> {
  const days = Array.from({ length: count }, (_, index) => dayOf(after(now, (index + 1 - count) * DAY)));
  const [first = ""] = days;
  const events = await findEventCounts(db, first);
  const failures = await findFailuresByDay(db, "sign_in", first);
  const counted = Map.groupBy(events, ({ day, event }) => `${day} ${event}`);
  const timesOf = (day: string, event: EventName) => sum(counted.get(`${day} ${event}`));
  const failed = new Map(failures.map(({ day, times }) => [day, times]));
  const countsOf = (day: string) => ({
    day,
    users_created: timesOf(day, "user.created"),
    sign_ins: timesOf(day, "user.signed_in"),
    failed_sign_ins: failed.get(day) ?? 0,
  });
  return { now: await findCurrentCounts(db, now.toISOString()), days: days.map(countsOf) };
}

const sum = (rows: { times: number }[] = []) => rows.reduce((total, { times }) => total + times, 0);

const all = Object.values(userFlags).reduce<number>((flags, flag) => flags | flag, 0);

/** The values of `flags` without the bit of active users: each is a range of the index. */
const inactive = Array.from({ length: all }, (_, flags) => flags).filter(
  (flags) => (flags & userFlags.is_active) === 0,
);

async function findCurrentCounts(db: Db, now: string): Promise<CurrentCounts> {
  const open = isPostgres(db) ? sql`invitations` : sql`invitations indexed by invitations_open`; // it would take that by status
  const { rows } = await sql<Omit<CurrentCounts, "active_users"> & { inactive_users: number }>`select
    (select count(*) from users) as users,
    (select count(*) from users where flags in (${sql.raw(inactive.join())})) as inactive_users,
    (select count(*) from waitlist where status = 'pending') as waiting,
    (select count(*) from ${open} where status = 'pending' and expires_at > ${now}) as invited,
    (select count(*) from messages where state in ('queued', 'failed')) as undelivered_messages`.execute(db);
  const [row] = rows;
  if (!row) throw new Error("a select of counts has one row");
  const { inactive_users, ...counts } = row;
  return { ...counts, active_users: counts.users - inactive_users };
}
