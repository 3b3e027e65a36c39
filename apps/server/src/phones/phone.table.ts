import type { UserPhone } from "@roster/contract";
import { type IdentifierOfUser, toIdentifier } from "../identifiers/identifier.table.ts";

export const toPhone = (found: IdentifierOfUser): UserPhone => ({
  ...toIdentifier(found),
  phone_number: found.row.identifier,
});
