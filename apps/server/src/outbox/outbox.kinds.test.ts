import { expect, test } from "vitest";
import { openTestRoster, type TestRoster } from "../testing/roster.ts";
import { cancelMessages } from "./message.queries.ts";
import { queueMessage } from "./message.service.ts";
import { type MessageKind, type MessageType, RefusedForGood } from "./message-kind.ts";
import { createOutbox } from "./outbox.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

const pigeon: MessageType = { kind: "pigeon", lane: "air", template: null };

const messages = async ({ dump }: TestRoster) => (await dump()).messages as Record<string, unknown>[]; // rows are objects

/** A kind without templates or secrets: `fly` is how it sends. */
const pigeons = (fly: (to: string, signal: AbortSignal) => Promise<void>): MessageKind<string> => ({
  name: "pigeon",
  lanes: [{ name: "air" }],
  accepts: (recipient) => recipient.startsWith("loft "),
  compose: async ({ message, now }) =>
    message.subject_id === "nobody"
      ? { unwanted: "Nobody waits for it." }
      : { draft: `${now}: coo`, secrets: ["sesame"] },
  send: (_draft, { recipient }, signal) => fly(recipient, signal),
});

type Queued = Parameters<typeof queueMessage>[2];

async function open(fly: (to: string, signal: AbortSignal) => Promise<void>) {
  const directory = await openTestRoster();
  const { services } = directory.roster;
  const queue = (message: Queued, type = pigeon) =>
    services.database.transaction((tx) => queueMessage({ tx, now: services.clock().toISOString() }, type, message));
  return { directory, services, queue, outbox: createOutbox(services, [pigeons(fly)]) };
}

test("a server sends the kinds that it knows, and leaves others in the queue", async () => {
  const flown: string[] = [];
  const { directory, queue, outbox } = await open(async (to) => void flown.push(to));
  await using _ = directory;
  await queue({ recipient: "loft 1", facts: { weather: "fair" } });
  await directory.api.inviteUser({ email: "grace@example.com" });
  await outbox.deliver();
  expect(flown).toEqual(["loft 1"]);
  expect(await messages(directory)).toMatchObject([
    { kind: "pigeon", template: null, facts: '{"weather":"fair"}', state: "sent", attempts: 1 },
    { kind: "mail", template: "invitation", state: "queued", attempts: 0 },
  ]);

  await queue({ recipient: "loft 2" });
  await directory.roster.deliver(); // this outbox does not know the kind
  expect((await messages(directory)).map(({ state }) => state)).toEqual(["sent", "sent", "queued"]);
});

test("a kind that fails is retried after growing pauses, and given up in the end", async () => {
  let flights = 0;
  const { directory, queue, outbox } = await open(async () => {
    flights += 1;
    throw new Error("no sesame\r\nagainst the hawk");
  });
  await using _ = directory;
  await queue({ recipient: "loft 1", give_up_at: new Date("2026-03-01T12:00:20.000Z").toISOString() });
  await outbox.deliver();
  const last_error = "no … against the hawk";
  expect(await messages(directory)).toMatchObject([{ state: "queued", attempts: 1, last_error }]);
  await outbox.deliver();
  expect(flights).toBe(1); // not yet
  directory.pass(6 * SECOND);
  await outbox.deliver();
  expect(await messages(directory)).toMatchObject([{ state: "queued", attempts: 2, last_error }]);
  directory.pass(12 * SECOND);
  await outbox.deliver();
  expect(await messages(directory)).toMatchObject([{ state: "failed", attempts: 3, last_error }]);
  directory.pass(DAY);
  await outbox.deliver();
  expect(flights).toBe(3);
});

test("a message is not retried after a permanent refusal, and not sent if it cannot arrive or is not needed", async () => {
  const { directory, queue, outbox } = await open(async () => {
    throw new RefusedForGood("no such loft");
  });
  await using _ = directory;
  await queue({ recipient: "loft 1" });
  await queue({ recipient: "cote 1" });
  await queue({ recipient: "loft 2", subject_id: "nobody" });
  await outbox.deliver();
  expect(await messages(directory)).toMatchObject([
    { state: "failed", attempts: 1, last_error: "no such loft" },
    { state: "failed", attempts: 0, last_error: expect.stringContaining("not an address") },
    { state: "cancelled", attempts: 0, last_error: "Nobody waits for it." },
  ]);
});

test("messages can be cancelled by what they are about", async () => {
  const flown: string[] = [];
  const { directory, services, queue, outbox } = await open(async (to) => void flown.push(to));
  await using _ = directory;
  await queue({ recipient: "loft 1", subject_id: "harvest" });
  await queue({ recipient: "loft 2", subject_id: "sowing" });
  await services.database.transaction((tx) => cancelMessages(tx, { subject_id: "harvest" }, "It rains."));
  await outbox.deliver();
  expect(flown).toEqual(["loft 2"]);
  expect(await messages(directory)).toMatchObject([{ state: "cancelled", last_error: "It rains." }, { state: "sent" }]);
});

test("a kind has a lane of its own, and a lease that outlives its process is taken over", async () => {
  const never = new Promise<void>(() => undefined);
  const { directory, services, queue, outbox } = await open(() => never);
  await using _ = directory;
  for (let loft = 0; loft < 7; loft++) await queue({ recipient: `loft ${loft}` });
  await outbox.begin();
  const waiting = (await messages(directory))
    .filter(({ attempts }) => attempts === 0)
    .map(({ recipient }) => recipient);
  expect(waiting).toHaveLength(2);

  const flown: string[] = [];
  const other = createOutbox(services, [pigeons(async (to) => void flown.push(to))]);
  await other.deliver();
  expect(flown.toSorted()).toEqual(waiting.toSorted());
  directory.pass(MINUTE);
  await other.deliver();
  expect(flown.toSorted()).toEqual(Array.from({ length: 7 }, (_one, loft) => `loft ${loft}`));
  await outbox.stop(0); // the outcome of its attempts no longer counts
  expect((await messages(directory)).every(({ state }) => state === "sent")).toBe(true);
});

test("a recipient gets as many an hour as the type allows", async () => {
  const { directory, queue } = await open(async () => undefined);
  await using _ = directory;
  const rare = { ...pigeon, perHour: 2 };
  await queue({ recipient: "loft 1" }, rare);
  await queue({ recipient: "loft 1" }, rare);
  await expect(queue({ recipient: "loft 1" }, rare)).rejects.toThrow("Too many messages");
  await queue({ recipient: "loft 2" }, rare);
  await queue({ recipient: "loft 1" }); // of a type without a limit
  directory.pass(60 * MINUTE);
  await queue({ recipient: "loft 1" }, rare);
});
