import { describe, expectTypeOf, test } from "vitest";
import type {
  AddEmailOptions,
  CreateUserRequest,
  createCaller,
  createClient,
  DeliveryOptions,
  Input,
  InvitationListResponse,
  InviteUserRequest,
  ListUsersOptions,
  RosterClient,
  Scope,
  UpdateUserRequest,
  User,
  UserDetails,
  UserDetailsResponse,
  UserEmail,
  UserListResponse,
  WaitlistResponse,
} from "./index.ts";

declare const client: RosterClient;

test("over HTTP and in the same process, the functions are of one type", () => {
  expectTypeOf<ReturnType<typeof createClient>>().toEqualTypeOf<RosterClient>();
  expectTypeOf<ReturnType<typeof createCaller>>().toEqualTypeOf<RosterClient>();
});

test("there is a function for every procedure, and no other, beside `safe`", () => {
  expectTypeOf<Exclude<keyof RosterClient, "safe">>().toEqualTypeOf<keyof RosterClient["safe"]>();
  expectTypeOf<"fetchUsers" | "approveWaitlistUser" | "createApiKey">().toExtend<keyof RosterClient>();
  expectTypeOf<RosterClient>().not.toHaveProperty("dropUsers");
});

describe("answers", () => {
  test("are records with null for what is absent, and never missing fields", () => {
    expectTypeOf(client.createUser).returns.resolves.toEqualTypeOf<User>();
    expectTypeOf<User["email"]>().toEqualTypeOf<string | null>();
    expectTypeOf<Required<User>>().toEqualTypeOf<User>();
    expectTypeOf<Required<UserDetails["user"]>>().toEqualTypeOf<UserDetails["user"]>();
    expectTypeOf<User["version"]>().toEqualTypeOf<number>();
  });

  test("of lists carry the rows, where to go on, and the total or null", () => {
    expectTypeOf(client.fetchUsers).returns.resolves.toEqualTypeOf<{
      data: User[];
      has_more: boolean;
      page: number | null;
      per_page: number;
      next_cursor: string | null;
      total: number | null;
    }>();
  });

  test("of one user hold everything attached, and only there the private fields", () => {
    expectTypeOf(client.fetchUserDetails).returns.resolves.toEqualTypeOf<UserDetails>();
    expectTypeOf<UserDetails["emails"]>().toEqualTypeOf<UserEmail[]>();
    expectTypeOf<UserDetails["user"]>().toHaveProperty("private_metadata");
    expectTypeOf<User>().not.toHaveProperty("private_metadata");
    expectTypeOf<User>().not.toHaveProperty("has_password");
  });

  test("of deletions and password changes are void", () => {
    expectTypeOf(client.deleteEmail).returns.toEqualTypeOf<Promise<void>>();
    expectTypeOf(client.updatePassword).returns.toEqualTypeOf<Promise<void>>();
    expectTypeOf(client.deleteSocialConnection).returns.toEqualTypeOf<Promise<void>>();
  });

  test("of an invitation carry the link once: where it is made, never in a list", () => {
    expectTypeOf<Awaited<ReturnType<typeof client.inviteUser>>>().toHaveProperty("accept_url");
    type Listed = Awaited<ReturnType<typeof client.fetchInvitedUsers>>["data"][number];
    expectTypeOf<Listed>().not.toHaveProperty("accept_url");
    type ListedKey = Awaited<ReturnType<typeof client.fetchApiKeys>>["data"][number];
    expectTypeOf<ListedKey>().not.toHaveProperty("key");
  });
});

