import type { auditProcedures } from "@roster/contract";
import type { Handlers } from "../calls/call.ts";
import { listPage } from "../lists/page.ts";
import { auditLog } from "./audit.queries.ts";

export const audit: Handlers<typeof auditProcedures> = {
  fetchAuditLog: (call) => listPage(call, auditLog),
};
