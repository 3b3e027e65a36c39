import { expect, test } from "vitest";
import { expectRefusedUnchanged, openTestRoster } from "../testing/roster.ts";

const local64 = "l".repeat(64);
const label63 = "d".repeat(63);
/** 64 + 1 + 189 octets. */
const longest = `${local64}@${label63}.${label63}.${"d".repeat(57)}.com`;

test.each([
  ["  Ada.LOVELACE@Example.COM  ", "ada.lovelace@example.com"],
  ["a.b+x@gmail.com", "a.b+x@gmail.com"],
  ["o'brien@example.com", "o'brien@example.com"],
  ["ada@xn--bcher-kva.example", "ada@xn--bcher-kva.example"],
  ["ada@xn--80a1acny.xn--p1ai", "ada@xn--80a1acny.xn--p1ai"],
  ["_@sub.sub.example.museum", "_@sub.sub.example.museum"],
  [longest, longest],
])("the address %j is stored as %j", async (given, stored) => {
  await using directory = await openTestRoster();
  const { api } = directory;
  expect(longest).toHaveLength(254);
  const user = await api.createUser({ first_name: "Ada", last_name: "Lovelace" });

  expect((await api.addEmail(user.id, given)).email).toBe(stored);
  expect((await api.createUser({ first_name: "Grace", last_name: "Hopper", email_address: given })).email).toBe(stored);
  expect((await api.fetchUserByEmail(given)).email).toBe(stored);
});

test.each([
  ["nothing", ""],
  ["only spaces", "   "],
  ["no @", "example.com"],
  ["no local part", "@example.com"],
  ["no domain", "ada@"],
  ["a domain without a dot", "ada@localhost"],
  ["two @", "ada@b@example.com"],
  ["a space inside", "ada lovelace@example.com"],
  ["a list", "ada@example.com,eve@example.com"],
  ["a name beside it", "Ada <ada@example.com>"],
  ["a quoted local part", '"evil@x x"@example.com'],
  ["a comment", "ada(comment)@example.com"],
  ["a source route", "@a.example,@b.example:ada@example.com"],
  ["a group", "group:ada@example.com;"],
  ["an IP address for a domain", "ada@[127.0.0.1]"],
  ["a local part of 65 octets", `${local64}l@example.com`],
  ["255 octets", longest.replace(".com", "d.com")],
  ["a label of 64 octets", `ada@${label63}d.com`],
  ["a label that ends in a dash", "ada@example-.com"],
  ["a label that starts with a dash", "ada@-example.com"],
  ["two dots", "ada..l@example.com"],
  ["a dot at the end of its local part", "ada.@example.com"],
  ["an accent in its domain", "ada@exämple.com"],
  ["an accent in its local part", "àda@example.com"],
  ["a full-width @", "ada＠example.com"],
  ["a full-width @ before a plain one", "ada＠example.com@evil.example"],
  ["a full-width letter", "ａda@example.com"],
  ["a Kelvin sign, which would be lower-cased to k", "\u212Aate@example.com"],
  ["a zero-width space", "ada\u200b@example.com"],
  ["a no-break space around it", "\u00a0ada@example.com"],
  ["a line break after it", "ada@example.com\n"],
  ["a header after it", "ada@example.com\r\nBcc: eve@example.com"],
  ["a tab before it", "\tada@example.com"],
  ["NUL", "ada@example.com\0"],
  ["10,000 letters", `${"a".repeat(10_000)}@example.com`],
  ["a list as such", ["ada@example.com"]],
  ["an object", { $ne: null }],
  ["a number", 7],
])("an address with %s is refused by its field", async (_, given) => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const user = await api.createUser({ first_name: "Ada", last_name: "Lovelace", username: "ada" });
  const email = given as string; // includes values that the type forbids
  const names = { first_name: "A", last_name: "B" };

  for (const [field, call] of [
    ["email", () => api.addEmail(user.id, email)],
    ["email", () => api.fetchUserByEmail(email)],
    ["email_address", () => api.createUser({ ...names, email_address: email })],
    ["email", () => api.linkSocialConnection(user.id, { provider: "github", provider_user_id: "1", email })],
  ] as const) {
    const { fieldErrors } = await expectRefusedUnchanged(directory, call, "invalid_input");
    expect(new Set(fieldErrors.map(({ path }) => path.split(".")[0]))).toEqual(new Set([field]));
  }
});

test("addresses that look alike or share a mailbox are different addresses", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const addresses = ["ab@gmail.com", "a.b@gmail.com", "ab+x@gmail.com", "ab@xn--gmal-nza.com", "ab@gmall.com"];

  const ids = [];
  for (const email_address of addresses) {
    ids.push((await api.createUser({ first_name: "A", last_name: "B", email_address })).id);
  }

  for (const [index, address] of addresses.entries()) expect((await api.fetchUserByEmail(address)).id).toBe(ids[index]);
});
