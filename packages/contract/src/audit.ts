import * as z from "zod";
import { EventName, targetTypes } from "./events.ts";
import { id, moment, timeOf } from "./ids.ts";
import { limits } from "./limits.ts";
import { idsOption, pageInput, pageOf } from "./page.ts";
import { procedures, query } from "./procedure.ts";
import type { Records } from "./records.ts";
import { wellFormed } from "./text.ts";

export const AuditEntry = z.object({
  sequence: z
    .int()
    .nullable()
    .describe("Position in the log, from 1; null until numbered: under a second on PostgreSQL, never on SQLite"),
  id: id("audit_entry"),
  at: timeOf("the change"),
  actor: z.string().describe("The caller: an API key's id, or the name of an in-process caller"),
  actor_name: z.string().describe("Name of the API key, or of the in-process caller"),
  event: EventName.describe("The event"),
  action: z.string().describe("The procedure that caused it"),
  target_type: z.enum(targetTypes).describe("The kind of record that the event is about"),
  target_id: z.string().describe("Id of that record"),
  changes: z.array(z.string()).describe("Names of the fields that changed, never their values"),
  request_id: z.string().describe("Id of the request that caused it"),
  hash: z.string().nullable().describe("SHA-256 over this entry and the hash of the one before; null until numbered"),
});
export type AuditEntry = Records["AuditEntry"];

export const AuditLogResponse = pageOf(AuditEntry);
export type AuditLogResponse = Records["AuditLogResponse"];

export const auditProcedures = /* @__PURE__ */ procedures(() => ({
  fetchAuditLog: query({
    scope: "audit:read",
    description: "Lists the entries of the audit log, latest first.",
    input: pageInput({
      ...idsOption("audit_entry"),
      actor: wellFormed(limits.name).optional().describe("Only changes by this caller: an API key's id, or a name"),
      event: EventName.optional().describe("Only entries of this event"),
      target_type: z.enum(targetTypes).optional().describe("Only entries about records of this kind"),
      target_id: wellFormed(64).optional().describe("Only entries about this record"),
      request_id: wellFormed(64).optional().describe("Only changes by this request"),
      from: moment.optional().describe("Only changes at this time or later"),
      to: moment.optional().describe("Only changes before this time"),
    }),
    output: AuditLogResponse,
    errors: [],
  }),
}));
