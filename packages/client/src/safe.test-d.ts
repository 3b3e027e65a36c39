import { describe, expectTypeOf, test } from "vitest";
import type {
  ErrorCode,
  FieldError,
  PasswordRejection,
  RosterClient,
  RosterError,
  RosterErrorOf,
  RosterFailure,
  RosterFailureOf,
  User,
} from "./index.ts";

declare const client: RosterClient;

type OfMutations = "idempotency_conflict";
type Common = "invalid_input" | "unauthorized" | "forbidden" | "rate_limited" | "unavailable" | "internal_error";
type Transport =
  | "procedure_not_found"
  | "method_not_allowed"
  | "payload_too_large"
  | "unsupported_media_type"
  | "unreachable";

type FailureOf<Call extends (...args: never[]) => Promise<unknown>> = Extract<
  Awaited<ReturnType<Call>>,
  { ok: false }
>["error"]["code"];

describe("an error's code is exactly what the procedure can answer", () => {
  test("its own codes, those of any procedure, and those of the way there", () => {
    expectTypeOf<FailureOf<typeof client.safe.createUser>>().toEqualTypeOf<
      | Common
      | OfMutations
      | Transport
      | "email_taken"
      | "phone_taken"
      | "username_taken"
      | "external_id_taken"
      | "password_rejected"
    >();
    expectTypeOf<FailureOf<typeof client.safe.updateEmail>>().toEqualTypeOf<
      | Common
      | OfMutations
      | Transport
      | "email_not_found"
      | "email_taken"
      | "primary_must_be_verified"
      | "primary_required"
    >();
    expectTypeOf<FailureOf<typeof client.safe.deletePhone>>().toEqualTypeOf<
      Common | OfMutations | Transport | "phone_not_found" | "last_identifier"
    >();
    expectTypeOf<FailureOf<typeof client.safe.approveWaitlistUser>>().toEqualTypeOf<
      | Common
      | OfMutations
      | Transport
      | "waitlist_user_not_found"
      | "waitlist_already_approved"
      | "waitlist_already_rejected"
      | "email_taken"
    >();
  });

  test("for a list, nothing of its own", () => {
    expectTypeOf<FailureOf<typeof client.safe.fetchUsers>>().toEqualTypeOf<Common | Transport>();
    expectTypeOf<FailureOf<typeof client.safe.fetchWaitlist>>().toEqualTypeOf<Common | Transport>();
  });

  test("so a code of another procedure, or a misspelt one, does not compile", () => {
    type Failure = RosterErrorOf<"addEmail">;
    expectTypeOf((error: Failure) => error.code === "email_taken").toBeFunction();
    // @ts-expect-error adding an email says nothing of phones
    expectTypeOf((error: Failure) => error.code === "phone_taken").toBeFunction();
    // @ts-expect-error misspelt
    expectTypeOf((error: Failure) => error.code === "user_notfound").toBeFunction();
  });

  test("so nothing is left of a failure after all codes", () => {
    expectTypeOf((error: RosterFailureOf<"fetchUsers">) => {
      switch (error.code) {
        case "invalid_input":
        case "unauthorized":
        case "forbidden":
        case "rate_limited":
        case "unavailable":
        case "internal_error":
        case "procedure_not_found":
        case "method_not_allowed":
        case "payload_too_large":
        case "unsupported_media_type":
          return error.request_id;
        case "unreachable":
          return "";
        default: {
          const never: never = error;
          return never;
        }
      }
    }).toBeFunction();
  });

  test("so a switch over the codes can be complete", () => {
    expectTypeOf((error: RosterErrorOf<"fetchUserDetails">): string => {
      switch (error.code) {
        case "user_not_found":
          return "gone";
        case "unauthorized":
        case "forbidden":
          return "not yours";
        case "rate_limited":
        case "unavailable":
        case "unreachable":
          return "later";
        case "invalid_input":
        case "internal_error":
        case "procedure_not_found":
        case "method_not_allowed":
        case "payload_too_large":
        case "unsupported_media_type":
          return "a bug";
      }
    }).toBeFunction();
  });
});

describe("a safe call", () => {
  test("has data only when it went well, and an error only when it did not", () => {
    type Result = Awaited<ReturnType<typeof client.safe.createUser>>;
    expectTypeOf((result: Result) => (result.ok ? result.data.version : result.error.request_id)).toBeFunction();
    // @ts-expect-error not known to have gone well
    expectTypeOf((result: Result) => result.data).toBeFunction();
    // @ts-expect-error not known to have failed
    expectTypeOf((result: Result) => result.error).toBeFunction();
    expectTypeOf<Extract<Result, { ok: true }>["data"]>().toEqualTypeOf<User>();
    expectTypeOf<Extract<Result, { ok: false }>["error"]>().toEqualTypeOf<RosterFailureOf<"createUser">>();
  });

  test("takes the same arguments as the one that throws", () => {
    expectTypeOf<Parameters<typeof client.safe.updateEmail>>().toEqualTypeOf<Parameters<typeof client.updateEmail>>();
    expectTypeOf<Parameters<typeof client.safe.inviteUser>>().toEqualTypeOf<Parameters<typeof client.inviteUser>>();
    expectTypeOf<Parameters<typeof client.safe.fetchUsers>>().toEqualTypeOf<Parameters<typeof client.fetchUsers>>();
  });
});

test("an error carries what a caller branches on, quotes and shows", () => {
  expectTypeOf<RosterError["code"]>().toEqualTypeOf<ErrorCode>();
  expectTypeOf<RosterError["requestId"]>().toEqualTypeOf<string>();
  expectTypeOf<RosterError["fieldErrors"]>().toEqualTypeOf<readonly FieldError[]>();
  expectTypeOf<RosterError["reasons"]>().toEqualTypeOf<readonly PasswordRejection[]>();
  expectTypeOf<RosterError["retryAfter"]>().toEqualTypeOf<number | undefined>();
  expectTypeOf<RosterError["status"]>().toEqualTypeOf<number>();
  expectTypeOf<RosterError["toJSON"]>().returns.toEqualTypeOf<RosterFailure>();
  expectTypeOf<RosterErrorOf<"createUser">>().toExtend<RosterError>();
  expectTypeOf<RosterError>().toExtend<Error>();
});
