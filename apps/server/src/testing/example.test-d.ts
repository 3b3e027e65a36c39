import type { emailProcedures } from "@roster/contract";
import { expectTypeOf, test } from "vitest";
import { apiKeyExamples } from "../api-keys/api-key.examples.ts";
import { emailExamples } from "../emails/email.examples.ts";
import type { Examples } from "./example.ts";

const { addEmail, changeEmail, updateEmail, deleteEmail } = emailExamples;
type Emails = Examples<typeof emailProcedures>;

test("a procedure of the contract without examples does not compile", () => {
  expectTypeOf({ addEmail, changeEmail, updateEmail, deleteEmail }).toExtend<Emails>();
  expectTypeOf({ addEmail, changeEmail, updateEmail }).not.toExtend<Emails>();
});

test("an example that lacks something does not compile", () => {
  type Without<Key extends keyof Emails["deleteEmail"]> = Omit<Emails["deleteEmail"], Key>;
  expectTypeOf<Without<"more">>().toExtend<Emails["deleteEmail"]>();
  expectTypeOf<Without<"sample">>().not.toExtend<Emails["deleteEmail"]>();
  expectTypeOf<Without<"random">>().not.toExtend<Emails["deleteEmail"]>();
  expectTypeOf<Without<"refusals">>().not.toExtend<Emails["deleteEmail"]>();
  expectTypeOf<Without<"leaves">>().not.toExtend<Emails["deleteEmail"]>();
});

test("a code that the contract lists and no call provokes does not compile, nor does one that it does not list", () => {
  type Refusals = Emails["deleteEmail"]["refusals"];
  expectTypeOf<keyof Refusals>().toEqualTypeOf<"email_not_found" | "last_identifier">();
  expectTypeOf<Pick<Refusals, "last_identifier">>().not.toExtend<Refusals>();
  expectTypeOf(apiKeyExamples.createApiKey.refusals).toEqualTypeOf<undefined>();
});
