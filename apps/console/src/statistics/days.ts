import type { DayCounts } from "@roster/client";

export interface Series {
  name: string;
  count(day: DayCounts): number;
  /** The variable of its colour. */
  colour: string;
}

const dayWords = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", timeZone: "UTC" });
export const wordsOfDay = (day: string) => dayWords.format(new Date(day));
