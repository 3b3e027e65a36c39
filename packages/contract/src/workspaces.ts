import * as z from "zod";
import { bulk, rowsOf } from "./bulk.ts";
import { role, slug } from "./identifiers.ts";
import { id, timeOf } from "./ids.ts";
import { limits } from "./limits.ts";
import { metadata, metadataPatch, storedMetadata } from "./metadata.ts";
import { idsOption, pageInput, pageOf, searchOption } from "./page.ts";
import { mutation, procedures, query } from "./procedure.ts";
import type { Records } from "./records.ts";
import { singleLine } from "./text.ts";

export const Workspace = z.object({
  id: id("workspace"),
  name: z.string().describe("Name"),
  slug: z.string().describe("Unique in its organization"),
  organization_id: id("organization"),
  public_metadata: storedMetadata.describe("Metadata of your own, shown to every reader; JSON object"),
  version: z.int().describe("Starts at 1; every change of name, slug or metadata adds 1"),
  member_count: z.int().describe("How many users are members"),
  created_at: timeOf("creation"),
  updated_at: timeOf("the last change"),
});
export type Workspace = Records["Workspace"];

export const WorkspaceListResponse = pageOf(Workspace);
export type WorkspaceListResponse = Records["WorkspaceListResponse"];

export const WorkspaceMembership = z.object({
  id: id("workspace_membership"),
  user_id: id("user"),
  workspace_id: id("workspace"),
  workspace_name: z.string().describe("Name of the workspace"),
  organization_id: id("organization"),
  role: z.string().describe("Role, such as member or admin"),
  created_at: timeOf("creation"),
  updated_at: timeOf("the last change"),
});
export type WorkspaceMembership = Records["WorkspaceMembership"];

const workspaceId = z.strictObject({ workspace_id: id("workspace") });
const member = workspaceId.extend({ user_id: id("user") });

export const workspaceProcedures = /* @__PURE__ */ procedures(() => {
  const addWorkspaceMember = mutation({
    scope: "organizations:write",
    description: "Makes a member of the organization a member of one of its workspaces.",
    input: member.extend({ role: role.default("member") }),
    output: WorkspaceMembership,
    errors: ["workspace_not_found", "user_not_found", "not_organization_member", "already_member"],
    events: ["workspace_member.added", "user.workspace_added"],
  });
  return {
    fetchWorkspaces: query({
      scope: "organizations:read",
      description: "Lists workspaces, newest first, of one organization or of all. `search` looks in name and slug.",
      input: pageInput({
        ...searchOption,
        ...idsOption("workspace"),
        organization_id: id("organization").optional().describe("Only workspaces of this organization"),
      }),
      output: WorkspaceListResponse,
      errors: [],
    }),
    fetchWorkspace: query({
      scope: "organizations:read",
      description: "The workspace with this id, or with this slug in an organization.",
      input: z
        .strictObject({
          workspace_id: id("workspace").optional(),
          organization_id: id("organization")
            .optional()
            .describe("Its organization, with slug in place of workspace_id"),
          slug: slug.optional().describe("Its name in a URL, with organization_id in place of workspace_id"),
        })
        .refine((by) => (by.workspace_id === undefined) !== (by.slug === undefined), {
          error: "must be given if slug is not, and not beside it",
          path: ["workspace_id"],
        })
        .refine((by) => (by.organization_id === undefined) === (by.slug === undefined), {
          error: "must be given with slug, and only with it",
          path: ["organization_id"],
        }),
      output: Workspace,
      errors: ["workspace_not_found"],
    }),
    createWorkspace: mutation({
      scope: "organizations:write",
      description: "Creates a workspace in an organization. Without `slug`, the slug derives from the name.",
      input: z.strictObject({
        organization_id: id("organization"),
        name: singleLine(limits.title).describe("Name"),
        slug: slug.nullish().describe("Name in a URL; derived from the name by default"),
        public_metadata: metadata.nullish(),
      }),
      output: Workspace,
      errors: ["organization_not_found", "slug_taken"],
      events: ["workspace.created"],
    }),
    updateWorkspace: mutation({
      scope: "organizations:write",
      description:
        "Changes a workspace. Metadata is merged (RFC 7396). With `if_version` the change is refused when another one came first.",
      input: workspaceId.extend({
        name: singleLine(limits.title).describe("Name").optional(),
        slug: slug.optional(),
        public_metadata: metadataPatch.nullish().describe("JSON Merge Patch (RFC 7396); null empties it"),
        if_version: z.int().min(1).optional().describe("The workspace's `version` as you read it"),
      }),
      output: Workspace,
      errors: ["workspace_not_found", "slug_taken", "version_mismatch"],
      events: ["workspace.updated"],
    }),
    deleteWorkspace: mutation({
      scope: "organizations:write",
      description: "Deletes a workspace with its memberships. Its users stay.",
      args: ["workspace_id"],
      input: workspaceId,
      output: z.void(),
      errors: ["workspace_not_found"],
      events: ["workspace.deleted"],
    }),
    addWorkspaceMember,
    addWorkspaceMembers: bulk(addWorkspaceMember, {
      description:
        "Makes up to 100 members of the organization members of one of its workspaces, each as addWorkspaceMember does.",
      args: ["workspace_id", "members"],
      rows: "members",
      input: workspaceId.extend({
        members: rowsOf(addWorkspaceMember.input.omit({ workspace_id: true })).describe("Users, with their roles"),
      }),
      answer: "membership",
    }),
    updateWorkspaceMember: mutation({
      scope: "organizations:write",
      description: "Changes a member's role.",
      input: member.extend({ role }),
      output: WorkspaceMembership,
      errors: ["membership_not_found"],
      events: ["workspace_member.updated", "user.workspace_updated"],
    }),
    removeWorkspaceMember: mutation({
      scope: "organizations:write",
      description: "Removes a member from a workspace.",
      input: member,
      output: z.void(),
      errors: ["membership_not_found"],
      events: ["workspace_member.removed", "user.workspace_removed"],
    }),
  };
});
