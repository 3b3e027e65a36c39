import { createHash } from "node:crypto";
import { type AuditEntry, scopes } from "@roster/contract";
import { expect, test } from "vitest";
import { examples, mutationNames, samplesOf } from "../testing/examples.ts";
import type { TestRoster } from "../testing/roster.ts";
import { openPopulatedRoster } from "../testing/world.ts";
import { numberEntries } from "./sequencer.ts";

const actor = { name: "somebody", scopes };

async function wholeLog({ api, roster }: TestRoster): Promise<NumberedEntry[]> {
  await numberEntries(roster.services.database); // as a server does every 200 ms
  const entries: AuditEntry[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await api.fetchAuditLog({ per_page: 7, cursor });
    entries.push(...page.data);
    if (page.next_cursor === null) return inSequence(entries);
    cursor = page.next_cursor;
  }
}

type NumberedEntry = AuditEntry & { sequence: number; hash: string };

function inSequence(entries: AuditEntry[]) {
  const numbered = entries.filter((entry): entry is NumberedEntry => entry.sequence !== null && entry.hash !== null);
  expect(numbered).toHaveLength(entries.length);
  return numbered.toSorted((a, b) => a.sequence - b.sequence);
}

/** The hash of an entry, computed from the log alone and independent of the code under test. */
function hashOf(before: string, entry: AuditEntry) {
  const { id, at, actor: who, event, action, target_type, target_id, changes, request_id } = entry;
  const text = JSON.stringify([
    before,
    id,
    at,
    who,
    event,
    action,
    target_type,
    target_id,
    JSON.stringify(changes),
    request_id,
  ]);
  return createHash("sha256").update(text).digest("hex");
}

/** The sequence of the first entry whose hash does not match its content and the hash before it. */
function firstBroken(entries: NumberedEntry[]) {
  let before = "";
  for (const entry of entries) {
    if (entry.hash !== hashOf(before, entry)) return entry.sequence;
    before = entry.hash;
  }
  return undefined;
}

test("a reader of the log can verify every entry's hash, from the first one on", async () => {
  await using directory = await openPopulatedRoster();
  const samples = await samplesOf(directory.world, directory, mutationNames);
  for (const [name, input] of samples) await directory.roster.call(name, input, actor);

  const entries = await wholeLog(directory);

  expect(entries.length).toBeGreaterThan(30);
  expect(entries.map((entry) => entry.sequence)).toEqual(entries.map((_, index) => index + 1));
  expect(firstBroken(entries)).toBeUndefined();
});

test.for([
  ["an actor", "update audit_entries set actor = 'nobody' where sequence = 5", 5],
  ["an event", "update audit_entries set event = 'user.deleted' where sequence = 5", 5],
  ["a time", "update audit_entries set at = '2026-03-01T11:59:59.999Z' where sequence = 5", 5],
  ["a field's name", "update audit_entries set changes = '[]' where sequence = 5", 5],
  ["a request id", "update audit_entries set request_id = 'other' where sequence = 5", 5],
  ["an entry that is taken out", "delete from audit_entries where sequence = 5", 6],
] as const)("the chain shows %s that was changed behind the server's back", async ([, statement, broken]) => {
  await using directory = await openPopulatedRoster();
  expect(firstBroken(await wholeLog(directory))).toBeUndefined();
  await directory.database.query(statement);

  expect(firstBroken(await wholeLog(directory))).toBe(broken);
});

const textsOf = (value: unknown): string[] => {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsOf) : [];
};

const isId = (text: string) => /^[a-z]+_[0-9a-z]{26}$/.test(text);

test.for(mutationNames)("%s leaves no value of its input in an audit entry or a log line", async (name) => {
  await using directory = await openPopulatedRoster();
  const { roster, api, dump, logged, world } = directory;
  const input = await examples[name].sample(world, directory);
  const answer = await roster.call(name, input, actor);
  expect(answer.ok).toBe(true);

  const hashes = textsOf((await dump()).users).filter((text) => text.startsWith("$argon2id$"));
  const secrets = [
    world.password,
    world.apiKey.key,
    new URL(world.invitation.accept_url).searchParams.get("token") ?? "",
    ...(answer.ok && answer.data && "key" in answer.data ? [answer.data.key] : []),
    ...(answer.ok && answer.data && "accept_url" in answer.data ? [answer.data.accept_url] : []),
  ];
  const values = textsOf(input).filter((text) => !isId(text));
  const log = await api.fetchAuditLog({ per_page: 100 });
  const changes = log.data.flatMap((entry) => entry.changes);
  for (const value of [...values, ...secrets, ...hashes]) expect(changes).not.toContain(value);
  const lines = logged();
  expect([...values, ...secrets, ...hashes].filter((value) => value.length > 8 && lines.includes(value))).toEqual([]);
  const stored = JSON.stringify(await dump());
  expect(secrets.filter((secret) => stored.includes(secret))).toEqual([]);
});
