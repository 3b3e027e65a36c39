import type { ErrorCode } from "@roster/contract";
import { expect, test } from "vitest";
import { listen } from "./testing/http.ts";
import { expectRefusal, openTestRoster } from "./testing/roster.ts";

const ada = { first_name: "Ada", last_name: "Lovelace" };

test("an invalid input is reported field by field, and in the message for logs", async () => {
  await using directory = await openTestRoster();
  const call = directory.roster.call(
    "createUser",
    JSON.parse('{"first_name":7,"email_address":"ada","firstName":"Ada","skip_password_check":null}'),
    { name: "tester", scopes: ["users:write"] },
  );

  const result = await call;

  expect(result).toMatchObject({
    ok: false,
    failure: {
      message:
        "The input is not valid: first_name must be of type string; last_name is required; " +
        "email_address must be an email address; ….",
      data: {
        error_code: "invalid_input",
        field_errors: [
          { path: "first_name", message: "must be of type string" },
          { path: "last_name", message: "is required" },
          { path: "email_address", message: "must be an email address" },
          { path: "skip_password_check", message: "must be of type boolean" },
          { path: "firstName", message: "is not a field of this input" },
        ],
      },
    },
  });
});

test.each([
  ["per_page", { per_page: 0 }, "must be at least 1"],
  ["per_page", { per_page: 101 }, "must be at most 100"],
  ["page", { page: 1.5 }, "must be of type int"],
])("a number out of its limits is told the limit: %s", async (path, options, message) => {
  await using directory = await openTestRoster();
  const { fieldErrors } = await expectRefusal(directory.api.fetchUsers(options), "invalid_input");
  expect(fieldErrors).toEqual([{ path, message }]);
});

test("a refused enum value lists the allowed ones", async () => {
  await using directory = await openTestRoster();
  const input = JSON.parse('{"status":"lost"}');
  const { fieldErrors } = await expectRefusal(directory.api.fetchWaitlist(input), "invalid_input");
  expect(fieldErrors).toEqual([{ path: "status", message: "must be one of pending, approved, rejected" }]);
});

const field = async (call: Promise<unknown>, code: ErrorCode) =>
  (await expectRefusal(call, code)).fieldErrors.map(({ path }) => path);

test("a refusal about one field of the input names it, so that a form can show it there", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const user = await api.createUser({ ...ada, email_address: "ada@example.com", username: "ada" });
  expect(await field(api.createUser({ ...ada, email_address: "ada@example.com" }), "email_taken")).toEqual([
    "email_address",
  ]);
  expect(await field(api.addEmail(user.id, "ada@example.com"), "email_taken")).toEqual(["email"]);
  expect(await field(api.createUser({ ...ada, username: "ada" }), "username_taken")).toEqual(["username"]);
  expect(await field(api.updateUser(user.id, { if_version: 9 }), "version_mismatch")).toEqual(["if_version"]);
  expect(await field(api.deleteUser("user_01h455vb4pex5vsknk084sn02q"), "user_not_found")).toEqual([]);
});

test("an answer names at most fifty invalid fields", async () => {
  await using directory = await openTestRoster();
  const many = Object.fromEntries(Array.from({ length: 30_000 }, (_, index) => [`field${index}`, 1]));
  const input = { email: "ada@example.com", ...many };
  expect((await expectRefusal(directory.api.joinWaitlist(input), "invalid_input")).fieldErrors).toHaveLength(50);
});

test("a refusal names the scope that the caller lacks", async () => {
  await using directory = await openTestRoster();
  const { message } = await expectRefusal(directory.as("reader", ["users:read"]).createUser(ada), "forbidden");
  expect(message).toBe("This needs the scope users:write, which the caller does not have.");
});

test("an input field as a query parameter of its own is refused by name, not ignored", async () => {
  await using server = await listen();
  const response = await server.request("/trpc/fetchUsers?per_page=2");
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: { data: { field_errors: [{ path: "per_page" }] } } });
});
