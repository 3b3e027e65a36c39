import type { CreateUserRequest } from "@roster/client";
import { expect, test } from "vitest";
import { openTestRoster } from "../testing/roster.ts";

const named = { first_name: "Ada", last_name: "Lovelace" };
const password = "a green whale sings at noon";
const emailOf = (index: number) => `ada${index}@example.com`;

test("users who are created in bulk sign in with their passwords, and a rejected password fails its row alone", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;

  const { results } = await api.createUsers([
    { ...named, email_address: emailOf(0), password },
    { ...named, email_address: emailOf(1), password: "password" },
    { ...named, email_address: emailOf(2), password: "password", skip_password_check: true },
    { ...named, email_address: emailOf(0), password },
    { ...named, email_address: "not an address", password },
    { ...named, first_name: 7, password } as unknown as CreateUserRequest, // as a caller without types may send it
  ]);

  expect(results).toMatchObject([
    { ok: true, user: { email: emailOf(0) } },
    { ok: false, error: { code: "password_rejected", reasons: ["common"], field_errors: [{ path: "password" }] } },
    { ok: true, user: { email: emailOf(2) } },
    { ok: false, error: { code: "email_taken", field_errors: [{ path: "email_address" }] } },
    { ok: false, error: { code: "invalid_input", field_errors: [{ path: "email_address" }] } },
    { ok: false, error: { code: "invalid_input", field_errors: [{ path: "first_name" }] } },
  ]);
  expect((await api.fetchUsers({ include_total: true })).total).toBe(2);
  expect((await api.verifyPassword({ identifier: emailOf(0), password })).email).toBe(emailOf(0));
  expect((await api.verifyPassword({ identifier: emailOf(2), password: "password" })).email).toBe(emailOf(2));
});

test("a sign-in waits for one of the passwords of a bulk call, and not for all of them", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  await api.createUser({ ...named, email_address: emailOf(0), password });
  const users = Array.from({ length: 30 }, (_, index) => ({ ...named, email_address: emailOf(index + 1), password }));
  const ended: string[] = [];

  const created = api.createUsers(users).then(({ results }) => {
    ended.push("created");
    return results;
  });
  await api.verifyPassword({ identifier: emailOf(0), password });
  ended.push("signed in");

  expect((await created).every(({ ok }) => ok)).toBe(true);
  expect(ended).toEqual(["signed in", "created"]);
});
