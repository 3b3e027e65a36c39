import type { emailProcedures } from "@roster/contract";
import type { Handlers } from "../calls/call.ts";
import { addIdentifier, updateIdentifier } from "../identifiers/identifier.service.ts";
import { toEmail } from "../identifiers/identifier.table.ts";
import { changeIdentifier, deleteIdentifier } from "../identifiers/replacement.ts";

export const emails: Handlers<typeof emailProcedures> = {
  addEmail: async (change, { user_id, email, ...states }) =>
    toEmail(await addIdentifier(change, "email", user_id, email, states)),
  updateEmail: async (change, { user_id, email_id, ...wanted }) =>
    toEmail(await updateIdentifier(change, "email", user_id, email_id, wanted)),
  changeEmail: async (change, { user_id, email_id, email: identifier, is_verified }) =>
    toEmail(await changeIdentifier(change, "email", user_id, email_id, { identifier, is_verified })),
  deleteEmail: (change, { user_id, email_id }) => deleteIdentifier(change, "email", user_id, email_id),
};
