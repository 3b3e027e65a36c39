import { useEffect, useReducer } from "react";

const MINUTE = 60_000;
const WEEK = 7 * 24 * 60 * MINUTE;

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 24 * 60 * MINUTE],
  ["hour", 60 * MINUTE],
  ["minute", MINUTE],
];

const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const sameYear = new Intl.DateTimeFormat("en", { day: "numeric", month: "short" });
const otherYear = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", year: "numeric" });

/** A time in words: relative under a week, else the date where the reader is. */
function wordsOf(at: Date, now = new Date()) {
  const distance = at.getTime() - now.getTime();
  const size = Math.abs(distance);
  if (size < MINUTE) return distance > 0 ? "in a moment" : "just now";
  if (size < WEEK) {
    const [unit, length] = steps.find(([, step]) => size >= step) ?? ["minute", MINUTE];
    return relative.format((distance < 0 ? Math.trunc : Math.round)(distance / length), unit);
  }
  return (at.getFullYear() === now.getFullYear() ? sameYear : otherYear).format(at);
}

/** The day of a moment, where the reader is. */
export const dayOf = (at: string) => otherYear.format(new Date(at));

/** The exact time in UTC, as people read it. */
export const utcOf = (at: Date) => `${at.toISOString().slice(0, 19).replace("T", " ")} UTC`;

/** A time of a record. The tooltip of all times shows it in UTC, on hover and on focus. */
export function Time({
  at,
  otherwise = "Never",
  isStop = true,
}: {
  at: string | null;
  otherwise?: string;
  isStop?: boolean;
}) {
  if (at === null) return <span className="muted">{otherwise}</span>;
  return (
    <time dateTime={at} data-utc={utcOf(new Date(at))} tabIndex={isStop ? 0 : -1}>
      {wordsOf(new Date(at))}
    </time>
  );
}

/** Draws the component anew each minute, so that "2 minutes ago" stays true. */
export function useMinutes() {
  const [, draw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const timer = setInterval(draw, MINUTE);
    return () => clearInterval(timer);
  }, []);
}
