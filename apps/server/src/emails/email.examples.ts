import type { emailProcedures } from "@roster/contract";
import { type Examples, forAsManyAsAllowed, idOfPrimary, named, nobody, plantCopy } from "../testing/example.ts";

const both = { is_primary: true, is_verified: true };

export const emailExamples: Examples<typeof emailProcedures> = {
  addEmail: {
    sample: ({ ada }) => ({ user_id: ada.id, email: "countess@example.com" }),
    refusals: {
      user_not_found: () => ({ ...nobody, email: "mary@example.com" }),
      email_taken: ({ member }) => ({ user_id: member.id, email: "ada@example.com" }),
      too_many_identifiers: async ({ member }, { api }) => {
        await forAsManyAsAllowed((index) => api.addEmail(member.id, `mary${index}@example.com`));
        return { user_id: member.id, email: "mary@example.com" };
      },
      primary_must_be_verified: ({ ada }) => ({ user_id: ada.id, email: "mary@example.com", is_primary: true }),
    },
    leaves: ({ ada }) => [["user.email_added", ada.id, "emails"]],
    more: [
      async ({ ada, member }, { api }) => {
        await api.addEmail(member.id, "vouched@example.com");
        await api.inviteUser({ email: "vouched@example.com" });
        return { user_id: ada.id, email: "vouched@example.com", is_verified: true, is_primary: true };
      },
    ],
    random: {
      weight: 40,
      input: ({ email, user, maybe, chance }) => ({
        user_id: user(),
        email: email(),
        is_verified: maybe(0.3, () => chance(0.7)),
        is_primary: maybe(0.2, () => chance(0.5)),
      }),
    },
  },
  updateEmail: {
    sample: ({ ada, email }) => ({ user_id: ada.id, email_id: email.id, is_primary: true, is_verified: true }),
    refusals: {
      email_not_found: ({ member, email }) => ({ user_id: member.id, email_id: email.id, ...both }),
      email_taken: async ({ member }, directory) => ({
        user_id: member.id,
        email_id: await plantCopy(directory, "email", member.id, "ada@example.com"),
        ...both,
      }),
      primary_must_be_verified: ({ ada, email }) => ({
        user_id: ada.id,
        email_id: email.id,
        is_primary: true,
        is_verified: false,
      }),
      primary_required: async ({ ada }, { api }) => ({
        user_id: ada.id,
        email_id: idOfPrimary((await api.fetchUserDetails(ada.id)).emails),
        is_primary: false,
        is_verified: true,
      }),
    },
    leaves: ({ ada }) => [["user.email_verified", ada.id, "emails.is_primary", "emails.is_verified"]],
    more: [
      async ({ ada, member, coded }, { api }) => {
        await api.addEmail(member.id, coded.email);
        await api.inviteUser({ email: coded.email });
        return { user_id: ada.id, email_id: coded.id, is_primary: false, is_verified: true };
      },
      ({ ada, coded }) => ({ user_id: ada.id, email_id: coded.id, is_primary: true, is_verified: true }),
    ],
    random: {
      weight: 40,
      input: ({ chance, ids }) => ({
        ...ids("email", { user_id: "user", email_id: "email" }),
        is_primary: chance(0.5),
        is_verified: chance(0.7),
      }),
    },
  },
  changeEmail: {
    sample: ({ ada, email }) => ({ user_id: ada.id, email_id: email.id, email: "corrected@example.com" }),
    refusals: {
      email_not_found: ({ member, email }) => ({
        user_id: member.id,
        email_id: email.id,
        email: "corrected@example.com",
      }),
      email_taken: async ({ ada, email }, { api }) => {
        await api.createUser({ ...named, email_address: "taken@example.com" });
        return { user_id: ada.id, email_id: email.id, email: "taken@example.com" };
      },
    },
    leaves: ({ ada }) => [
      ["user.email_removed", ada.id, "emails"],
      ["user.email_added", ada.id, "emails"],
    ],
    more: [
      async ({ ada, member, coded }, { api }) => {
        await api.addEmail(member.id, "proven@example.com");
        await api.inviteUser({ email: "proven@example.com" });
        return { user_id: ada.id, email_id: coded.id, email: "proven@example.com", is_verified: true };
      },
    ],
    random: {
      weight: 25,
      input: ({ email, ids, maybe, chance }) => ({
        ...ids("email", { user_id: "user", email_id: "email" }),
        email: email(),
        is_verified: maybe(0.5, () => chance(0.7)),
      }),
    },
  },
  deleteEmail: {
    sample: ({ ada, email }) => ({ user_id: ada.id, email_id: email.id }),
    refusals: {
      email_not_found: ({ member, email }) => ({ user_id: member.id, email_id: email.id }),
      last_identifier: async ({ stranger }, { api }) => ({
        user_id: stranger.id,
        email_id: idOfPrimary((await api.fetchUserDetails(stranger.id)).emails),
      }),
    },
    leaves: ({ ada }) => [["user.email_removed", ada.id, "emails"]],
    random: {
      weight: 18,
      input: ({ ids }) => ids("email", { user_id: "user", email_id: "email" }),
    },
  },
};
