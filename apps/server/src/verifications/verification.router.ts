import type { verificationProcedures } from "@roster/contract";
import { toEmail } from "../emails/email.router.ts";
import { emailKind, phoneKind } from "../identifiers/identifier.kinds.ts";
import { toPhone } from "../phones/phone.router.ts";
import type { Change, Handlers } from "../procedures.ts";
import { prepareCode, prepareVerifying } from "./verification.service.ts";

export const verifications: Handlers<typeof verificationProcedures> = {
  sendEmailVerification: {
    prepare: (call) => {
      const { user_id, email_id, deliver } = call.input;
      return prepareCode(call, emailKind, { user_id, id: email_id }, deliver ?? true);
    },
  },
  verifyEmail: {
    prepare: async (call) => {
      const { user_id, email_id, code } = call.input;
      const verify = await prepareVerifying(call, emailKind, { user_id, id: email_id }, code);
      return async (change: Change) => toEmail(await verify(change));
    },
  },
  sendPhoneVerification: {
    prepare: (call) => {
      const { user_id, phone_id, deliver } = call.input;
      return prepareCode(call, phoneKind, { user_id, id: phone_id }, deliver ?? true);
    },
  },
  verifyPhone: {
    prepare: async (call) => {
      const { user_id, phone_id, code } = call.input;
      const verify = await prepareVerifying(call, phoneKind, { user_id, id: phone_id }, code);
      return async (change: Change) => toPhone(await verify(change));
    },
  },
};
