import type { User, userProcedures } from "@roster/contract";
import { type Examples, named, nobody } from "../testing/example.ts";
import type { Known } from "../testing/history.known.ts";
import type { Random } from "../testing/history.random.ts";

export const profile = ({ orNull, username, externalId, url, metadata }: Random) => ({
  username: orNull(0.35, username),
  external_id: orNull(0.3, externalId),
  profile_picture_url: orNull(0.1, url),
  public_metadata: orNull(0.4, metadata),
  private_metadata: orNull(0.2, metadata),
});

export const newUser = (random: Random) => {
  const { line, email, phone, password, maybe, orNull } = random;
  return {
    first_name: line(),
    last_name: line(),
    email_address: orNull(0.6, email),
    phone_number: orNull(0.4, phone),
    ...profile(random),
    password: maybe(0.08, password),
  };
};

export function learnUser(known: Known, { id, email, external_id }: User, password: unknown) {
  if (email) known.addresses.push(email);
  if (external_id) known.externalIds.push(external_id);
  if (password) known.passwords.push({ user_id: id, password });
}

type BulkCalls = "createUsers" | "deactivateUsers" | "reactivateUsers" | "deleteUsers";

export const userBulkExamples: Pick<Examples<typeof userProcedures>, BulkCalls> = {
  createUsers: {
    sample: () => ({
      users: [
        { ...named, email_address: "ada@example.com" },
        { ...named, email_address: "mary@example.com", password: "orbits are computed by hand" },
      ],
    }),
    leaves: (_, { results: [, second] }) => [
      ["user.created", second?.ok ? second.user.id : "", "email_address", "first_name", "last_name", "password"],
    ],
    more: [
      async (_, { api }) => {
        await api.inviteUser({ email: "ada@work.example" });
        return { users: [{ ...named, email_address: "ada@work.example", phone_number: "+14155552672" }] };
      },
    ],
    random: {
      weight: 8,
      input: (random) => {
        const { chance, pick, several } = random;
        return { users: several(() => (chance(0.03) ? pick([{}, null, "x", []]) : newUser(random))) };
      },
      learn: (known, { results }, { users }) =>
        results.forEach((row, index) => row.ok && learnUser(known, row.user, users[index]?.password)),
    },
  },
  deactivateUsers: {
    sample: ({ ada, stranger }) => ({ user_ids: [ada.id, nobody.user_id, stranger.id], reason: "a reason of its own" }),
    leaves: ({ ada, stranger }) => [
      ["user.deactivated", ada.id, "deactivated_at", "deactivation_reason", "is_active"],
      ["user.deactivated", stranger.id, "deactivated_at", "deactivation_reason", "is_active"],
    ],
    random: {
      weight: 8,
      input: ({ line, orNull, several, user }) => ({ user_ids: several(user), reason: orNull(0.5, line) }),
    },
  },
  reactivateUsers: {
    sample: ({ ada, stranger }) => ({ user_ids: [ada.id, nobody.user_id, stranger.id] }),
    leaves: ({ stranger }) => [["user.reactivated", stranger.id, "deactivated_at", "deactivation_reason", "is_active"]],
    random: { weight: 8, input: ({ several, user }) => ({ user_ids: several(user) }) },
  },
  deleteUsers: {
    sample: ({ ada, member }) => ({ user_ids: [ada.id, nobody.user_id, member.id] }),
    leaves: ({ ada, member }) => [
      ["user.deleted", ada.id],
      ["user.deleted", member.id],
    ],
    more: [
      async (_, { api }) => {
        const invited = await api.createUser({ ...named, email_address: "mary@example.com" });
        const { id: organization_id } = await api.createOrganization({ name: "Other" });
        await api.inviteUser({ email: "mary@example.com", organization_id });
        return { user_ids: [invited.id] };
      },
    ],
    random: { weight: 3, input: ({ several, user }) => ({ user_ids: several(user) }) },
  },
};
