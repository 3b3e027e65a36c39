import { scopes } from "@roster/contract";
import { expect, test } from "vitest";
import { procedureNames } from "./testing/examples.ts";
import { createHistory } from "./testing/history.ts";
import { type Operation, openTwins } from "./testing/twins.ts";

/**
 * Random histories on SQLite and on PostgreSQL at the same time: all answers and all stored rows must be the same.
 * Twenty seeds of 5,000 operations take some minutes:
 *
 *     ROSTER_HISTORY_SEEDS=20 npx pnpm@12.21.0 exec vitest run --project postgres differential
 *
 * A difference names its seed and operation. ROSTER_HISTORY_SEED=7 replays one seed, and with ROSTER_HISTORY_SHORTEN=1 the
 * shrinks it to the operations that cause it, as far as some minutes allow.
 */
const env = (name: string, otherwise: number) => Number(process.env[`ROSTER_HISTORY_${name}`] ?? otherwise);
const LENGTH = env("LENGTH", 5000);
const SEEDS = env("SEEDS", 2);
const only = process.env.ROSTER_HISTORY_SEED;
const seeds = only === undefined ? Array.from({ length: SEEDS }, (_, index) => index + 1) : [Number(only)];
const SHORTEN_MILLISECONDS = process.env.ROSTER_HISTORY_SHORTEN ? 10 * 60_000 : 0;

interface Difference {
  operation: Operation | "stored";
  sqlite: string;
  postgres: string;
  unexpected: string[];
}

test.for(seeds)(
  "SQLite and PostgreSQL answer the same to the same history: seed %i",
  {
    timeout: 300_000 + LENGTH * 60 + SHORTEN_MILLISECONDS,
  },
  async (seed) => {
    const done: Operation[] = [];
    const difference = await firstDifference(historyOf(seed), done);
    if (difference) expect.fail(await describeDifference(seed, difference, done));
    expect(done).toHaveLength(LENGTH);
  },
);

test.runIf(only === undefined && LENGTH * SEEDS >= 3000)("each procedure has succeeded in these histories", () => {
  expect(procedureNames.filter((name) => !succeeded.has(name))).toEqual([]);
});

/** Operations one by one, each based on the answers before. */
type Source = (before?: { operation: Operation; answer: string }) => Operation | undefined;

function historyOf(seed: number): Source {
  const { next, learn } = createHistory(seed);
  let number = 0;
  return (before) => {
    if (before) learn(before.operation, before.answer);
    return number < LENGTH ? next(++number) : undefined;
  };
}

function listOf(operations: readonly Operation[]): Source {
  const left = [...operations];
  return () => left.shift();
}

const succeeded = new Set<Operation["act"]>();

const isSuccess = (answer: string) => answer.startsWith('{"ok":true');

async function firstDifference(source: Source, done: Operation[] = []): Promise<Difference | undefined> {
  await using twins = await openTwins();
  const differ = ({ sqlite, postgres, unexpected }: Omit<Difference, "operation">) =>
    sqlite !== postgres || unexpected.length > 0;
  for (let operation = source(); operation; ) {
    done.push(operation);
    const answers = await twins.perform(operation);
    if (differ(answers)) return { operation, ...answers };
    if (isSuccess(answers.sqlite)) succeeded.add(operation.act);
    operation = source({ operation, answer: answers.sqlite });
  }
  const stored = await twins.compareStored();
  return differ(stored) ? { operation: "stored", ...stored } : undefined;
}

async function describeDifference(seed: number, difference: Difference, done: readonly Operation[]) {
  const { operation, unexpected } = difference;
  const at = operation === "stored" ? "at its end" : `at operation ${operation.number}`;
  const needed = SHORTEN_MILLISECONDS > 0 ? await shortened(done, operation) : done.slice(-1);
  const { sqlite, postgres } = aroundDifference(difference);
  return [
    `Seed ${seed} differs ${at}. Replay it with ROSTER_HISTORY_SEED=${seed} ROSTER_HISTORY_LENGTH=${LENGTH}`,
    ...needed.map(inWords),
    `SQLite:     ${sqlite}`,
    `PostgreSQL: ${postgres}`,
    ...unexpected,
  ].join("\n");
}

const inWords = ({ number, act, input, actor }: Operation) => {
  const inputInWords = JSON.stringify(input, (_, value) => (typeof value === "bigint" ? `${value}n` : value));
  const isLess = actor.scopes.length < scopes.length;
  return `${number} ${act} ${inputInWords} by ${actor.name}${isLess ? ` with ${actor.scopes.join(", ")}` : ""}`;
};

const SHOWN = 1500;

/** The parts of two long answers around their first difference. */
function aroundDifference({ sqlite, postgres }: Difference) {
  let same = 0;
  while (same < sqlite.length && sqlite[same] === postgres[same]) same++;
  const start = sqlite.length > SHOWN ? Math.max(0, same - SHOWN / 3) : 0;
  const cut = (text: string) => `${start > 0 ? "…" : ""}${text.slice(start, start + SHOWN)}`;
  return { sqlite: cut(sqlite), postgres: cut(postgres) };
}

/** Removes ever smaller pieces of a history, as long as it still ends in a difference at the same operation. */
async function shortened(operations: readonly Operation[], last: Difference["operation"]) {
  const end = performance.now() + SHORTEN_MILLISECONDS;
  let needed = operations;
  const isLast = (found: Difference | undefined) =>
    found !== undefined && (found.operation === last || (found.operation === "stored" && last === "stored"));
  for (let size = Math.ceil(needed.length / 2); ; size = Math.ceil(size / 2)) {
    for (let start = 0; start < needed.length && performance.now() < end; ) {
      const without = needed.filter((one, index) => index < start || index >= start + size || one === last);
      if (without.length < needed.length && isLast(await firstDifference(listOf(without)))) needed = without;
      else start += size;
    }
    if (size === 1 || performance.now() >= end) return needed;
  }
}
