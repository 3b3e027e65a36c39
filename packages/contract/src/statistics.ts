import * as z from "zod";
import { limits } from "./limits.ts";
import { procedures, query } from "./procedure.ts";
import type { Records } from "./records.ts";

export const CurrentCounts = z.object({
  users: z.int().describe("Users"),
  active_users: z.int().describe("Users who are not deactivated"),
  waiting: z.int().describe("Pending entries of the waitlist"),
  invited: z.int().describe("Pending invitations, without those that have expired"),
  undelivered_messages: z.int().describe("Mails and text messages that wait to be sent, or have failed"),
});
export type CurrentCounts = Records["CurrentCounts"];

export const DayCounts = z.object({
  day: z.iso.date().describe("Day, in UTC"),
  users_created: z.int().describe("Users created, those included who were deleted later"),
  sign_ins: z.int().describe("Sign-ins with the right password"),
  failed_sign_ins: z.int().describe("Wrong passwords and unknown identifiers"),
});
export type DayCounts = Records["DayCounts"];

export const Statistics = z.object({
  now: CurrentCounts.describe("What there is now"),
  days: z.array(DayCounts).describe("What happened on each day, oldest first; the last one is today"),
});
export type Statistics = Records["Statistics"];

export const statisticsProcedures = /* @__PURE__ */ procedures(() => ({
  fetchStatistics: query({
    scope: "audit:read",
    description:
      "What there is now, and what happened on each of the last days, in UTC. Days are counted as changes are made, so that a year " +
      "takes no longer than a week.",
    input: z
      .strictObject({
        days: z
          .int()
          .min(1)
          .max(limits.statisticsDays)
          .optional()
          .meta({ description: "Number of days, today included", default: 30 }),
      })
      .prefault({}),
    output: Statistics,
    errors: [],
  }),
}));
