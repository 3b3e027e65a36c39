import type { auditProcedures } from "@roster/contract";
import type { Handlers } from "../calls/call.ts";
import { listAuditEntries } from "./audit.queries.ts";

export const audit: Handlers<typeof auditProcedures> = {
  fetchAuditLog: ({ snapshot, input }) => snapshot((db) => listAuditEntries(db, input)),
};
