import { type AuditEntry, contract, type EventName, events, type Input, type Scope, scopes } from "@roster/contract";
import { describe, expect, onTestFinished, test } from "vitest";
import type { MutationName } from "../testing/example.ts";
import { examples, mutationExamples, mutationNames, samplesOf } from "../testing/examples.ts";
import { expectRefusal, openTestRoster, type TestRoster } from "../testing/roster.ts";
import { openPopulatedRoster } from "../testing/world.ts";

const auditor = { name: "auditor", scopes: ["audit:read"] as Scope[] };
const actor = { name: "somebody", scopes };

async function entriesOf({ as }: TestRoster): Promise<AuditEntry[]> {
  return (await as(auditor.name, auditor.scopes).fetchAuditLog({ per_page: 100 })).data.toReversed();
}

/** Calls a mutation. Answers its data and its audit entries. */
async function entriesLeft<M extends MutationName>(directory: TestRoster, name: M, input: Input<M>) {
  const before = await entriesOf(directory);
  const answer = await directory.roster.call(name, input, actor);
  if (!answer.ok) throw new Error(`${name} failed: ${JSON.stringify(answer.failure)}`);
  return { output: answer.data, entries: (await entriesOf(directory)).slice(before.length) };
}

async function expectEntries<M extends MutationName>(name: M, { sample, leaves }: (typeof mutationExamples)[M]) {
  await using directory = await openPopulatedRoster();
  const { world } = directory;
  directory.pass(60_000);

  const input = await sample(world, directory);
  const { output, entries } = await entriesLeft(directory, name, input);

  const found = entries.map((entry) => [entry.event, entry.target_id, ...entry.changes.toSorted()]);
  expect(found).toEqual(leaves(world, output, input));
  for (const entry of entries) {
    const target_type = events[entry.event].target;
    expect(entry).toMatchObject({ actor: "somebody", action: name, target_type, at: "2026-03-01T12:01:00.000Z" });
  }
  expect(new Set(entries.map((entry) => entry.request_id)).size).toBe(1);
  expect(directory.logged()).toContain(`"request_id":"${entries[0]?.request_id}"`);
}

describe("every change writes an audit entry with actor, event, record and time:", () => {
  test.for(mutationNames)("%s", (name) => expectEntries(name, mutationExamples[name]));
});

async function expectEvents(name: MutationName) {
  await using directory = await openPopulatedRoster();
  const { world } = directory;
  const caused = new Set<EventName>();
  const { sample, more = [] } = examples[name];
  for (const call of [sample, ...more]) {
    const { entries } = await entriesLeft(directory, name, await call(world, directory));
    for (const { event } of entries) caused.add(event);
  }
  expect([...caused].toSorted()).toEqual(contract[name].events.toSorted());
}

// A change that lists one event leaves that one above: it leaves an entry, and an event that is not listed is an error.
describe("every event that the contract lists for a change can occur:", () => {
  test.for(mutationNames.filter((name) => contract[name].events.length > 1))("%s", (name) => expectEvents(name));
});

test("a change with an event that the contract does not list fails, and changes nothing", async () => {
  await using directory = await openPopulatedRoster();
  const before = await directory.dump();
  const { events: listed } = contract.updateUser;
  onTestFinished(() => void Object.assign(contract.updateUser, { events: listed }));
  Object.assign(contract.updateUser, { events: ["user.deleted"] });

  const answer = await directory.roster.call(
    "updateUser",
    { user_id: directory.world.ada.id, first_name: "Augusta" },
    actor,
  );

  expect(answer).toMatchObject({ ok: false, failure: { data: { error_code: "internal_error" } } });
  expect(await directory.dump()).toEqual(before);
});

test("the audit log refuses an id with a NUL", async () => {
  await using directory = await openTestRoster();

  const error = await expectRefusal(directory.api.fetchAuditLog({ target_id: "a\0" }), "invalid_input");

  expect(error.fieldErrors).toEqual([{ path: "target_id", message: "must not contain NUL" }]);
});

test("a change fails when its audit entry cannot be written", async () => {
  await using directory = await openPopulatedRoster();
  const samples = await samplesOf(directory.world, directory, mutationNames);
  await directory.database.refuse("insert", "audit_entries");
  const before = await directory.dump();
  for (const [name, input] of samples) {
    const answer = await directory.roster.call(name, input, actor);
    expect(answer, name).toMatchObject({ ok: false, failure: { data: { error_code: "internal_error" } } });
    expect(await directory.dump(), name).toEqual(before);
  }
});
