import type { passwordProcedures } from "@roster/contract";
import { type Examples, nobody } from "../testing/example.ts";

export const passwordExamples: Examples<typeof passwordProcedures> = {
  updatePassword: {
    sample: ({ ada, password }) => ({
      user_id: ada.id,
      new_password: "a blue whale sings at dusk",
      current_password: password,
    }),
    refusals: {
      user_not_found: () => ({ ...nobody, new_password: "a blue whale sings at dusk" }),
      current_password_incorrect: ({ ada }) => ({
        user_id: ada.id,
        new_password: "a blue whale",
        current_password: "x",
      }),
      no_password_set: ({ member }) => ({ user_id: member.id, new_password: "a blue whale", current_password: "x" }),
      password_rejected: ({ ada }) => ({ user_id: ada.id, new_password: "password" }),
    },
    leaves: ({ ada }) => [["user.password_changed", ada.id, "password"]],
    more: [({ ada }) => ({ user_id: ada.id, new_password: "a grey whale sings at night" })],
    random: {
      weight: 6,
      input: ({ password, maybe, user }) => ({
        user_id: user(),
        new_password: password(),
        current_password: maybe(0.4, password),
      }),
      learn: (known, _, { user_id, new_password }) => known.passwords.push({ user_id, password: new_password }),
    },
  },
  removePassword: {
    sample: ({ ada }) => ({ user_id: ada.id }),
    refusals: { user_not_found: () => nobody },
    leaves: ({ ada }) => [["user.password_removed", ada.id, "password"]],
    random: { weight: 5, input: ({ user }) => ({ user_id: user() }) },
  },
  verifyPassword: {
    sample: ({ password }) => ({ identifier: "ada@example.com", password }),
    refusals: { credentials_incorrect: ({ ada }) => ({ user_id: ada.id, password: "not hers" }) },
    leaves: ({ ada }) => [["user.signed_in", ada.id, "last_sign_in_at"]],
    random: {
      weight: 8,
      input: ({ chance, pick, email, phone, username, password, orNull, user, one, known }) => {
        const who = chance(0.5) ? { identifier: pick([email, phone, username])() } : { user_id: user() };
        const right = chance(0.6) ? one(known.passwords.slice(-4)) : undefined;
        const ip_address = orNull(0.3, () => pick(["10.0.0.1", "::1", "nowhere"]));
        return { ...(right ?? { ...who, password: password() }), ip_address };
      },
    },
  },
  sendPasswordReset: {
    sample: () => ({ email: "ada@example.com" }),
    refusals: {
      redirect_url_not_allowed: () => ({ email: "ada@example.com", redirect_url: "https://evil.example/" }),
    },
    leaves: ({ ada }) => [["user.password_link_requested", ada.id, "password_link"]],
    random: {
      weight: 8,
      input: ({ email, url, orNull, knownOr, known }) => ({
        email: knownOr(known.addresses, email),
        redirect_url: orNull(0.2, url),
      }),
    },
  },
  fetchPasswordLink: {
    sample: ({ passwordToken }) => ({ token: passwordToken }),
    refusals: { token_not_found: () => ({ token: "nothing" }) },
    random: {
      weight: 8,
      input: ({ token, knownOr, known }) => ({ token: knownOr(known.passwordTokens.slice(-3), token) }),
    },
  },
  resetPassword: {
    sample: ({ passwordToken }) => ({ token: passwordToken, new_password: "a red whale sings at dawn" }),
    refusals: {
      token_not_found: () => ({ token: "nothing", new_password: "a red whale sings at dawn" }),
      password_rejected: ({ passwordToken }) => ({ token: passwordToken, new_password: "password" }),
    },
    leaves: ({ ada }) => [["user.password_changed", ada.id, "password"]],
    random: {
      weight: 8,
      input: ({ password, token, knownOr, known }) => ({
        token: knownOr(known.passwordTokens.slice(-3), token),
        new_password: password(),
      }),
    },
  },
};
