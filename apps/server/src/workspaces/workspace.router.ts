import type { workspaceProcedures } from "@roster/contract";
import type { Handlers } from "../calls/call.ts";
import { existing } from "../errors.ts";
import { listPage } from "../lists/page.ts";
import { findWorkspace, workspaceList } from "./workspace.queries.ts";
import {
  addWorkspaceMember,
  createWorkspace,
  deleteWorkspace,
  lockForJoining,
  removeWorkspaceMember,
  updateWorkspace,
  updateWorkspaceMember,
} from "./workspace.service.ts";

export const workspaces: Handlers<typeof workspaceProcedures> = {
  fetchWorkspaces: (call) => listPage(call, workspaceList),
  fetchWorkspace: async ({ db, input }) => existing(await findWorkspace(db, input), "workspace_not_found"),
  createWorkspace,
  updateWorkspace,
  deleteWorkspace,
  addWorkspaceMember,
  addWorkspaceMembers: (change, { workspace_id, members }) =>
    change.each(members, lockForJoining(workspace_id), async (member) => ({
      membership: await addWorkspaceMember(change, { workspace_id, ...member }),
    })),
  updateWorkspaceMember,
  removeWorkspaceMember,
};
