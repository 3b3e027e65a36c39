import { scopes } from "@roster/contract";
import { expect, test } from "vitest";
import { openTestRoster } from "../testing/roster.ts";

const rows = (call: number) => Array.from({ length: 50 }, (_, row) => ({ email: `${call}.${row}@example.com` }));

test("a caller waits for a turn of another caller with many bulk calls, and not for all of them", async () => {
  await using directory = await openTestRoster();
  const [busy, calm] = [directory.as("busy", scopes), directory.as("calm", scopes)];
  const done: string[] = [];

  const calls = Array.from({ length: 40 }, (_, call) => busy.inviteUsers(rows(call)).then(() => done.push("busy")));
  await Promise.all([...calls, calm.createOrganization({ name: "Calm" }).then(() => done.push("calm"))]);

  expect(done).toHaveLength(41);
  expect(done.indexOf("calm")).toBeLessThan(20);
});
