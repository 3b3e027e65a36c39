import type { CreateUserRequest } from "@roster/client";
import { describe, expect, test } from "vitest";
import { expectRefusedUnchanged, openTestRoster } from "../testing/roster.ts";

const ada = { first_name: "Ada", last_name: "Lovelace" };

/** Fields of a text, and how many characters each may have. */
const lines = [
  ["first_name", 100],
  ["last_name", 100],
  ["external_id", 128],
] as const;

describe.each(lines)("%s", (field, limit) => {
  test.each([
    ["its longest", "x".repeat(limit), "x".repeat(limit)],
    ["as many emoji", "😀".repeat(limit), "😀".repeat(limit)],
    ["as many accents, which are stored composed", "e\u0301".repeat(limit), "é".repeat(limit)],
    ["spaces around it, which are no part of it", " \u3000Ada \u00a0", "Ada"],
    ["marks of which no letter is composed", "x\u0302\u0302y", "x\u0302\u0302y"],
    ["writing from right to left", "محمد \u202eabc", "محمد \u202eabc"],
    ["markup, which is text", "<img src=x onerror=alert(1)>{{7*7}}", "<img src=x onerror=alert(1)>{{7*7}}"],
    ["SQL, which is text", "'; drop table users; --", "'; drop table users; --"],
  ])("may have %s", async (_, given, stored) => {
    await using directory = await openTestRoster();
    const { api } = directory;

    const user = await api.createUser({ ...ada, [field]: given });

    expect(user[field]).toBe(stored);
    expect((await api.fetchUserDetails(user.id)).user[field]).toBe(stored);
    expect((await api.updateUser(user.id, { [field]: given }))[field]).toBe(stored);
  });

  test.each([
    ["one character too many", "x".repeat(limit + 1)],
    ["one emoji too many", "😀".repeat(limit + 1)],
    ["10,000 marks on one letter", `a${"\u0301".repeat(10_000)}`],
    ["nothing", ""],
    ["only spaces", " \u00a0\u3000 "],
    ["NUL", "a\0b"],
    ["half a character", "a\ud83d"],
    ["a line break", "a\nb"],
    ["a line break at its end", "a\r\n"],
    ["a line separator", "a\u2028b"],
    ["an escape", "a\u001b[31m"],
    ["a C1 control", "a\u0085b"],
    ["a number for a text", 7],
    ["a list for a text", ["a"]],
  ])("is refused with %s", async (_, given) => {
    await using directory = await openTestRoster();
    const { api } = directory;
    const user = await api.createUser({ ...ada, username: "ada" });
    const change = { [field]: given } as Partial<CreateUserRequest>; // includes values that the type forbids

    for (const call of [() => api.createUser({ ...ada, ...change }), () => api.updateUser(user.id, change)]) {
      const { fieldErrors } = await expectRefusedUnchanged(directory, call, "invalid_input");
      expect(fieldErrors.map(({ path }) => path)).toEqual([field]);
    }
  });
});

test.each([
  ["username", "x".repeat(65)],
  ["username", "ada lovelace"],
  ["username", "ada@example.com"],
  ["username", "-ada"],
  ["username", "adà"],
  ["username", "ａda"],
  ["username", ""],
  ["profile_picture_url", `https://example.com/${"x".repeat(2048)}`],
  ["profile_picture_url", "javascript:alert(1)"],
  ["profile_picture_url", "data:image/svg+xml,<svg/>"],
  ["profile_picture_url", "file:///etc/passwd"],
  ["profile_picture_url", "//example.com/a.png"],
  ["profile_picture_url", "example.com/a.png"],
  ["profile_picture_url", "https://"],
  ["profile_picture_url", "https://exam\nple.com"],
])("%s cannot be %j", async (field, given) => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const user = await api.createUser({ ...ada, email_address: "ada@example.com" });

  for (const call of [
    () => api.createUser({ ...ada, [field]: given }),
    () => api.updateUser(user.id, { [field]: given }),
  ]) {
    const { fieldErrors } = await expectRefusedUnchanged(directory, call, "invalid_input");
    expect(new Set(fieldErrors.map(({ path }) => path))).toEqual(new Set([field]));
  }
});

const foreign = [
  "id",
  "tenant_id",
  "created_at",
  "updated_at",
  "is_active",
  "is_verified",
  "is_primary",
  "version",
  "seq",
  "email",
  "password_hash",
  "role",
  "deleted_at",
  "last_sign_in_at",
  "search_text",
  "__proto__",
  "constructor",
  "toString",
];

test.each(foreign)("the unknown field %s is refused by its name", async (field) => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const user = await api.createUser(ada);
  const extra = JSON.parse(`{${JSON.stringify(field)}: true}`) as object; // of which a spread keeps __proto__ as a key

  for (const call of [
    () => api.createUser({ ...ada, ...extra }),
    () => api.updateUser(user.id, { ...extra }),
    () => api.createOrganization({ name: "Acme", ...extra }),
    () => api.fetchOrganizations({ ...extra }),
  ]) {
    const { fieldErrors } = await expectRefusedUnchanged(directory, call, "invalid_input");
    expect(fieldErrors).toEqual([{ path: field, message: "is not a field of this input" }]);
  }
});

test("fields that a creation has and a change has not are refused in the change", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const user = await api.createUser(ada);

  for (const field of ["email_address", "phone_number", "password", "skip_password_check"]) {
    const call = () => api.updateUser(user.id, { [field]: "x" }); // not a field, as is tested
    const { fieldErrors } = await expectRefusedUnchanged(directory, call, "invalid_input");
    expect(fieldErrors.map(({ path }) => path)).toEqual([field]);
  }
});

test("an id of another kind or shape is refused by its field, before anything is looked for", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const user = await api.createUser({ ...ada, email_address: "ada@example.com" });
  const [email] = (await api.fetchUserDetails(user.id)).emails;
  const emailId = email?.id ?? "";
  const wrong = [
    emailId,
    "",
    "1",
    "user_",
    user.id.slice(5),
    user.id.toUpperCase(),
    ` ${user.id}`,
    `${user.id}\n`,
    `${user.id}0`,
    user.id.slice(0, -1),
    `user_8${user.id.slice(6)}`,
    `user_${"u".repeat(26)}`,
    `${user.id}' or '1'='1`,
    "00000000-0000-7000-8000-000000000000",
    9_007_199_254_740_993,
    -1,
    null,
    { $ne: null },
  ] as string[]; // includes values that the type forbids

  for (const id of wrong) {
    for (const [field, call] of [
      ["user_id", () => api.fetchUserDetails(id)],
      ["user_id", () => api.updateUser(id, {})],
      ["user_id", () => api.deleteUser(id)],
      ["user_id", () => api.addEmail(id, "x@example.com")],
      ["user_id", () => api.deleteEmail(id, emailId)],
      ["phone_id", () => api.updatePhone(user.id, id, true, true)],
      ["phone_id", () => api.deletePhone(user.id, id)],
      ["connection_id", () => api.deleteSocialConnection(user.id, id)],
      ["organization_id", () => api.deleteOrganization(id)],
      ["workspace_id", () => api.deleteWorkspace(id)],
    ] as const) {
      const { fieldErrors } = await expectRefusedUnchanged(directory, call, "invalid_input");
      expect([id, fieldErrors.map(({ path }) => path)]).toEqual([id, [field]]);
    }
  }
  await expectRefusedUnchanged(directory, () => api.updateEmail(user.id, user.id, true, true), "invalid_input");
});
