import type {
  CreateUserRequest,
  DeliveryOptions,
  ErrorCode,
  RosterClient,
  SentCode,
  UserDetailsResponse,
} from "@roster/client";
import type { Call } from "./race.ts";

export interface Identifier {
  id: string;
  value: string;
  is_verified: boolean;
  is_primary: boolean;
  verified_at: string | null;
  created_at: string;
  updated_at: string;
}

/** Emails and numbers follow the same rules, so tests of `kind` run for both. */
export interface KindUnderTest {
  noun: "email" | "phone";
  /** The nth distinct value. */
  value(n: number): string;
  /** The field of createUser. */
  given(value: string): Partial<CreateUserRequest>;
  add(api: RosterClient, userId: string, value: string): Promise<Identifier>;
  /** `wanted`: primary, verified. */
  update(api: RosterClient, userId: string, id: string, wanted: [boolean, boolean]): Promise<Identifier>;
  /** Puts another value in the place of one. */
  change(api: RosterClient, userId: string, id: string, value: string, is_verified?: boolean): Promise<Identifier>;
  remove(api: RosterClient, userId: string, id: string): Promise<void>;
  sendCode(api: RosterClient, userId: string, id: string, options?: DeliveryOptions): Promise<SentCode>;
  verify(api: RosterClient, userId: string, id: string, code: string): Promise<Identifier>;
  /** The call of `verify`, for a race. */
  verification(user_id: string, id: string, code: string): Call<"verifyEmail" | "verifyPhone">;
  of(details: UserDetailsResponse): Identifier[];
  primaryOf(user: { email: string | null; phone_number: string | null }): string | null;
  table: string;
  primaryColumn: string;
  notFound: ErrorCode;
  taken: ErrorCode;
  /** An id of this kind that no record has. */
  unknownId: string;
}

export const emailUnderTest: KindUnderTest = {
  noun: "email",
  value: (n) => `address-${n}@example.com`,
  given: (email_address) => ({ email_address }),
  add: async (api, userId, value) => fromEmail(await api.addEmail(userId, value)),
  update: async (api, userId, id, wanted) => fromEmail(await api.updateEmail(userId, id, ...wanted)),
  change: async (api, userId, id, value, is_verified) =>
    fromEmail(await api.changeEmail(userId, id, value, { is_verified })),
  remove: (api, userId, id) => api.deleteEmail(userId, id),
  sendCode: (api, userId, id, options) => api.sendEmailVerification(userId, id, options),
  verify: async (api, userId, id, code) => fromEmail(await api.verifyEmail(userId, id, code)),
  verification: (user_id, email_id, code) => ["verifyEmail", { user_id, email_id, code }],
  of: ({ emails }) => emails.map(fromEmail),
  primaryOf: ({ email }) => email,
  table: "user_emails",
  primaryColumn: "email",
  notFound: "email_not_found",
  taken: "email_taken",
  unknownId: "email_01k00000000000000000000000",
};

export const phoneUnderTest: KindUnderTest = {
  noun: "phone",
  value: (n) => `+1415555${2000 + n}`,
  given: (phone_number) => ({ phone_number }),
  add: async (api, userId, value) => fromPhone(await api.addPhone(userId, value)),
  update: async (api, userId, id, wanted) => fromPhone(await api.updatePhone(userId, id, ...wanted)),
  change: async (api, userId, id, value, is_verified) =>
    fromPhone(await api.changePhone(userId, id, value, { is_verified })),
  remove: (api, userId, id) => api.deletePhone(userId, id),
  sendCode: (api, userId, id, options) => api.sendPhoneVerification(userId, id, options),
  verify: async (api, userId, id, code) => fromPhone(await api.verifyPhone(userId, id, code)),
  verification: (user_id, phone_id, code) => ["verifyPhone", { user_id, phone_id, code }],
  of: ({ phones }) => phones.map(fromPhone),
  primaryOf: ({ phone_number }) => phone_number,
  table: "user_phones",
  primaryColumn: "phone_number",
  notFound: "phone_not_found",
  taken: "phone_taken",
  unknownId: "phone_01k00000000000000000000000",
};

export const kindsUnderTest = [emailUnderTest, phoneUnderTest];

const fromEmail = ({ email, ...rest }: UserDetailsResponse["emails"][number]): Identifier => ({
  ...rest,
  value: email,
});

const fromPhone = ({ phone_number, ...rest }: UserDetailsResponse["phones"][number]): Identifier => ({
  ...rest,
  value: phone_number,
});
