import type { workspaceProcedures } from "@roster/contract";
import type { Handlers } from "../calls/call.ts";
import { listPage } from "../lists/page.ts";
import { workspaceList } from "./workspace.queries.ts";
import {
  addWorkspaceMember,
  createWorkspace,
  deleteWorkspace,
  removeWorkspaceMember,
  updateWorkspace,
  updateWorkspaceMember,
} from "./workspace.service.ts";

export const workspaces: Handlers<typeof workspaceProcedures> = {
  fetchWorkspaces: (call) => listPage(call, workspaceList, call.input),
  createWorkspace,
  updateWorkspace,
  deleteWorkspace,
  addWorkspaceMember,
  updateWorkspaceMember,
  removeWorkspaceMember,
};
