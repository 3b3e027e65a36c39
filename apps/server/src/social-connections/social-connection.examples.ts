import type { socialConnectionProcedures } from "@roster/contract";
import { type Examples, forAsManyAsAllowed, named, nobody } from "../testing/example.ts";

export const socialConnectionExamples: Examples<typeof socialConnectionProcedures> = {
  linkSocialConnection: {
    sample: ({ ada }) => ({ user_id: ada.id, provider: "github", provider_user_id: "github-sample" }),
    refusals: {
      user_not_found: () => ({ ...nobody, provider: "github", provider_user_id: "2" }),
      social_connection_taken: ({ member }) => ({ user_id: member.id, provider: "google", provider_user_id: "g-1" }),
      too_many_identifiers: async ({ member }, { api }) => {
        const connect = (id: string) =>
          api.linkSocialConnection(member.id, { provider: "github", provider_user_id: id });
        await forAsManyAsAllowed((index) => connect(String(index)));
        return { user_id: member.id, provider: "github", provider_user_id: "one more" };
      },
    },
    leaves: ({ ada }) => [["user.social_connection_added", ada.id, "social_connections"]],
    random: {
      weight: 25,
      input: ({ pick, upTo, line, email, orNull, user }) => ({
        user_id: user(),
        provider: pick(["google", "github", "Google", ""]),
        provider_user_id: pick([`g-${upTo(15)}`, line()]),
        email: orNull(0.3, email),
        display_name: orNull(0.3, line),
      }),
    },
  },
  updateSocialConnection: {
    sample: ({ ada, connection }) => ({
      user_id: ada.id,
      connection_id: connection.id,
      email: "ada@provider.example",
      display_name: "a name-sample",
    }),
    refusals: {
      social_connection_not_found: ({ member, connection }) => ({
        user_id: member.id,
        connection_id: connection.id,
        email: null,
      }),
    },
    leaves: ({ ada }) => [
      ["user.social_connection_updated", ada.id, "social_connections.display_name", "social_connections.email"],
    ],
    random: {
      weight: 12,
      input: ({ ids, email, line, orNull }) => ({
        ...ids("social_connection", { user_id: "user", connection_id: "social_connection" }),
        email: orNull(0.6, email),
        display_name: orNull(0.4, line),
      }),
    },
  },
  deleteSocialConnection: {
    sample: ({ ada, connection }) => ({ user_id: ada.id, connection_id: connection.id }),
    refusals: {
      social_connection_not_found: ({ member, connection }) => ({ user_id: member.id, connection_id: connection.id }),
      last_identifier: async (_, { api }) => {
        const { id } = await api.createUser(named);
        const connection = await api.linkSocialConnection(id, { provider: "google", provider_user_id: "only" });
        return { user_id: id, connection_id: connection.id };
      },
    },
    leaves: ({ ada }) => [["user.social_connection_removed", ada.id, "social_connections"]],
    random: {
      weight: 12,
      input: ({ ids }) => ids("social_connection", { user_id: "user", connection_id: "social_connection" }),
    },
  },
};
