import type { personalDataProcedures } from "@roster/contract";
import type { Handlers } from "../calls/call.ts";
import { existingUser } from "../users/user.service.ts";
import { findPersonalData } from "./personal-data.queries.ts";

export const personalData: Handlers<typeof personalDataProcedures> = {
  fetchPersonalData: async ({ snapshot, input, services }) =>
    existingUser(await snapshot((db) => findPersonalData(db, input.user_id, services.clock().toISOString()))),
};
