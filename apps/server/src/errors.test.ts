import { contract, type ErrorCode } from "@roster/contract";
import { expect, test } from "vitest";
import type * as z from "zod";
import { parsed, Refusal } from "./errors.ts";
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
  expect(fieldErrors).toEqual([{ path: "status", message: "must be one of pending, approved, rejected, all" }]);
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

/** Values that few fields take, of every type. */
const texts = [
  "",
  "x",
  "X y",
  "a".repeat(5000),
  "\0",
  "\ud800",
  "a\nb",
  "\u3164",
  "+1",
  "ftp://a.b",
  "user_x",
  "2026-13-01",
];
const addresses = ["é@x.com", `a@${"b".repeat(70)}.com`, `${"x".repeat(70)}@b.com`];
const objects: object[] = [
  {},
  { constructor: 1 },
  { a: -0 },
  { a: 1e16 },
  { a: undefined },
  [],
  [null],
  Array(200).fill("x"),
];
const oddities = [undefined, null, true, -1, 1.5, 1e12, ...texts, ...addresses, ...objects];

/** The shape of an object behind optional, default and refined schemas, and that of a list's entries. */
function fieldsOf(schema: z.ZodType): Record<string, z.ZodType> {
  if ("shape" in schema) return schema.shape as Record<string, z.ZodType>; // only objects have a shape
  const { innerType, element } = schema.def as { innerType?: z.ZodType; element?: z.ZodType };
  const inner = innerType ?? element;
  return inner ? fieldsOf(inner) : {};
}

const inputsFor = (schema: z.ZodType): unknown[] =>
  Object.entries(fieldsOf(schema)).flatMap(([name, field]) =>
    [...oddities, ...inputsFor(field)].flatMap((value) => [{ [name]: value }, { [name]: [value] }]),
  );

function messagesOf(schema: z.ZodType, input: unknown) {
  try {
    parsed(schema, input);
    return [];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.detail.field_errors ?? [];
  }
}

test("every message about a field is a sentence with the field in front", () => {
  const strange = new Set<string>();
  let count = 0;
  for (const [procedure, { input }] of Object.entries(contract)) {
    const pairs = [{ page: 1, cursor: "x" }, { role: "member" }, { slug: "a", organization_id: "org" }, { slug: "a" }];
    for (const given of [...oddities, ...pairs, ...inputsFor(input)]) {
      for (const { path, message } of messagesOf(input, given)) {
        count += 1;
        const isSentence = /^(is|must (not )?(be|contain|have|hold|start|use)) [^.]*/.test(message);
        if (!isSentence || /invalid|[.!]$/i.test(message)) strange.add(`${procedure}: ${path} ${message}`);
      }
    }
  }
  expect([...strange]).toEqual([]);
  expect(count).toBeGreaterThan(5000);
});

test("nothing to see is refused in every field but secrets, searches and filters", () => {
  const taken = new Set<string>();
  for (const { input } of Object.values(contract)) {
    for (const [name, field] of Object.entries(fieldsOf(input))) {
      for (const blank of ["\u3164", "\u2800", "\u00ad", "\u200b", "\ufe0f", "\u{e0020}", "\u115f", " \u00a0\u3000"]) {
        if (field.safeParse(blank).success) taken.add(name);
      }
    }
  }
  const secrets = ["current_password", "new_password", "password", "token"];
  const filters = ["actor", "cursor", "invited_by", "request_id", "search", "target_id"];
  expect([...taken].toSorted()).toEqual([...secrets, ...filters].toSorted());
});

test("a field of a wrong type is told its type and nothing else", async () => {
  await using directory = await openTestRoster();
  const { fieldErrors } = await expectRefusal(directory.api.fetchUsers(JSON.parse('{"search":[]}')), "invalid_input");
  expect(fieldErrors).toEqual([{ path: "search", message: "must be of type string" }]);
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
