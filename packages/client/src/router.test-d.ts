import type { createTRPCClient, TRPCClientError } from "@trpc/client";
import type { inferRouterError, inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import { expectTypeOf, test } from "vitest";
import type { ErrorCode, FieldError, Input, Output, RosterRouter, User } from "./index.ts";

declare const trpc: ReturnType<typeof createTRPCClient<RosterRouter>>;

test("tRPC's own client infers what each procedure takes and answers", () => {
  expectTypeOf(trpc.createUser.mutate).returns.resolves.toEqualTypeOf<User>();
  expectTypeOf(trpc.deleteUser.mutate).returns.resolves.toEqualTypeOf<undefined>();
  expectTypeOf(trpc.fetchUserDetails.query).parameter(0).toEqualTypeOf<{ user_id: string }>();
  expectTypeOf(trpc.updateEmail.mutate).parameter(0).toEqualTypeOf<Input<"updateEmail">>();
  expectTypeOf<inferRouterInputs<RosterRouter>["createUser"]>().toEqualTypeOf<Input<"createUser">>();
  expectTypeOf<inferRouterOutputs<RosterRouter>["fetchUsers"]>().toEqualTypeOf<Output<"fetchUsers">>();
});

test("in tRPC's own client a list's options may be left out, and a mutation's input may not", () => {
  expectTypeOf(trpc.fetchUsers.query).toBeCallableWith();
  expectTypeOf(trpc.fetchUsers.query).toBeCallableWith({ per_page: 5 });
  expectTypeOf(trpc.fetchUsers.query).toBeCallableWith(undefined, { signal: new AbortController().signal });
  // @ts-expect-error the input is missing
  expectTypeOf(trpc.createUser.mutate).toBeCallableWith();
});

test("in tRPC's own client queries are queries and mutations are mutations", () => {
  expectTypeOf<keyof typeof trpc.fetchUsers>().toEqualTypeOf<"query">();
  expectTypeOf<keyof typeof trpc.inviteUser>().toEqualTypeOf<"mutate">();
  expectTypeOf(trpc).toHaveProperty("deleteUser");
  expectTypeOf(trpc).not.toHaveProperty("dropUsers");
});

test("an error of tRPC's own client has the contract's code, the request id and the field errors", () => {
  type Data = inferRouterError<RosterRouter>["data"];
  expectTypeOf<Data["error_code"]>().toEqualTypeOf<ErrorCode>();
  expectTypeOf<Data["request_id"]>().toEqualTypeOf<string>();
  expectTypeOf<Data["field_errors"]>().toEqualTypeOf<FieldError[] | undefined>();
  expectTypeOf<Data["httpStatus"]>().toEqualTypeOf<number>();
  type Caught = NonNullable<TRPCClientError<RosterRouter>["data"]>;
  expectTypeOf<Caught["error_code"]>().toEqualTypeOf<ErrorCode>();
});
