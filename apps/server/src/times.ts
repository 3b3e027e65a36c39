export const MINUTE = 60 * 1000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The day of a time, in UTC. */
export const dayOf = (time: string) => time.slice(0, "2026-03-01".length);

/** The time so many milliseconds after another. */
export const after = (time: Date | string, milliseconds: number) =>
  new Date(new Date(time).getTime() + milliseconds).toISOString();

/** Milliseconds by which the clocks of two servers may differ. What lies further in the future was written while a clock was wrong. */
export const CLOCK_SKEW = 60_000;

/** The latest time that another server's clock may show. */
export const latestNow = (now: Date | string) => after(now, CLOCK_SKEW);
