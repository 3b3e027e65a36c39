import type { phoneProcedures } from "@roster/contract";
import { type Examples, forAsManyAsAllowed, idOfPrimary, named, nobody, plantCopy } from "../testing/example.ts";

const both = { is_primary: true, is_verified: true };

export const phoneExamples: Examples<typeof phoneProcedures> = {
  addPhone: {
    sample: ({ ada }) => ({ user_id: ada.id, phone_number: "+14155552691" }),
    refusals: {
      user_not_found: () => ({ ...nobody, phone_number: "+14155552680" }),
      phone_taken: ({ member }) => ({ user_id: member.id, phone_number: "+1 415-555-2671" }),
      too_many_identifiers: async ({ member }, { api }) => {
        await forAsManyAsAllowed((index) => api.addPhone(member.id, `+1415555${3000 + index}`));
        return { user_id: member.id, phone_number: "+14155554000" };
      },
      primary_must_be_verified: ({ ada }) => ({ user_id: ada.id, phone_number: "+14155552699", is_primary: true }),
    },
    leaves: ({ ada }) => [["user.phone_added", ada.id, "phones"]],
    more: [
      async ({ ada, member }, { api }) => {
        await api.addPhone(member.id, "+14155552698");
        return { user_id: ada.id, phone_number: "+14155552698", is_verified: true, is_primary: true };
      },
    ],
    random: {
      weight: 35,
      input: ({ phone, user, maybe, chance }) => ({
        user_id: user(),
        phone_number: phone(),
        is_verified: maybe(0.3, () => chance(0.7)),
        is_primary: maybe(0.2, () => chance(0.5)),
      }),
    },
  },
  updatePhone: {
    sample: ({ ada, phone }) => ({ user_id: ada.id, phone_id: phone.id, is_primary: true, is_verified: true }),
    refusals: {
      phone_not_found: ({ member, phone }) => ({ user_id: member.id, phone_id: phone.id, ...both }),
      phone_taken: async ({ member }, directory) => ({
        user_id: member.id,
        phone_id: await plantCopy(directory, "phone", member.id, "+14155552671"),
        ...both,
      }),
      primary_must_be_verified: ({ ada, phone }) => ({
        user_id: ada.id,
        phone_id: phone.id,
        is_primary: true,
        is_verified: false,
      }),
      primary_required: async ({ ada }, { api }) => ({
        user_id: ada.id,
        phone_id: idOfPrimary((await api.fetchUserDetails(ada.id)).phones),
        is_primary: false,
        is_verified: true,
      }),
    },
    leaves: ({ ada }) => [["user.phone_verified", ada.id, "phones.is_primary", "phones.is_verified"]],
    more: [
      async ({ ada, member, codedPhone }, { api }) => {
        await api.addPhone(member.id, codedPhone.phone_number);
        return { user_id: ada.id, phone_id: codedPhone.id, is_primary: false, is_verified: true };
      },
      ({ ada, codedPhone }) => ({ user_id: ada.id, phone_id: codedPhone.id, is_primary: true, is_verified: true }),
    ],
    random: {
      weight: 35,
      input: ({ chance, ids }) => ({
        ...ids("phone", { user_id: "user", phone_id: "phone" }),
        is_primary: chance(0.5),
        is_verified: chance(0.7),
      }),
    },
  },
  changePhone: {
    sample: ({ ada, phone }) => ({ user_id: ada.id, phone_id: phone.id, phone_number: "+14155552692" }),
    refusals: {
      phone_not_found: ({ member, phone }) => ({
        user_id: member.id,
        phone_id: phone.id,
        phone_number: "+14155552692",
      }),
      phone_taken: async ({ ada, phone }, { api }) => {
        await api.createUser({ ...named, phone_number: "+14155552693" });
        return { user_id: ada.id, phone_id: phone.id, phone_number: "+14155552693" };
      },
    },
    leaves: ({ ada }) => [
      ["user.phone_removed", ada.id, "phones"],
      ["user.phone_added", ada.id, "phones"],
    ],
    more: [
      async ({ ada, member, codedPhone }, { api }) => {
        await api.addPhone(member.id, "+14155552694");
        return { user_id: ada.id, phone_id: codedPhone.id, phone_number: "+14155552694", is_verified: true };
      },
    ],
    random: {
      weight: 20,
      input: ({ phone, ids, maybe, chance }) => ({
        ...ids("phone", { user_id: "user", phone_id: "phone" }),
        phone_number: phone(),
        is_verified: maybe(0.5, () => chance(0.7)),
      }),
    },
  },
  deletePhone: {
    sample: ({ ada, phone }) => ({ user_id: ada.id, phone_id: phone.id }),
    refusals: {
      phone_not_found: ({ member, phone }) => ({ user_id: member.id, phone_id: phone.id }),
      last_identifier: async (_, { api }) => {
        const { id } = await api.createUser({ ...named, phone_number: "+14155552681" });
        return { user_id: id, phone_id: idOfPrimary((await api.fetchUserDetails(id)).phones) };
      },
    },
    leaves: ({ ada }) => [["user.phone_removed", ada.id, "phones"]],
    random: {
      weight: 15,
      input: ({ ids }) => ids("phone", { user_id: "user", phone_id: "phone" }),
    },
  },
};
