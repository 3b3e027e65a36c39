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

export const Organization = z.object({
  id: id("organization"),
  name: z.string().describe("Name"),
  slug: z.string().describe("Unique name in a URL"),
  public_metadata: storedMetadata.describe("Metadata of your own, shown to every reader; JSON object"),
  version: z.int().describe("Starts at 1; every change of name, slug or metadata adds 1"),
  member_count: z.int().describe("How many users are members"),
  created_at: timeOf("creation"),
  updated_at: timeOf("the last change"),
});
export type Organization = Records["Organization"];

export const OrganizationListResponse = pageOf(Organization);
export type OrganizationListResponse = Records["OrganizationListResponse"];

export const OrganizationMembership = z.object({
  id: id("organization_membership"),
  user_id: id("user"),
  organization_id: id("organization"),
  organization_name: z.string().describe("Name of the organization"),
  role: z.string().describe("Role, such as member or admin"),
  created_at: timeOf("creation"),
  updated_at: timeOf("the last change"),
});
export type OrganizationMembership = Records["OrganizationMembership"];

const organizationId = z.strictObject({ organization_id: id("organization") });
const member = organizationId.extend({ user_id: id("user") });

export const organizationProcedures = /* @__PURE__ */ procedures(() => {
  const addOrganizationMember = mutation({
    scope: "organizations:write",
    description: "Makes a user a member of an organization.",
    input: member.extend({ role: role.default("member") }),
    output: OrganizationMembership,
    errors: ["organization_not_found", "user_not_found", "already_member"],
    events: ["organization_member.added", "user.organization_added", "invitation.revoked"],
  });
  return {
    fetchOrganizations: query({
      scope: "organizations:read",
      description: "Lists organizations, newest first. `search` finds every word in name and slug.",
      input: pageInput({ ...searchOption, ...idsOption("organization") }),
      output: OrganizationListResponse,
      errors: [],
    }),
    fetchOrganization: query({
      scope: "organizations:read",
      description: "The organization with this id or this slug.",
      input: z
        .strictObject({
          organization_id: id("organization").optional(),
          slug: slug.optional().describe("Its name in a URL, in place of organization_id"),
        })
        .refine((by) => (by.organization_id === undefined) !== (by.slug === undefined), {
          error: "must be given if slug is not, and not beside it",
          path: ["organization_id"],
        }),
      output: Organization,
      errors: ["organization_not_found"],
    }),
    createOrganization: mutation({
      scope: "organizations:write",
      description: "Creates an organization. Without `slug`, the slug derives from the name.",
      input: z.strictObject({
        name: singleLine(limits.title).describe("Name"),
        slug: slug.nullish().describe("Name in a URL; derived from the name by default"),
        public_metadata: metadata.nullish(),
      }),
      output: Organization,
      errors: ["slug_taken"],
      events: ["organization.created"],
    }),
    updateOrganization: mutation({
      scope: "organizations:write",
      description:
        "Changes an organization. Metadata is merged (RFC 7396). With `if_version` the change is refused when another one came first.",
      input: organizationId.extend({
        name: singleLine(limits.title).describe("Name").optional(),
        slug: slug.optional(),
        public_metadata: metadataPatch.nullish().describe("JSON Merge Patch (RFC 7396); null empties it"),
        if_version: z.int().min(1).optional().describe("The organization's `version` as you read it"),
      }),
      output: Organization,
      errors: ["organization_not_found", "slug_taken", "version_mismatch"],
      events: ["organization.updated"],
    }),
    deleteOrganization: mutation({
      scope: "organizations:write",
      description:
        "Deletes an organization with its workspaces, memberships and invitations. One audit entry covers them all. Its " +
        "users stay.",
      args: ["organization_id"],
      input: organizationId,
      output: z.void(),
      errors: ["organization_not_found"],
      events: ["organization.deleted"],
    }),
    addOrganizationMember,
    addOrganizationMembers: bulk(addOrganizationMember, {
      description: "Makes up to 100 users members of an organization, each as addOrganizationMember does.",
      args: ["organization_id", "members"],
      rows: "members",
      input: organizationId.extend({
        members: rowsOf(addOrganizationMember.input.omit({ organization_id: true })).describe(
          "Users, with their roles",
        ),
      }),
      answer: "membership",
    }),
    updateOrganizationMember: mutation({
      scope: "organizations:write",
      description: "Changes a member's role.",
      input: member.extend({ role }),
      output: OrganizationMembership,
      errors: ["membership_not_found"],
      events: ["organization_member.updated", "user.organization_updated"],
    }),
    removeOrganizationMember: mutation({
      scope: "organizations:write",
      description: "Removes a member from an organization and from its workspaces.",
      input: member,
      output: z.void(),
      errors: ["membership_not_found"],
      events: [
        "organization_member.removed",
        "user.organization_removed",
        "workspace_member.removed",
        "invitation.revoked",
      ],
    }),
  };
});
