import type { organizationProcedures } from "@roster/contract";
import { newId } from "../ids.ts";
import { type Examples, named, nobody } from "../testing/example.ts";

export const organizationExamples: Examples<typeof organizationProcedures> = {
  fetchOrganizations: {
    sample: () => ({ search: "acme" }),
    random: { weight: 30, input: ({ list, search }) => list({ search: search() }) },
  },
  fetchOrganization: {
    sample: () => ({ slug: "acme" }),
    refusals: { organization_not_found: () => ({ organization_id: newId("organization") }) },
    random: {
      weight: 12,
      input: ({ chance, slug, organization }) =>
        chance(0.5)
          ? { organization_id: organization() }
          : { slug: slug(), ...(chance(0.02) && { organization_id: organization() }) },
    },
  },
  createOrganization: {
    sample: () => ({ name: "Bletchley Park", public_metadata: { plan: "metadata-sample" } }),
    refusals: { slug_taken: () => ({ name: "Another", slug: "acme" }) },
    leaves: (_, { id }) => [["organization.created", id, "name", "public_metadata", "slug"]],
    random: {
      weight: 22,
      input: ({ chance, line, metadata, slug, orNull, number }) => ({
        // The slug of a name in use gets a random suffix, which searches would find.
        ...(chance(0.2) ? { name: `Organization ${number}` } : { name: line(), slug: slug() }),
        public_metadata: orNull(0.3, metadata),
      }),
    },
  },
  updateOrganization: {
    sample: ({ organization }) => ({ organization_id: organization.id, name: "Acme and Daughters" }),
    refusals: {
      organization_not_found: () => ({ organization_id: newId("organization"), name: "Nothing" }),
      slug_taken: async (_, { api }) => {
        const { id } = await api.createOrganization({ name: "Other" });
        return { organization_id: id, slug: "acme" };
      },
      version_mismatch: ({ organization }) => ({ organization_id: organization.id, name: "Another", if_version: 1000 }),
    },
    leaves: ({ organization }) => [["organization.updated", organization.id, "name"]],
    random: {
      weight: 15,
      input: ({ pick, line, metadata, slug, maybe, organization }) => ({
        organization_id: organization(),
        name: maybe(0.5, line),
        slug: maybe(0.4, slug),
        public_metadata: maybe(0.4, metadata),
        if_version: maybe(0.2, () => pick([1, 2])),
      }),
    },
  },
  deleteOrganization: {
    sample: ({ organization }) => ({ organization_id: organization.id }),
    refusals: { organization_not_found: () => ({ organization_id: newId("organization") }) },
    leaves: ({ organization }) => [["organization.deleted", organization.id]],
    random: { weight: 5, input: ({ organization }) => ({ organization_id: organization() }) },
  },
  addOrganizationMember: {
    sample: ({ organization, stranger }) => ({
      organization_id: organization.id,
      user_id: stranger.id,
      role: "role-sample",
    }),
    refusals: {
      organization_not_found: ({ ada }) => ({ organization_id: newId("organization"), user_id: ada.id }),
      user_not_found: ({ organization }) => ({ ...nobody, organization_id: organization.id }),
      already_member: ({ organization, ada }) => ({ organization_id: organization.id, user_id: ada.id }),
    },
    leaves: ({ organization, stranger }) => [
      ["organization_member.added", organization.id, "members"],
      ["user.organization_added", stranger.id, "organizations"],
    ],
    more: [
      async ({ organization: { id: organization_id } }, { api }) => {
        const invited = await api.createUser({ ...named, email_address: "mary@example.com" });
        await api.inviteUser({ email: "mary@example.com", organization_id });
        return { organization_id, user_id: invited.id };
      },
    ],
    random: {
      weight: 35,
      input: ({ role, maybe, user, organization }) => ({
        organization_id: organization(),
        user_id: user(),
        role: maybe(0.5, role),
      }),
    },
  },
  addOrganizationMembers: {
    sample: ({ organization, ada, stranger }) => ({
      organization_id: organization.id,
      members: [{ user_id: ada.id }, { user_id: stranger.id, role: "role-sample" }],
    }),
    leaves: ({ organization, stranger }) => [
      ["organization_member.added", organization.id, "members"],
      ["user.organization_added", stranger.id, "organizations"],
    ],
    more: [
      async ({ organization: { id: organization_id } }, { api }) => {
        const invited = await api.createUser({ ...named, email_address: "mary@example.com" });
        await api.inviteUser({ email: "mary@example.com", organization_id });
        return { organization_id, members: [{ user_id: invited.id }] };
      },
    ],
    random: {
      weight: 6,
      input: ({ role, maybe, user, organization, several }) => ({
        organization_id: organization(),
        members: several(() => ({ user_id: user(), role: maybe(0.5, role) })),
      }),
    },
  },
  updateOrganizationMember: {
    sample: ({ organization, ada }) => ({
      organization_id: organization.id,
      user_id: ada.id,
      role: "role-sample",
    }),
    refusals: {
      membership_not_found: ({ organization, stranger }) => ({
        organization_id: organization.id,
        user_id: stranger.id,
        role: "admin",
      }),
    },
    leaves: ({ organization, ada }) => [
      ["organization_member.updated", organization.id, "members"],
      ["user.organization_updated", ada.id, "organizations"],
    ],
    random: {
      weight: 10,
      input: ({ role, ids }) => ({
        ...ids("organization_membership", { organization_id: "organization", user_id: "user" }),
        role: role(),
      }),
    },
  },
  removeOrganizationMember: {
    sample: ({ organization, ada }) => ({ organization_id: organization.id, user_id: ada.id }),
    refusals: {
      membership_not_found: ({ organization, stranger }) => ({
        organization_id: organization.id,
        user_id: stranger.id,
      }),
    },
    leaves: ({ organization, workspace, ada }) => [
      ["organization_member.removed", organization.id, "members"],
      ["user.organization_removed", ada.id, "organizations"],
      ["workspace_member.removed", workspace.id, "members"],
    ],
    more: [
      async ({ organization: { id: organization_id } }, { api, database }) => {
        const { id: user_id } = await api.createUser({ ...named, email_address: "mary@example.com" });
        await api.addOrganizationMember({ organization_id, user_id });
        // No call leaves a member's invitation open, but the code must cope.
        const { id } = await api.inviteUser({ email: "planted@example.com", organization_id });
        await database.query("update invitations set email = 'mary@example.com' where id = ?", id);
        return { organization_id, user_id };
      },
    ],
    random: {
      weight: 8,
      input: ({ ids }) => ids("organization_membership", { organization_id: "organization", user_id: "user" }),
    },
  },
};
