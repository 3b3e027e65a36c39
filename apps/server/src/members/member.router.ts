import type { memberProcedures } from "@roster/contract";
import type { Handlers } from "../calls/call.ts";
import { listPage } from "../lists/page.ts";
import { organizationMemberList, workspaceMemberList } from "./member.queries.ts";

export const members: Handlers<typeof memberProcedures> = {
  fetchOrganizationMembers: (call) => listPage(call, organizationMemberList),
  fetchWorkspaceMembers: (call) => listPage(call, workspaceMemberList),
};
