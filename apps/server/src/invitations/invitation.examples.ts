import type { invitationProcedures } from "@roster/contract";
import { newId } from "../ids.ts";
import { type Examples, named } from "../testing/example.ts";
import { type Known, tokensIn } from "../testing/history.known.ts";
import type { Random } from "../testing/history.random.ts";
import type { TestRoster } from "../testing/roster.ts";
import { tokenIn } from "../testing/world.ts";

const DAY = 24 * 60 * 60 * 1000;

const invitation = ({ id }: Random) => ({ invitation_id: id("invitation") });

const invite = ({ chance, pick, line, email, role, url, metadata, orNull, organization }: Random) => ({
  email: email(),
  role: orNull(0.3, role),
  organization_id: orNull(0.4, organization),
  first_name: orNull(0.4, line),
  last_name: orNull(0.4, line),
  expires_in_days: orNull(0.3, () => pick([1, 2, 30, 31, 0])),
  redirect_url: orNull(0.1, url),
  public_metadata: orNull(0.2, metadata),
  notify: orNull(0.4, () => chance(0.5)),
});

const invited = (known: Known, { accept_url }: { accept_url: string }) => known.tokens.push(...tokensIn(accept_url));

async function accepted(api: TestRoster["api"], email: string) {
  const { id, accept_url } = await api.inviteUser({ email });
  await api.acceptInvitation(tokenIn(accept_url));
  return { invitation_id: id };
}

