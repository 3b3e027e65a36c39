export const MINUTE = 60 * 1000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The day of a time, in UTC. */
export const dayOf = (time: string) => time.slice(0, "2026-03-01".length);

/** The time so many milliseconds after another. */
export const after = (time: Date | string, milliseconds: number) =>
  new Date(new Date(time).getTime() + milliseconds).toISOString();

/**
 * Milliseconds by which the clocks of two servers may differ. A window that ends later than its own length and this from now was
 * begun while a clock was ahead, and counts as over: no limit lasts longer than its own window.
 */
export const CLOCK_SKEW = 60_000;

/** The latest time that another server's clock may show. What was made later was made while a clock was ahead. */
export const latestNow = (now: Date | string) => after(now, CLOCK_SKEW);
