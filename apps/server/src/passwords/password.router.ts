import type { passwordProcedures } from "@roster/contract";
import type { Handlers } from "../procedures.ts";
import { prepareNewPassword, removePassword } from "./password.service.ts";
import { fetchPasswordLink, prepareNewPasswordByLink, prepareReset } from "./reset.ts";
import { prepareSignIn } from "./sign-in.ts";

export const passwords: Handlers<typeof passwordProcedures> = {
  updatePassword: { prepare: prepareNewPassword },
  removePassword: (change, { user_id }) => removePassword(change, user_id),
  verifyPassword: { prepare: prepareSignIn },
  sendPasswordReset: { prepare: prepareReset },
  fetchPasswordLink,
  resetPassword: { prepare: prepareNewPasswordByLink },
};
