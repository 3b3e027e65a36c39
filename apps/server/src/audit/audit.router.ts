import type { auditProcedures } from "@roster/contract";
import type { Handlers } from "../procedures.ts";
import { listAuditEntries } from "./audit.queries.ts";

export const audit: Handlers<typeof auditProcedures> = {
  fetchAuditLog: ({ db, input }) => listAuditEntries(db, input),
};
