import type { AuditEntry, ListAuditLogOptions } from "@roster/client";
import { events, scopes } from "@roster/contract";
import { expect, test } from "vitest";
import { expectRefusal, openTestRoster, type TestRoster } from "../testing/roster.ts";
import { walkByCursor, walkByPage } from "../testing/walk.ts";

/** Some 90 entries: many by one caller and few by another, over an hour. */
async function fill(directory: TestRoster) {
  const { api, as, pass } = directory;
  const { key: _, ...key } = await api.createApiKey({ name: "Payroll", scopes: ["users:write"] });
  const payroll = as(key.id, ["users:write"]);
  const auditor = as("auditor", scopes);
  for (let index = 0; index < 40; index++) {
    const { id } = await auditor.createUser({ first_name: "Ada", last_name: `Lovelace ${index}` });
    if (index % 2 === 0) await auditor.updateUser(id, { first_name: "Augusta" });
    if (index % 15 === 0) await payroll.addEmail(id, `ada${index}@example.com`);
    pass(60_000);
  }
  await auditor.createOrganization({ name: "Acme" });
  return { key, entries: await walkByCursor((place) => auditor.fetchAuditLog(place)) };
}

const time = (minute: number) => `2026-03-01T12:${String(minute).padStart(2, "0")}:00.000Z`;

const passes = (entry: AuditEntry, { from = "", to = "9999", ...fields }: ListAuditLogOptions) =>
  entry.at >= from &&
  entry.at < to &&
  Object.entries(fields).every(([field, value]) => entry[field as keyof AuditEntry] === value); // the names of the other filters

test("the audit log is filtered by caller, event, record, request and time, alone and together", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const { key, entries } = await fill(directory);
  const [some] = entries.filter(({ event }) => event === "user.email_added");
  const { target_id, request_id } = some ?? expect.fail();
  const filters: ListAuditLogOptions[] = [
    { actor: key.id },
    { actor: "auditor" },
    { event: "user.updated" },
    { event: "organization.created" },
    { target_type: "user" },
    { target_type: "api_key" },
    { target_type: "user", event: "organization.created" },
    { target_id },
    { request_id },
    { from: time(5), to: time(9) },
    { from: time(3) },
    { to: time(30), event: "user.created" },
    { from: time(20), target_type: "user", actor: "auditor" },
    { actor: "nobody" },
  ];
  for (const filter of filters) {
    const expected = entries.filter((entry) => passes(entry, filter));
    const list = { ...filter, per_page: 7 };
    expect(await walkByCursor((place) => api.fetchAuditLog({ ...list, ...place }))).toEqual(expected);
    expect(await walkByPage((place) => api.fetchAuditLog({ ...list, ...place }))).toEqual(expected);
    expect((await api.fetchAuditLog({ ...list, include_total: true })).total).toBe(expected.length);
  }
});

test("an entry has the name of the API key beside its id, and the name alone of a caller in the process", async () => {
  await using directory = await openTestRoster();
  const { key, entries } = await fill(directory);

  const callers = new Set(entries.map(({ actor, actor_name }) => `${actor} is ${actor_name}`));

  expect([...callers]).toEqual(expect.arrayContaining([`${key.id} is Payroll`, "auditor is auditor"]));
});

test("the audit log refuses events and kinds that there are not, by the name of the field", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const field = async (options: object) =>
    (await expectRefusal(api.fetchAuditLog(options), "invalid_input")).fieldErrors[0]?.path;

  expect(Object.keys(events)).toContain("user.created");
  expect(await field({ event: "user.invented" })).toBe("event");
  expect(await field({ target_type: "invoice" })).toBe("target_type");
  expect(await field({ from: "yesterday" })).toBe("from");
});
