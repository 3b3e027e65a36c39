import { expect, test } from "vitest";
import { expectRefusedUnchanged, openTestRoster } from "../testing/roster.ts";

test("an email that is added is neither verified nor primary", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const user = await api.createUser({ first_name: "Ada", last_name: "Lovelace", email_address: "ada@example.com" });

  const email = await api.addEmail(user.id, "Ada@Work.example");

  expect(email).toMatchObject({ email: "ada@work.example", is_verified: false, is_primary: false, verified_at: null });
});

test("an address that somebody has verified cannot be added to another user", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  await api.createUser({ first_name: "Ada", last_name: "Lovelace", email_address: "ada@example.com" });
  const other = await api.createUser({ first_name: "Grace", last_name: "Hopper" });

  await expectRefusedUnchanged(directory, () => api.addEmail(other.id, "ada@example.com"), "email_taken");
});
