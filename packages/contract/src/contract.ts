import type { z } from "zod";
import { apiKeyProcedures } from "./api-keys.ts";
import { auditProcedures } from "./audit.ts";
import type { ProcedureName } from "./calls.ts";
import { emailProcedures } from "./emails.ts";
import { invitationProcedures } from "./invitations.ts";
import { memberProcedures } from "./members.ts";
import { messageProcedures } from "./messages.ts";
import { organizationProcedures } from "./organizations.ts";
import { passwordProcedures } from "./passwords.ts";
import { personalDataProcedures } from "./personal-data.ts";
import { phoneProcedures } from "./phones.ts";
import type { Procedure } from "./procedure.ts";
import { socialConnectionProcedures } from "./social-connections.ts";
import { statisticsProcedures } from "./statistics.ts";
import { userQueries } from "./user-queries.ts";
import { userProcedures } from "./users.ts";
import { verificationProcedures } from "./verifications.ts";
import { waitlistProcedures } from "./waitlist.ts";
import { workspaceProcedures } from "./workspaces.ts";

export * from "./api-keys.ts";
export * from "./audit.ts";
export * from "./emails.ts";
export * from "./invitations.ts";
export * from "./members.ts";
export * from "./messages.ts";
export * from "./organizations.ts";
export * from "./passwords.ts";
export * from "./personal-data.ts";
export * from "./phones.ts";
export * from "./social-connections.ts";
export * from "./statistics.ts";
export * from "./user-queries.ts";
export * from "./users.ts";
export * from "./verifications.ts";
export * from "./waitlist.ts";
export * from "./workspaces.ts";

/** The whole API. The server's router, the client's functions and the tests' scope matrix derive from this. */
export const contract = {
  ...userQueries,
  ...userProcedures,
  ...passwordProcedures,
  ...emailProcedures,
  ...phoneProcedures,
  ...verificationProcedures,
  ...socialConnectionProcedures,
  ...organizationProcedures,
  ...workspaceProcedures,
  ...memberProcedures,
  ...invitationProcedures,
  ...waitlistProcedures,
  ...messageProcedures,
  ...personalDataProcedures,
  ...apiKeyProcedures,
  ...auditProcedures,
  ...statisticsProcedures,
} satisfies { [name: string]: Procedure; [query: `fetch${string}`]: Procedure & { kind: "query" } };

export type Contract = typeof contract;

/** The input of procedure `P` as its handler gets it: after trimming, normalising and defaults. */
export type ParsedInput<P extends ProcedureName> = z.output<Contract[P]["input"]>;