export const invitationExamples: Examples<typeof invitationProcedures> = {
  fetchInvitedUsers: {
    sample: () => ({ status: "pending" }),
    random: {
      weight: 40,
      input: ({ list, search, status, maybe, pick, organization }) =>
        list({
          search: search(),
          status: status(),
          organization_id: maybe(0.1, organization),
          invited_by: maybe(0.1, () => pick(["tester", "nobody"])),
        }),
    },
  },
  fetchInvitationById: {
    sample: ({ invitation }) => ({ invitation_id: invitation.id }),
    refusals: { invitation_not_found: () => ({ invitation_id: newId("invitation") }) },
    random: { weight: 15, input: invitation },
  },
  inviteUser: {
    sample: () => ({ email: "margaret@example.com", first_name: "Margaret", role: "role-sample" }),
    refusals: {
      invitation_pending: () => ({ email: "Invited@Example.com" }),
      user_deactivated: () => ({ email: "alan@example.com" }),
      user_exists: () => ({ email: "ada@example.com" }),
      already_member: ({ organization }) => ({ email: "ada@example.com", organization_id: organization.id }),
      organization_not_found: () => ({ email: "mary@example.com", organization_id: newId("organization") }),
      redirect_url_not_allowed: () => ({ email: "mary@example.com", redirect_url: "https://evil.example/" }),
    },
    leaves: (_, { id }) => [["invitation.created", id, "email", "organization_id", "role"]],
    random: { weight: 30, input: invite, learn: invited },
  },
  inviteUsers: {
    sample: () => ({ invitations: [{ email: "annie@example.com" }, { email: "ada@example.com" }] }),
    leaves: (_, { results: [first] }) => [
      ["invitation.created", first?.ok ? first.invitation.id : "", "email", "organization_id", "role"],
    ],
    random: {
      weight: 10,
      input: (random) => {
        const { chance, pick, upTo } = random;
        const row = () => (chance(0.03) ? pick([{}, null, "x", []]) : invite(random));
        return { invitations: Array.from({ length: 1 + upTo(6) }, row) };
      },
      learn: (known, { results }) => results.forEach((row) => row.ok && invited(known, row.invitation)),
    },
  },
  resendInvitation: {
    sample: ({ invitation }) => ({ invitation_id: invitation.id }),
    refusals: {
      invitation_not_found: () => ({ invitation_id: newId("invitation") }),
      invitation_already_accepted: async (_, { api }) => accepted(api, "resent@example.com"),
      invitation_already_revoked: async (_, { api }) => {
        const { id } = await api.inviteUser({ email: "revoked@example.com" });
        await api.revokeInvitation(id);
        return { invitation_id: id };
      },
      invitation_pending: async (_, { api, pass }) => {
        const { id } = await api.inviteUser({ email: "again@example.com", expires_in_days: 1 });
        pass(2 * DAY);
        await api.inviteUser({ email: "again@example.com" });
        return { invitation_id: id };
      },
      user_deactivated: async ({ organization: { id: organization_id } }, { api }) => {
        const { id } = await api.inviteUser({ email: "away@example.com", organization_id });
        const mary = await api.createUser({ ...named, email_address: "away@example.com" });
        await api.deactivateUser(mary.id);
        return { invitation_id: id };
      },
      user_exists: async (_, { api, pass }) => {
        const { id } = await api.inviteUser({ email: "here@example.com", expires_in_days: 1 });
        pass(2 * DAY);
        await api.createUser({ ...named, email_address: "here@example.com" });
        return { invitation_id: id };
      },
      already_member: async ({ organization: { id: organization_id } }, { api, pass }) => {
        const { id } = await api.inviteUser({ email: "member@example.com", organization_id, expires_in_days: 1 });
        pass(2 * DAY);
        const mary = await api.createUser({ ...named, email_address: "member@example.com" });
        await api.addOrganizationMember({ organization_id, user_id: mary.id });
        return { invitation_id: id };
      },
    },
    leaves: ({ invitation }) => [["invitation.resent", invitation.id, "expires_at"]],
    random: {
      weight: 12,
      input: (random) => ({ ...invitation(random), notify: random.orNull(0.5, () => random.chance(0.5)) }),
      learn: invited,
    },
  },
  resendInvitations: {
    sample: ({ invitation }) => ({ invitation_ids: [newId("invitation"), invitation.id], notify: false }),
    leaves: ({ invitation }) => [["invitation.resent", invitation.id, "expires_at"]],
    random: {
      weight: 5,
      input: (random) => ({
        invitation_ids: random.several(() => random.id("invitation")),
        notify: random.orNull(0.5, () => random.chance(0.5)),
      }),
      learn: (known, { results }) => results.forEach((row) => row.ok && invited(known, row.invitation)),
    },
  },
  revokeInvitation: {
    sample: ({ invitation }) => ({ invitation_id: invitation.id }),
    refusals: {
      invitation_not_found: () => ({ invitation_id: newId("invitation") }),
      invitation_already_accepted: async (_, { api }) => accepted(api, "accepted@example.com"),
    },
    leaves: ({ invitation }) => [["invitation.revoked", invitation.id, "status"]],
    random: { weight: 8, input: invitation },
  },
  revokeInvitations: {
    sample: ({ invitation }) => ({ invitation_ids: [invitation.id, newId("invitation")] }),
    leaves: ({ invitation }) => [["invitation.revoked", invitation.id, "status"]],
    random: { weight: 3, input: ({ several, id }) => ({ invitation_ids: several(() => id("invitation")) }) },
  },
  fetchInvitation: {
    sample: ({ invitation }) => ({ token: tokenIn(invitation.accept_url) }),
    refusals: { invitation_not_found: () => ({ token: "nothing" }) },
    random: { weight: 12, input: ({ token }) => ({ token: token() }) },
  },
  acceptInvitation: {
    sample: ({ invitation }) => ({
      token: tokenIn(invitation.accept_url),
      first_name: "Mary",
      last_name: "Jackson",
      password: "wind tunnels hum all night",
    }),
    refusals: {
      invitation_not_found: () => ({ token: "nothing" }),
      password_rejected: ({ invitation }) => ({ token: tokenIn(invitation.accept_url), password: "password" }),
    },
    leaves: ({ invitation }, { user_id }) => [
      ["user.created", user_id, "email_address", "first_name", "last_name", "password", "public_metadata"],
      ["invitation.accepted", invitation.id, "status"],
    ],
    more: [
      async ({ organization }, { api }) => {
        const { accept_url } = await api.inviteUser({
          ...named,
          email: "ada@work.example",
          organization_id: organization.id,
        });
        await api.inviteUser({ email: "ada@work.example" });
        return { token: tokenIn(accept_url) };
      },
    ],
    random: {
      weight: 14,
      input: ({ line, password, maybe, orNull, token }) => ({
        token: token(),
        first_name: orNull(0.5, line),
        last_name: orNull(0.5, line),
        password: maybe(0.05, password),
      }),
    },
  },
};
