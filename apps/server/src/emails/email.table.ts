import type { UserEmail } from "@roster/contract";
import { type IdentifierOfUser, toIdentifier } from "../identifiers/identifier.table.ts";

export const toEmail = (found: IdentifierOfUser): UserEmail => ({
  ...toIdentifier(found),
  email: found.row.identifier,
});
