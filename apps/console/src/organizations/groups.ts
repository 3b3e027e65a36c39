import type { Organization, Workspace } from "@roster/client";

export type Group = Organization | Workspace;

/** The calls about an organization. */
export const organizationCalls = (organization_id: string) =>
  ({
    noun: "organization",
    of: { organization_id },
    fetch: "fetchOrganization",
    update: "updateOrganization",
    remove: "deleteOrganization",
    fetchMembers: "fetchOrganizationMembers",
    addMember: "addOrganizationMember",
    updateMember: "updateOrganizationMember",
    removeMember: "removeOrganizationMember",
  }) as const;

/** The same about a workspace. */
export const workspaceCalls = (workspace_id: string) =>
  ({
    noun: "workspace",
    of: { workspace_id },
    fetch: "fetchWorkspace",
    update: "updateWorkspace",
    remove: "deleteWorkspace",
    fetchMembers: "fetchWorkspaceMembers",
    addMember: "addWorkspaceMember",
    updateMember: "updateWorkspaceMember",
    removeMember: "removeWorkspaceMember",
  }) as const;

export type GroupCalls = ReturnType<typeof organizationCalls> | ReturnType<typeof workspaceCalls>;
