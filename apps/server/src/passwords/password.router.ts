import type { passwordProcedures } from "@roster/contract";
import type { Handlers } from "../procedures.ts";
import { prepareNewPassword, removePassword } from "./password.service.ts";

export const passwords: Handlers<typeof passwordProcedures> = {
  updatePassword: { prepare: prepareNewPassword },
  removePassword: (change, { user_id }) => removePassword(change, user_id),
};
