import type { waitlistProcedures } from "@roster/contract";
import { type Handlers, prepared } from "../calls/call.ts";
import { listPage } from "../lists/page.ts";
import { lockWaitlistUsers, waitlistInOrder } from "./waitlist.queries.ts";
import {
  approveNextWaitlistUsers,
  approveWaitlistUser,
  joinWaitlist,
  lockForApproval,
  prepareJoining,
  rejectWaitlistUser,
  reopenWaitlistUser,
} from "./waitlist.service.ts";

export const waitlist: Handlers<typeof waitlistProcedures> = {
  fetchWaitlist: (call) => listPage(call, waitlistInOrder),
  joinWaitlist: prepared(prepareJoining, joinWaitlist),
  approveWaitlistUser: (change, { waitlist_user_id }) => approveWaitlistUser(change, waitlist_user_id),
  approveWaitlistUsers: (change, { waitlist_user_ids: ids }) =>
    change.each(ids, lockForApproval, async (id) => ({ user: await approveWaitlistUser(change, id) })),
  rejectWaitlistUser,
  rejectWaitlistUsers: (change, { waitlist_user_ids: ids, reason }) =>
    change.each(ids, lockWaitlistUsers, async (waitlist_user_id) => ({
      waitlist_user: await rejectWaitlistUser(change, { waitlist_user_id, reason }),
    })),
  reopenWaitlistUser: (change, { waitlist_user_id }) => reopenWaitlistUser(change, waitlist_user_id),
  approveNextWaitlistUsers: (change, { count }) => approveNextWaitlistUsers(change, count),
};
