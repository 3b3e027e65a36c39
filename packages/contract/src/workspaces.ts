import * as z from "zod";
import { role, slug } from "./identifiers.ts";
import { id, timestamp } from "./ids.ts";
import { limits } from "./limits.ts";
import { metadata, metadataPatch, storedMetadata } from "./metadata.ts";
import { pageInput, pageOf, searchOption } from "./page.ts";
import { mutation, procedures, query } from "./procedure.ts";
import { singleLine } from "./text.ts";

export const Workspace = z.object({
  id: id("workspace"),
  name: z.string(),
  slug: z.string().describe("Unique in its organization"),
  organization_id: id("organization"),
  public_metadata: storedMetadata,
  member_count: z.int(),
  created_at: timestamp,
  updated_at: timestamp,
});
export type Workspace = z.infer<typeof Workspace>;

export const WorkspaceMembership = z.object({
  id: id("workspaceMembership"),
  user_id: id("user"),
  workspace_id: id("workspace"),
  workspace_name: z.string(),
  organization_id: id("organization"),
  role: z.string(),
  created_at: timestamp,
  updated_at: timestamp,
});
export type WorkspaceMembership = z.infer<typeof WorkspaceMembership>;

const workspaceId = z.strictObject({ workspace_id: id("workspace") });
const member = workspaceId.extend({ user_id: id("user") });

export const workspaceProcedures = /* @__PURE__ */ procedures(() => ({
  fetchWorkspaces: query({
    scope: "organizations:read",
    description: "Lists workspaces, newest first, of one organization or of all. `search` looks in name and slug.",
    input: pageInput({ ...searchOption, organization_id: id("organization").optional() }),
    output: pageOf(Workspace),
    errors: [],
  }),
  createWorkspace: mutation({
    scope: "organizations:write",
    description: "Creates a workspace in an organization. Without a slug, one is made from the name.",
    input: z.strictObject({
      organization_id: id("organization"),
      name: singleLine(limits.title),
      slug: slug.nullish(),
      public_metadata: metadata.nullish(),
    }),
    output: Workspace,
    errors: ["organization_not_found", "slug_taken"],
    events: ["workspace.created"],
  }),
  updateWorkspace: mutation({
    scope: "organizations:write",
    description: "Changes a workspace. Metadata is merged (RFC 7396).",
    input: workspaceId.extend({
      name: singleLine(limits.title).optional(),
      slug: slug.optional(),
      public_metadata: metadataPatch.nullish(),
    }),
    output: Workspace,
    errors: ["workspace_not_found", "slug_taken"],
    events: ["workspace.updated"],
  }),
  deleteWorkspace: mutation({
    scope: "organizations:write",
    description: "Removes a workspace with its memberships. Its users stay.",
    args: ["workspace_id"],
    input: workspaceId,
    output: z.void(),
    errors: ["workspace_not_found"],
    events: ["workspace.deleted"],
  }),
  addWorkspaceMember: mutation({
    scope: "organizations:write",
    description: "Makes a member of the organization a member of one of its workspaces.",
    input: member.extend({ role: role.default("member") }),
    output: WorkspaceMembership,
    errors: ["workspace_not_found", "user_not_found", "not_organization_member", "already_member"],
    events: ["workspace_member.added", "user.workspace_added"],
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
    description: "Ends a membership.",
    input: member,
    output: z.void(),
    errors: ["membership_not_found"],
    events: ["workspace_member.removed", "user.workspace_removed"],
  }),
}));
