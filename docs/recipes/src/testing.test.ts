import { createCaller } from "@roster/client";
import { openTestDirectory } from "@roster/server/testing";
import { expect, test } from "vitest";
import { seats } from "./billing.ts";

const DAY = 24 * 60 * 60 * 1000;

test("an invited person takes a seat once the invitation is accepted", async () => {
  await using directory = await openTestDirectory();
  const roster = createCaller(directory, {
    name: "test",
    scopes: ["organizations:read", "organizations:write", "invitations:write"],
  });
  const { id } = await roster.createOrganization({ name: "Acme" });
  await roster.inviteUser({ email: "grace@example.com", organization_id: id });
  expect((await seats(roster)).get("Acme")).toBe(0);

  const [mail] = await directory.sent();
  expect(mail).toMatchObject({ to: "grace@example.com", subject: "You are invited to Acme" });
  const token = new URL(mail?.link ?? "").searchParams.get("token") ?? "";
  await roster.acceptInvitation(token, { first_name: "Grace", last_name: "Hopper" });

  expect((await seats(roster)).get("Acme")).toBe(1);
});

test("an invitation runs out after a month", async () => {
  await using directory = await openTestDirectory();
  const roster = createCaller(directory, { name: "test", scopes: ["invitations:write"] });
  await roster.inviteUser({ email: "grace@example.com" });
  const [mail] = await directory.sent();
  const token = new URL(mail?.link ?? "").searchParams.get("token") ?? "";

  directory.pass(31 * DAY);

  const result = await roster.safe.acceptInvitation(token);
  expect(result).toMatchObject({ ok: false, error: { code: "invitation_not_found" } });
});
