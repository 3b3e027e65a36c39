import type { workspaceProcedures } from "@roster/contract";
import { newId } from "../ids.ts";
import { type Examples, nobody } from "../testing/example.ts";

export const workspaceExamples: Examples<typeof workspaceProcedures> = {
  fetchWorkspaces: {
    sample: ({ organization }) => ({ organization_id: organization.id }),
    random: {
      weight: 30,
      input: ({ maybe, organization, list, search }) =>
        list({ search: search(), organization_id: maybe(0.4, organization) }),
    },
  },
  fetchWorkspace: {
    sample: ({ organization }) => ({ organization_id: organization.id, slug: "lab" }),
    refusals: { workspace_not_found: () => ({ workspace_id: newId("workspace") }) },
    random: {
      weight: 12,
      input: ({ chance, slug, organization, workspace }) =>
        chance(0.5) ? { workspace_id: workspace() } : { organization_id: organization(), slug: slug() },
    },
  },
  createWorkspace: {
    sample: ({ organization }) => ({ organization_id: organization.id, name: "Hut Eight" }),
    refusals: {
      organization_not_found: () => ({ organization_id: newId("organization"), name: "Lab" }),
      slug_taken: ({ organization }) => ({ organization_id: organization.id, name: "Another", slug: "lab" }),
    },
    leaves: (_, { id }) => [["workspace.created", id, "name", "organization_id", "public_metadata", "slug"]],
    random: {
      weight: 22,
      input: ({ chance, line, metadata, slug, orNull, organization, number }) => ({
        organization_id: organization(),
        // The slug of a name in use gets a random suffix, which searches would find.
        ...(chance(0.2) ? { name: `Workspace ${number}` } : { name: line(), slug: slug() }),
        public_metadata: orNull(0.3, metadata),
      }),
    },
  },
  updateWorkspace: {
    sample: ({ workspace }) => ({ workspace_id: workspace.id, name: "Laboratory" }),
    refusals: {
      workspace_not_found: () => ({ workspace_id: newId("workspace"), name: "Lab" }),
      slug_taken: async ({ organization }, { api }) => {
        const { id } = await api.createWorkspace({ organization_id: organization.id, name: "Other" });
        return { workspace_id: id, slug: "lab" };
      },
      version_mismatch: ({ workspace }) => ({ workspace_id: workspace.id, name: "Another", if_version: 1000 }),
    },
    leaves: ({ workspace }) => [["workspace.updated", workspace.id, "name"]],
    random: {
      weight: 15,
      input: ({ pick, line, metadata, slug, maybe, workspace }) => ({
        workspace_id: workspace(),
        name: maybe(0.5, line),
        slug: maybe(0.4, slug),
        public_metadata: maybe(0.4, metadata),
        if_version: maybe(0.2, () => pick([1, 2])),
      }),
    },
  },
  deleteWorkspace: {
    sample: ({ workspace }) => ({ workspace_id: workspace.id }),
    refusals: { workspace_not_found: () => ({ workspace_id: newId("workspace") }) },
    leaves: ({ workspace }) => [["workspace.deleted", workspace.id]],
    random: { weight: 5, input: ({ workspace }) => ({ workspace_id: workspace() }) },
  },
  addWorkspaceMember: {
    sample: ({ workspace, member }) => ({ workspace_id: workspace.id, user_id: member.id }),
    refusals: {
      workspace_not_found: ({ ada }) => ({ workspace_id: newId("workspace"), user_id: ada.id }),
      user_not_found: ({ workspace }) => ({ ...nobody, workspace_id: workspace.id }),
      not_organization_member: ({ workspace, stranger }) => ({ workspace_id: workspace.id, user_id: stranger.id }),
      already_member: ({ workspace, ada }) => ({ workspace_id: workspace.id, user_id: ada.id }),
    },
    leaves: ({ workspace, member }) => [
      ["workspace_member.added", workspace.id, "members"],
      ["user.workspace_added", member.id, "workspaces"],
    ],
    random: {
      weight: 25,
      input: ({ chance, role, maybe, user, workspace, one, known }) => {
        const { organization_membership: members, workspace: workspaces } = known.records;
        const member = one(members);
        const near = workspaces.filter(({ organization_id }) => organization_id === member?.organization_id);
        const workspace_id = one(chance(0.8) ? near : [])?.id ?? workspace();
        return { workspace_id, user_id: member?.user_id ?? user(), role: maybe(0.5, role) };
      },
    },
  },
  addWorkspaceMembers: {
    sample: ({ workspace, member, stranger }) => ({
      workspace_id: workspace.id,
      members: [{ user_id: stranger.id }, { user_id: member.id, role: "role-sample" }],
    }),
    leaves: ({ workspace, member }) => [
      ["workspace_member.added", workspace.id, "members"],
      ["user.workspace_added", member.id, "workspaces"],
    ],
    random: {
      weight: 6,
      input: ({ role, maybe, user, workspace, several, one, known }) => {
        const member = one(known.records.organization_membership);
        const near = known.records.workspace.filter(
          ({ organization_id }) => organization_id === member?.organization_id,
        );
        const others = several(() => ({ user_id: user(), role: maybe(0.5, role) }));
        return {
          workspace_id: one(near)?.id ?? workspace(),
          members: [{ user_id: member?.user_id ?? user(), role: maybe(0.5, role) }, ...others],
        };
      },
    },
  },
  updateWorkspaceMember: {
    sample: ({ workspace, ada }) => ({ workspace_id: workspace.id, user_id: ada.id, role: "role-sample" }),
    refusals: {
      membership_not_found: ({ workspace, member }) => ({
        workspace_id: workspace.id,
        user_id: member.id,
        role: "admin",
      }),
    },
    leaves: ({ workspace, ada }) => [
      ["workspace_member.updated", workspace.id, "members"],
      ["user.workspace_updated", ada.id, "workspaces"],
    ],
    random: {
      weight: 10,
      input: ({ role, ids }) => ({
        ...ids("workspace_membership", { workspace_id: "workspace", user_id: "user" }),
        role: role(),
      }),
    },
  },
  removeWorkspaceMember: {
    sample: ({ workspace, ada }) => ({ workspace_id: workspace.id, user_id: ada.id }),
    refusals: {
      membership_not_found: ({ workspace, member }) => ({ workspace_id: workspace.id, user_id: member.id }),
    },
    leaves: ({ workspace, ada }) => [
      ["workspace_member.removed", workspace.id, "members"],
      ["user.workspace_removed", ada.id, "workspaces"],
    ],
    random: {
      weight: 8,
      input: ({ ids }) => ids("workspace_membership", { workspace_id: "workspace", user_id: "user" }),
    },
  },
};
