import type { Contract, emailProcedures, Output } from "@roster/contract";
import { expectTypeOf, test } from "vitest";
import { emails } from "../emails/email.router.ts";
import type { Change, Handlers } from "./call.ts";

const { addEmail, changeEmail, updateEmail, deleteEmail } = emails;

test("a procedure of the contract without a handler does not compile", () => {
  expectTypeOf({ addEmail, changeEmail, updateEmail, deleteEmail }).toExtend<Handlers<typeof emailProcedures>>();
  expectTypeOf({ addEmail, changeEmail, updateEmail }).not.toExtend<Handlers<typeof emailProcedures>>();
});

test("a handler that answers something else than the contract says does not compile", () => {
  type Answering<T> = { deleteEmail: (change: Change, input: { user_id: string; email_id: string }) => Promise<T> };
  type Slice = Pick<Contract, "deleteEmail">;
  expectTypeOf<Answering<void>>().toExtend<Handlers<Slice>>();
  expectTypeOf<Answering<number>>().not.toExtend<Handlers<Slice>>();
  type Lacking = (change: Change, input: { user_id: string; email: string }) => Promise<Omit<Output<"addEmail">, "id">>;
  expectTypeOf<{ addEmail: Lacking }>().not.toExtend<Handlers<Pick<Contract, "addEmail">>>();
});

test("services are given a transaction and have no way to open one", () => {
  expectTypeOf<Change>().not.toHaveProperty("services");
  expectTypeOf<Change>().not.toHaveProperty("database");
  expectTypeOf<Change["tx"]>().toHaveProperty("insertInto");
});
