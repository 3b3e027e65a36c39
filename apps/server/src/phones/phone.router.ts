import type { phoneProcedures } from "@roster/contract";
import type { Handlers } from "../calls/call.ts";
import { addIdentifier, updateIdentifier } from "../identifiers/identifier.service.ts";
import { toPhone } from "../identifiers/identifier.table.ts";
import { changeIdentifier, deleteIdentifier } from "../identifiers/replacement.ts";

export const phones: Handlers<typeof phoneProcedures> = {
  addPhone: async (change, { user_id, phone_number, ...states }) =>
    toPhone(await addIdentifier(change, "phone", user_id, phone_number, states)),
  updatePhone: async (change, { user_id, phone_id, ...wanted }) =>
    toPhone(await updateIdentifier(change, "phone", user_id, phone_id, wanted)),
  changePhone: async (change, { user_id, phone_id, phone_number: identifier, is_verified }) =>
    toPhone(await changeIdentifier(change, "phone", user_id, phone_id, { identifier, is_verified })),
  deletePhone: (change, { user_id, phone_id }) => deleteIdentifier(change, "phone", user_id, phone_id),
};
