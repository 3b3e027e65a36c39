import { z } from "zod";
import { id } from "./ids.ts";
import { limits } from "./limits.ts";
import { mutation } from "./procedure.ts";
import { wellFormed } from "./text.ts";

/** A password as it is typed. Its length and content are the policy's matter: see `password_rejected`. */
export const password = wellFormed(limits.passwordUnits).min(1).describe("Compared and stored after NFKC");

export const passwordProcedures = {
  updatePassword: mutation({
    scope: "users:write",
    description:
      "Sets a user's password. With `current_password`, that is checked first; without it the call is an " +
      "administrator's reset and needs the scope users:password as well.",
    input: z.strictObject({
      user_id: id("user"),
      new_password: password,
      current_password: password.optional(),
    }),
    output: z.void(),
    errors: ["user_not_found", "current_password_incorrect", "no_password_set", "password_rejected"],
  }),
  removePassword: mutation({
    scope: "users:write",
    description: "Removes a user's password. A user who has none stays as it is.",
    input: z.strictObject({ user_id: id("user") }),
    output: z.void(),
    errors: ["user_not_found"],
  }),
};
