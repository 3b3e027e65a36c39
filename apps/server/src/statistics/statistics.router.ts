import type { statisticsProcedures } from "@roster/contract";
import type { Handlers } from "../calls/call.ts";
import { findStatistics } from "./statistics.queries.ts";

const DAYS = 30;

export const statistics: Handlers<typeof statisticsProcedures> = {
  fetchStatistics: ({ snapshot, input, services }) =>
    snapshot((db) => findStatistics(db, services.clock(), input.days ?? DAYS)),
};