describe("arguments", () => {
  test("are those of the document, in its order", () => {
    expectTypeOf(client.fetchUserDetails).parameters.toEqualTypeOf<[userId: string]>();
    expectTypeOf(client.addEmail).parameters.toEqualTypeOf<
      [userId: string, email: string, options?: AddEmailOptions]
    >();
    expectTypeOf(client.updateEmail).parameters.toEqualTypeOf<
      [userId: string, emailId: string, isPrimary: boolean, isVerified: boolean]
    >();
    expectTypeOf(client.deleteSocialConnection).parameters.toEqualTypeOf<[userId: string, connectionId: string]>();
  });

  test("have the document's names for their types", () => {
    expectTypeOf(client.fetchUsers).parameters.toEqualTypeOf<[options?: ListUsersOptions]>();
    expectTypeOf(client.createUser).parameters.toEqualTypeOf<[request: CreateUserRequest]>();
    expectTypeOf(client.updateUser).parameters.toEqualTypeOf<[userId: string, request: UpdateUserRequest]>();
    expectTypeOf(client.inviteUsers).parameters.toEqualTypeOf<[requests: readonly InviteUserRequest[]]>();
    expectTypeOf(client.deactivateUser).parameters.toEqualTypeOf<[userId: string, reason?: string]>();
    expectTypeOf(client.sendEmailVerification).parameter(2).toEqualTypeOf<DeliveryOptions | undefined>();
    expectTypeOf(client.fetchUsers).returns.resolves.toEqualTypeOf<UserListResponse>();
    expectTypeOf(client.fetchUserDetails).returns.resolves.toEqualTypeOf<UserDetailsResponse>();
    expectTypeOf(client.fetchInvitedUsers).returns.resolves.toEqualTypeOf<InvitationListResponse>();
    expectTypeOf(client.fetchWaitlist).returns.resolves.toEqualTypeOf<WaitlistResponse>();
  });

  test("that list may be left out", () => {
    expectTypeOf(client.fetchUsers).toBeCallableWith();
    expectTypeOf(client.fetchInvitedUsers).toBeCallableWith();
    expectTypeOf(client.fetchWaitlist).toBeCallableWith();
    expectTypeOf(client.fetchApiKeys).toBeCallableWith();
    expectTypeOf(client.fetchUsers).toBeCallableWith({ page: 2, per_page: 50, search: "ada", is_active: true });
  });

  test("of an update may be missing (stay) or null (clear)", () => {
    expectTypeOf(client.updateUser).toBeCallableWith("user_1", { first_name: null, username: "ada", if_version: 3 });
    expectTypeOf(client.updateUser).toBeCallableWith("user_1", {});
    expectTypeOf(client.updatePassword).toBeCallableWith("user_1", { new_password: "a", current_password: "b" });
  });

  test("with a field too few do not compile", () => {
    // @ts-expect-error last_name is missing
    expectTypeOf(client.createUser).toBeCallableWith({ first_name: "Ada" });
    // @ts-expect-error isVerified is missing
    expectTypeOf(client.updateEmail).toBeCallableWith("user_1", "email_1", true);
    // @ts-expect-error the id is missing
    expectTypeOf(client.fetchUserDetails).toBeCallableWith();
    // @ts-expect-error the new password is missing
    expectTypeOf(client.updatePassword).toBeCallableWith("user_1", { current_password: "b" });
    // @ts-expect-error a mutation's input is not optional
    expectTypeOf(client.createApiKey).toBeCallableWith();
  });

  test("with a field too many do not compile", () => {
    // @ts-expect-error is_admin is no field of a user
    expectTypeOf(() => client.createUser({ first_name: "Ada", last_name: "Lovelace", is_admin: true })).toBeFunction();
    // @ts-expect-error the id is the first argument
    expectTypeOf(() => client.updateUser("user_1", { user_id: "user_2" })).toBeFunction();
    // @ts-expect-error limit is called per_page
    expectTypeOf(() => client.fetchUsers({ limit: 10 })).toBeFunction();
    // @ts-expect-error one argument too many
    expectTypeOf(() => client.deleteEmail("user_1", "email_1", true)).toBeFunction();
  });

  test("of a wrong type or name do not compile", () => {
    // @ts-expect-error not an order
    expectTypeOf(client.fetchUsers).toBeCallableWith({ order_by: "password_desc" });
    // @ts-expect-error a number, not a string
    expectTypeOf(client.fetchUsers).toBeCallableWith({ page: "2" });
    // @ts-expect-error a Date is not JSON
    expectTypeOf(client.updateUser).toBeCallableWith("user_1", { public_metadata: { since: new Date() } });
    // @ts-expect-error not a scope
    expectTypeOf(client.createApiKey).toBeCallableWith({ name: "ci", scopes: ["users:admin"] });
    expectTypeOf(client.createApiKey).toBeCallableWith({ name: "ci", scopes: ["users:read"] });
    expectTypeOf<Input<"createApiKey">["scopes"]>().toEqualTypeOf<Scope[]>();
  });
});
