import * as z from "zod";
import { statesOfNew } from "./identifiers.ts";
import { id, timeOf } from "./ids.ts";
import { phoneNumber } from "./phone-number.ts";
import { mutation, procedures } from "./procedure.ts";
import type { Records } from "./records.ts";

export const UserPhone = z.object({
  id: id("phone"),
  phone_number: z.string().describe("Number in E.164"),
  is_verified: z.boolean().describe("Whether it is proven to belong to the user"),
  is_primary: z.boolean().describe("Whether it is the user's primary number"),
  verified_at: timeOf("verification").nullable(),
  created_at: timeOf("creation"),
  updated_at: timeOf("the last change"),
});
export type UserPhone = Records["UserPhone"];

const address = { user_id: id("user"), phone_id: id("phone") };

export const phoneProcedures = /* @__PURE__ */ procedures(() => ({
  addPhone: mutation({
    scope: "users:write",
    description:
      "Adds a phone number to a user, neither verified nor primary by default. With `is_verified` the caller vouches for it: a " +
      "user's first verified one becomes primary, and unverified copies on other users are removed.",
    args: ["user_id", "phone_number"],
    rest: "options?",
    input: z.strictObject({ user_id: id("user"), phone_number: phoneNumber, ...statesOfNew }),
    output: UserPhone,
    errors: ["user_not_found", "phone_taken", "too_many_identifiers", "primary_must_be_verified"],
    events: ["user.phone_added", "user.phone_verified", "user.phone_removed"],
  }),
  updatePhone: mutation({
    scope: "users:write",
    description:
      "Sets whether a phone number is primary and whether it is verified, under the same rules as updateEmail.",
    args: ["user_id", "phone_id", "is_primary", "is_verified"],
    input: z.strictObject({
      ...address,
      is_primary: z.boolean().describe("Whether it is the user's primary number"),
      is_verified: z.boolean().describe("Whether it is proven to belong to the user"),
    }),
    output: UserPhone,
    errors: ["phone_not_found", "phone_taken", "primary_must_be_verified", "primary_required"],
    events: ["user.phone_verified", "user.phone_updated", "user.phone_removed"],
  }),
  changePhone: mutation({
    scope: "users:write",
    description:
      "Corrects a number: puts another one in the place of a phone number, under the same rules as changeEmail.",
    args: ["user_id", "phone_id", "phone_number"],
    rest: "options?",
    input: z.strictObject({ ...address, phone_number: phoneNumber, is_verified: statesOfNew.is_verified }),
    output: UserPhone,
    errors: ["phone_not_found", "phone_taken"],
    events: ["user.phone_removed", "user.phone_added", "user.phone_verified"],
  }),
  deletePhone: mutation({
    scope: "users:write",
    description:
      "Removes a phone number. If it was the primary one, the user's oldest verified number becomes primary.",
    args: ["user_id", "phone_id"],
    input: z.strictObject(address),
    output: z.void(),
    errors: ["phone_not_found", "last_identifier"],
    events: ["user.phone_removed"],
  }),
}));
