import type { verificationProcedures } from "@roster/contract";
import { type Handlers, prepared, type QueryCall } from "../calls/call.ts";
import { toEmail, toPhone } from "../identifiers/identifier.table.ts";
import { prepareCode, prepareVerifying, sendCode, verify } from "./verification.service.ts";

const email = ({ user_id, email_id }: { user_id: string; email_id: string }) => ({ user_id, id: email_id });
const phone = ({ user_id, phone_id }: { user_id: string; phone_id: string }) => ({ user_id, id: phone_id });

export const verifications: Handlers<typeof verificationProcedures> = {
  sendEmailVerification: prepared(
    (call: QueryCall<"sendEmailVerification">) => prepareCode(call, "email", email(call.input)),
    (change, input, code) => sendCode(change, "email", email(input), code),
  ),
  verifyEmail: prepared(
    (call: QueryCall<"verifyEmail">) => prepareVerifying(call, "email", email(call.input)),
    async (change, input, right) => toEmail(await verify(change, "email", email(input), right)),
  ),
  sendPhoneVerification: prepared(
    (call: QueryCall<"sendPhoneVerification">) => prepareCode(call, "phone", phone(call.input)),
    (change, input, code) => sendCode(change, "phone", phone(input), code),
  ),
  verifyPhone: prepared(
    (call: QueryCall<"verifyPhone">) => prepareVerifying(call, "phone", phone(call.input)),
    async (change, input, right) => toPhone(await verify(change, "phone", phone(input), right)),
  ),
};
