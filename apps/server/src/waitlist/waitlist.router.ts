import type { waitlistProcedures } from "@roster/contract";
import { type Handlers, prepared } from "../calls/call.ts";
import { listPage } from "../lists/page.ts";
import { waitlistInOrder } from "./waitlist.queries.ts";
import {
  approveNextWaitlistUsers,
  approveWaitlistUser,
  joinWaitlist,
  prepareJoining,
  rejectWaitlistUser,
  reopenWaitlistUser,
} from "./waitlist.service.ts";

export const waitlist: Handlers<typeof waitlistProcedures> = {
  fetchWaitlist: (call) => listPage(call, waitlistInOrder, call.input),
  joinWaitlist: prepared(prepareJoining, joinWaitlist),
  approveWaitlistUser: (change, { waitlist_user_id }) => approveWaitlistUser(change, waitlist_user_id),
  rejectWaitlistUser,
  reopenWaitlistUser: (change, { waitlist_user_id }) => reopenWaitlistUser(change, waitlist_user_id),
  approveNextWaitlistUsers: (change, { count }) => approveNextWaitlistUsers(change, count),
};
