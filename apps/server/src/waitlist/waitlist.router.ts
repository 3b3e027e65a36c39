import type { waitlistProcedures } from "@roster/contract";
import type { Handlers } from "../procedures.ts";
import { listWaitlist } from "./waitlist.queries.ts";
import {
  approveNextWaitlistUsers,
  approveWaitlistUser,
  prepareJoining,
  rejectWaitlistUser,
  reopenWaitlistUser,
} from "./waitlist.service.ts";

export const waitlist: Handlers<typeof waitlistProcedures> = {
  fetchWaitlist: ({ db, input }) => listWaitlist(db, input),
  joinWaitlist: { prepare: prepareJoining },
  approveWaitlistUser: (change, { waitlist_user_id }) => approveWaitlistUser(change, waitlist_user_id),
  rejectWaitlistUser,
  reopenWaitlistUser: (change, { waitlist_user_id }) => reopenWaitlistUser(change, waitlist_user_id),
  approveNextWaitlistUsers: (change, { count }) => approveNextWaitlistUsers(change, count),
};
