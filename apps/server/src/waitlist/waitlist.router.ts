import type { waitlistProcedures } from "@roster/contract";
import type { Handlers } from "../procedures.ts";
import { listWaitlist } from "./waitlist.queries.ts";
import { approveWaitlistUser, joinWaitlist, rejectWaitlistUser } from "./waitlist.service.ts";

export const waitlist: Handlers<typeof waitlistProcedures> = {
  fetchWaitlist: ({ db, input }) => listWaitlist(db, input),
  joinWaitlist,
  approveWaitlistUser: (change, { waitlist_user_id }) => approveWaitlistUser(change, waitlist_user_id),
  rejectWaitlistUser: (change, { waitlist_user_id }) => rejectWaitlistUser(change, waitlist_user_id),
};
