import type { passwordProcedures } from "@roster/contract";
import { type Handlers, prepared } from "../calls/call.ts";
import { prepareNewPassword, removePassword, setNewPassword } from "./password.service.ts";
import { fetchPasswordLink, prepareNewPasswordByLink, prepareReset, sendReset, setPasswordByLink } from "./reset.ts";
import { prepareSignIn, signIn } from "./sign-in.ts";

export const passwords: Handlers<typeof passwordProcedures> = {
  updatePassword: prepared(prepareNewPassword, setNewPassword),
  removePassword: (change, { user_id }) => removePassword(change, user_id),
  verifyPassword: prepared(prepareSignIn, signIn),
  sendPasswordReset: prepared(prepareReset, sendReset),
  fetchPasswordLink,
  resetPassword: prepared(prepareNewPasswordByLink, setPasswordByLink),
};
