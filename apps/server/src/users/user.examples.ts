import { userOrders, type userProcedures, type userQueries } from "@roster/contract";
import { type Examples, named, nobody } from "../testing/example.ts";
import type { Random } from "../testing/history.random.ts";
import { learnUser, newUser, profile, userBulkExamples } from "./user.bulk.examples.ts";

const filters = ({ chance, pick, maybe, organization, workspace, role, user }: Random) => {
  const flag = (probability: number) => maybe(probability, () => chance(0.7));
  const time = () => maybe(0.05, () => pick(["2026-03-01T12:00:00Z", "2026-03-01T14:30:00+02:00", "2026-04-01"]));
  return {
    is_active: flag(0.3),
    has_password: flag(0.05),
    email_verified: flag(0.05),
    phone_verified: flag(0.05),
    never_signed_in: flag(0.05),
    created_from: time(),
    created_to: time(),
    signed_in_from: time(),
    signed_in_to: time(),
    ids: maybe(0.03, () => [user(), user()]),
    provider: maybe(0.05, () => pick(["google", "github", ""])),
    organization_id: maybe(0.1, organization),
    workspace_id: maybe(0.03, workspace),
    role: maybe(0.05, role),
  };
};

export const userExamples: Examples<typeof userQueries & typeof userProcedures> = {
  fetchUsers: {
    sample: () => ({ search: "ada", include_total: true }),
    random: {
      weight: 120,
      input: (random) => {
        const { pick, maybe, list, search } = random;
        return list({ search: search(), order_by: maybe(0.7, () => pick(userOrders)), ...filters(random) });
      },
    },
  },
  createUser: {
    sample: () => ({
      first_name: "Katherine",
      last_name: "Johnson",
      email_address: "katherine@example.com",
      phone_number: "+14155552690",
      username: "katherine",
      external_id: "crm-sample",
      profile_picture_url: "https://pictures.example/katherine.png",
      password: "orbits are computed by hand",
      public_metadata: { plan: "metadata-sample" },
      private_metadata: { note: "metadata-sample" },
    }),
    refusals: {
      email_taken: () => ({ ...named, email_address: "ada@example.com" }),
      phone_taken: () => ({ ...named, phone_number: "+1 (415) 555-2671" }),
      username_taken: () => ({ ...named, username: "ADA" }),
      external_id_taken: () => ({ ...named, external_id: "crm-1" }),
      password_rejected: () => ({ ...named, password: "password" }),
    },
    leaves: (_, user) => [
      [
        "user.created",
        user.id,
        "email_address",
        "external_id",
        "first_name",
        "last_name",
        "password",
        "phone_number",
        "private_metadata",
        "profile_picture_url",
        "public_metadata",
        "username",
      ],
    ],
    more: [
      async (_, { api }) => {
        await api.inviteUser({ email: "ada@work.example" });
        return { ...named, email_address: "ada@work.example", phone_number: "+14155552672" };
      },
    ],
    random: {
      weight: 70,
      input: newUser,
      learn: (known, user, { password }) => learnUser(known, user, password),
    },
  },
  fetchUserDetails: {
    sample: ({ ada }) => ({ user_id: ada.id }),
    refusals: { user_not_found: () => nobody },
    random: { weight: 50, input: ({ user }) => ({ user_id: user() }) },
  },
  fetchUserByEmail: {
    sample: () => ({ email: "ada@example.com" }),
    refusals: { user_not_found: ({ email }) => ({ email: email.email }) },
    random: { weight: 12, input: ({ email, knownOr, known }) => ({ email: knownOr(known.addresses, email) }) },
  },
  fetchUserByPhone: {
    sample: () => ({ phone_number: "+1 415 555 2671" }),
    refusals: { user_not_found: ({ phone }) => ({ phone_number: phone.phone_number }) },
    random: { weight: 12, input: ({ phone }) => ({ phone_number: phone() }) },
  },
  fetchUserByUsername: {
    sample: () => ({ username: "Ada" }),
    refusals: { user_not_found: () => ({ username: "nobody" }) },
    random: { weight: 12, input: ({ username }) => ({ username: username() }) },
  },
  fetchUserBySocialConnection: {
    sample: () => ({ provider: "google", provider_user_id: "g-1" }),
    refusals: { user_not_found: () => ({ provider: "github", provider_user_id: "g-1" }) },
    random: {
      weight: 20,
      input: ({ pick, upTo }) => ({ provider: pick(["google", "github"]), provider_user_id: `g-${upTo(15)}` }),
    },
  },
  fetchUserByExternalId: {
    sample: () => ({ external_id: "crm-1" }),
    refusals: { user_not_found: () => ({ external_id: "crm-0" }) },
    random: {
      weight: 12,
      input: ({ externalId, knownOr, known }) => ({ external_id: knownOr(known.externalIds, externalId) }),
    },
  },
  updateUser: {
    sample: ({ ada }) => ({ user_id: ada.id, first_name: "Augusta", private_metadata: { note: "metadata-sample" } }),
    refusals: {
      user_not_found: () => nobody,
      username_taken: ({ member }) => ({ user_id: member.id, username: "ada" }),
      external_id_taken: ({ member }) => ({ user_id: member.id, external_id: "crm-1" }),
      version_mismatch: ({ ada }) => ({ user_id: ada.id, first_name: "Augusta", if_version: 1000 }),
      last_identifier: ({ member }) => ({ user_id: member.id, username: null }),
    },
    leaves: ({ ada }) => [["user.updated", ada.id, "first_name", "private_metadata"]],
    random: {
      weight: 60,
      input: (random) => {
        const { upTo, line, maybe, orNull, user } = random;
        return {
          user_id: user(),
          first_name: orNull(0.4, line),
          last_name: orNull(0.3, line),
          ...profile(random),
          if_version: maybe(0.1, () => upTo(4)),
        };
      },
    },
  },
  deactivateUser: {
    sample: ({ ada }) => ({ user_id: ada.id, reason: "a reason of its own" }),
    refusals: { user_not_found: () => nobody },
    leaves: ({ ada }) => [["user.deactivated", ada.id, "deactivated_at", "deactivation_reason", "is_active"]],
    random: { weight: 12, input: ({ line, orNull, user }) => ({ user_id: user(), reason: orNull(0.5, line) }) },
  },
  reactivateUser: {
    sample: ({ stranger }) => ({ user_id: stranger.id }),
    refusals: { user_not_found: () => nobody },
    leaves: ({ stranger }) => [["user.reactivated", stranger.id, "deactivated_at", "deactivation_reason", "is_active"]],
    random: { weight: 8, input: ({ user }) => ({ user_id: user() }) },
  },
  deleteUser: {
    sample: ({ ada }) => ({ user_id: ada.id }),
    refusals: { user_not_found: () => nobody },
    leaves: ({ ada }) => [["user.deleted", ada.id]],
    more: [
      async (_, { api }) => {
        const invited = await api.createUser({ ...named, email_address: "mary@example.com" });
        const { id: organization_id } = await api.createOrganization({ name: "Other" });
        await api.inviteUser({ email: "mary@example.com", organization_id });
        return { user_id: invited.id };
      },
    ],
    random: { weight: 18, input: ({ user }) => ({ user_id: user() }) },
  },
  ...userBulkExamples,
};
