import type { statisticsProcedures } from "@roster/contract";
import type { Examples } from "../testing/example.ts";

export const statisticsExamples: Examples<typeof statisticsProcedures> = {
  fetchStatistics: {
    sample: () => ({ days: 7 }),
    random: { weight: 15, input: ({ maybe, pick }) => ({ days: maybe(0.8, () => pick([1, 2, 7, 366, 0, 367])) }) },
  },
};
