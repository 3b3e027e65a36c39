import type { DayCounts } from "@roster/client";

export interface Series {
  name: string;
  count(day: DayCounts): number;
  /** The number of its colour. The third one's line is dashed. */
  colour: 1 | 2 | 3;
}

const dayWords = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", timeZone: "UTC" });
export const wordsOfDay = (day: string) => dayWords.format(new Date(day));
