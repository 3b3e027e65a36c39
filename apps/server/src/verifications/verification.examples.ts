import type { verificationProcedures } from "@roster/contract";
import { type Examples, idOfPrimary, plantCopy } from "../testing/example.ts";

/** A different code. */
const another = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, "0");

const codes = ["123456", "12345", " 654321 ", "000000"];

export const verificationExamples: Examples<typeof verificationProcedures> = {
  sendEmailVerification: {
    sample: ({ ada, email }) => ({ user_id: ada.id, email_id: email.id }),
    refusals: {
      email_not_found: ({ member, email }) => ({ user_id: member.id, email_id: email.id }),
      already_verified: async ({ ada }, { api }) => ({
        user_id: ada.id,
        email_id: idOfPrimary((await api.fetchUserDetails(ada.id)).emails),
      }),
    },
    leaves: ({ ada }) => [["user.email_code_requested", ada.id, "emails.code"]],
    random: {
      weight: 14,
      input: ({ chance, orNull, ids }) => ({
        ...ids("email", { user_id: "user", email_id: "email" }),
        deliver: orNull(0.7, () => chance(0.2)),
      }),
      learn: (known, { code }, { user_id, email_id }) => {
        if (!code) return;
        const input = { user_id, email_id, code };
        known.emailCodes.push(input);
        known.soon.push({ act: "verifyEmail", input });
      },
    },
  },
  verifyEmail: {
    sample: ({ ada, coded, code }) => ({ user_id: ada.id, email_id: coded.id, code }),
    refusals: {
      email_not_found: ({ member, coded, code }) => ({ user_id: member.id, email_id: coded.id, code }),
      email_taken: async ({ stranger }, directory) => {
        const at = {
          user_id: stranger.id,
          email_id: await plantCopy(directory, "email", stranger.id, "ada@example.com"),
        };
        const { code } = await directory.api.sendEmailVerification(at.user_id, at.email_id, { deliver: false });
        return { ...at, code: code ?? "" };
      },
      already_verified: async ({ ada, code }, { api }) => ({
        user_id: ada.id,
        email_id: idOfPrimary((await api.fetchUserDetails(ada.id)).emails),
        code,
      }),
      code_incorrect: ({ ada, coded, code }) => ({ user_id: ada.id, email_id: coded.id, code: another(code) }),
      code_expired: ({ ada, email }) => ({ user_id: ada.id, email_id: email.id, code: "123456" }),
    },
    leaves: ({ ada }) => [["user.email_verified", ada.id, "emails.is_verified"]],
    more: [
      async ({ ada, member, email }, { api }) => {
        await api.addEmail(member.id, email.email);
        await api.inviteUser({ email: email.email });
        const { code } = await api.sendEmailVerification(ada.id, email.id, { deliver: false });
        return { user_id: ada.id, email_id: email.id, code: code ?? "" };
      },
    ],
    random: {
      weight: 8,
      input: ({ chance, pick, one, ids, known }) => ({
        ...ids("email", { user_id: "user", email_id: "email" }),
        code: pick(codes),
        ...(chance(0.7) && one(known.emailCodes.slice(-3))),
      }),
    },
  },
  sendPhoneVerification: {
    sample: ({ ada, phone }) => ({ user_id: ada.id, phone_id: phone.id }),
    refusals: {
      phone_not_found: ({ member, phone }) => ({ user_id: member.id, phone_id: phone.id }),
      already_verified: async ({ ada }, { api }) => ({
        user_id: ada.id,
        phone_id: idOfPrimary((await api.fetchUserDetails(ada.id)).phones),
      }),
    },
    leaves: ({ ada }) => [["user.phone_code_requested", ada.id, "phones.code"]],
    random: {
      weight: 12,
      input: ({ chance, orNull, ids }) => ({
        ...ids("phone", { user_id: "user", phone_id: "phone" }),
        deliver: orNull(0.7, () => chance(0.2)),
      }),
      learn: (known, { code }, { user_id, phone_id }) => {
        if (!code) return;
        const input = { user_id, phone_id, code };
        known.phoneCodes.push(input);
        known.soon.push({ act: "verifyPhone", input });
      },
    },
  },
  verifyPhone: {
    sample: ({ ada, codedPhone, phoneCode }) => ({ user_id: ada.id, phone_id: codedPhone.id, code: phoneCode }),
    refusals: {
      phone_not_found: ({ member, codedPhone, phoneCode }) => ({
        user_id: member.id,
        phone_id: codedPhone.id,
        code: phoneCode,
      }),
      phone_taken: async ({ stranger }, directory) => {
        const at = { user_id: stranger.id, phone_id: await plantCopy(directory, "phone", stranger.id, "+14155552671") };
        const { code } = await directory.api.sendPhoneVerification(at.user_id, at.phone_id, { deliver: false });
        return { ...at, code: code ?? "" };
      },
      already_verified: async ({ ada, phoneCode }, { api }) => ({
        user_id: ada.id,
        phone_id: idOfPrimary((await api.fetchUserDetails(ada.id)).phones),
        code: phoneCode,
      }),
      code_incorrect: ({ ada, codedPhone, phoneCode }) => ({
        user_id: ada.id,
        phone_id: codedPhone.id,
        code: another(phoneCode),
      }),
      code_expired: ({ ada, phone }) => ({ user_id: ada.id, phone_id: phone.id, code: "123456" }),
    },
    leaves: ({ ada }) => [["user.phone_verified", ada.id, "phones.is_verified"]],
    more: [
      async ({ ada, member, phone }, { api }) => {
        await api.addPhone(member.id, phone.phone_number);
        const { code } = await api.sendPhoneVerification(ada.id, phone.id, { deliver: false });
        return { user_id: ada.id, phone_id: phone.id, code: code ?? "" };
      },
    ],
    random: {
      weight: 8,
      input: ({ chance, pick, one, ids, known }) => ({
        ...ids("phone", { user_id: "user", phone_id: "phone" }),
        code: pick(codes),
        ...(chance(0.7) && one(known.phoneCodes.slice(-3))),
      }),
    },
  },
};
