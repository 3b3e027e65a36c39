import type { Input } from "@roster/contract";
import type { TestRoster } from "./roster.ts";
import { type MutationName, tokenIn, type World } from "./samples.ts";

type Sample<M extends MutationName> = (world: World, directory: TestRoster) => Input<M> | Promise<Input<M>>;

const named = { first_name: "Mary", last_name: "Somerville" };
/** An address that waits, unverified, on ada. */
const waiting = "ada@work.example";
const ownDevice = { deliver: false };

/** Further calls that succeed, one after another, of mutations whose one sample does not cause all that they can cause. */
export const moreSamples: { [M in MutationName]?: Sample<M>[] } = {
  createUser: [() => ({ ...named, email_address: waiting, phone_number: "+14155552672" })],
  updatePassword: [({ ada }) => ({ user_id: ada.id, new_password: "a grey whale sings at night" })],
  updateEmail: [
    async ({ ada, member, coded }, { api }) => {
      await api.addEmail(member.id, coded.email);
      return { user_id: ada.id, email_id: coded.id, is_primary: false, is_verified: true };
    },
    ({ ada, coded }) => ({ user_id: ada.id, email_id: coded.id, is_primary: true, is_verified: true }),
  ],
  updatePhone: [
    async ({ ada, member, codedPhone }, { api }) => {
      await api.addPhone(member.id, codedPhone.phone_number);
      return { user_id: ada.id, phone_id: codedPhone.id, is_primary: false, is_verified: true };
    },
    ({ ada, codedPhone }) => ({ user_id: ada.id, phone_id: codedPhone.id, is_primary: true, is_verified: true }),
  ],
  verifyEmail: [
    async ({ ada, member, email }, { api }) => {
      await api.addEmail(member.id, email.email);
      const { code } = await api.sendEmailVerification(ada.id, email.id, ownDevice);
      return { user_id: ada.id, email_id: email.id, code: code ?? "" };
    },
  ],
  verifyPhone: [
    async ({ ada, member, phone }, { api }) => {
      await api.addPhone(member.id, phone.phone_number);
      const { code } = await api.sendPhoneVerification(ada.id, phone.id, ownDevice);
      return { user_id: ada.id, phone_id: phone.id, code: code ?? "" };
    },
  ],
  acceptInvitation: [
    async ({ organization }, { api }) => {
      const { accept_url } = await api.inviteUser({ ...named, email: waiting, organization_id: organization.id });
      return { token: tokenIn(accept_url) };
    },
  ],
  approveWaitlistUser: [
    async (_, { api }) => {
      await api.joinWaitlist({ email: waiting });
      const { data } = await api.fetchWaitlist({ search: waiting });
      return { waitlist_user_id: data[0]?.id ?? "" };
    },
  ],
  approveNextWaitlistUsers: [
    async (_, { api }) => {
      await api.joinWaitlist({ email: waiting });
      return { count: 1 };
    },
  ],
};
