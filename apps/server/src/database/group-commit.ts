import { AsyncLocalStorage, AsyncResource } from "node:async_hooks";
import { setImmediate as nextTurn } from "node:timers/promises";
import type Sqlite from "better-sqlite3";
import type { Kysely } from "kysely";
import type { Database, Tx } from "./database.ts";
import type { Tables } from "./tables.ts";

/** A group is committed when it has so many members, or has taken so long: the first one waits, and so do other processes. */
const MAX_MEMBERS = 64;
const MAX_MILLISECONDS = 20;

/** Tells whoever asked how it ended. */
type Answer = () => void;

interface Member {
  work(tx: Tx): Promise<Answer>;
  refuse(error: unknown): void;
  isAlone: boolean;
}

interface Options {
  /** Does some work while nobody else in this process writes to the file. */
  turn: (work: () => Promise<void>) => Promise<unknown>;
  /** The last that a transaction does. */
  beforeCommit: (tx: Tx, members: number) => Promise<void>;
}

interface GroupCommit {
  transaction: Database["transaction"];
  /** Waits until all that was asked for has been answered. */
  settled(): Promise<void>;
}

/**
 * Lets changes that are asked for at the same time share one commit, and so one sync to the disk: one works after the other in one
 * transaction, and all are answered when it is committed. When a group cannot be committed, each of its members does its work
 * again in a transaction of its own. So work may be done more than once.
 */
export function groupCommits(
  writer: Sqlite.Database,
  write: Kysely<Tables>,
  { turn, beforeCommit }: Options,
): GroupCommit {
  const savepoint = writer.prepare("savepoint member");
  const release = writer.prepare("release member");
  const undo = writer.prepare("rollback to member");
  const inside = new AsyncLocalStorage<boolean>();
  const outside = AsyncLocalStorage.snapshot();
  const waiting: Member[] = [];
  let running: Promise<void> | undefined;

  async function run() {
    while (waiting.length > 0) {
      await nextTurn(); // what comes in at the same time is in the same group
      try {
        await turn(commitGroup);
      } catch (error) {
        for (const member of waiting.splice(0)) member.refuse(error); // it has not come to their turn
      }
    }
    running = undefined;
  }

  async function commitGroup() {
    const members: Member[] = [];
    const answers: Answer[] = [];
    try {
      await write.transaction().execute(async (tx) => {
        const end = performance.now() + MAX_MILLISECONDS;
        const most = Math.min(MAX_MEMBERS, waiting.length); // who comes later is in the next one, and not waited for
        for (let member = waiting.shift(); member; member = next(members, most, end)) {
          members.push(member);
          answers.push(members.length === 1 ? await member.work(tx) : await attempt(tx, member));
          if (waiting.length > 0 || members.length > 1) await nextTurn(); // for reads
        }
        await beforeCommit(tx, members.length);
      });
    } catch (error) {
      tryAgain(members, error);
      return;
    }
    for (const answer of answers) answer();
  }

  function next(members: Member[], most: number, end: number) {
    const isOver = members.length >= most || performance.now() > end || !writer.inTransaction;
    return isOver || members[0]?.isAlone ? undefined : waiting.shift();
  }

  /** Lets a member that comes after others be undone without them. */
  async function attempt(tx: Tx, member: Member): Promise<Answer> {
    savepoint.run();
    try {
      const answer = await member.work(tx);
      release.run();
      return answer;
    } catch (error) {
      if (!writer.inTransaction) throw error; // a full disk has ended it
      undo.run();
      release.run();
      return () => member.refuse(error);
    }
  }

  function tryAgain(members: Member[], error: unknown) {
    // None has begun: nobody can.
    if (members.length === 0) for (const member of waiting.splice(0)) member.refuse(error);
    if (members.length === 1) return members[0]?.refuse(error);
    waiting.unshift(...members.map((member) => ({ ...member, isAlone: true })));
  }

  return {
    transaction: async (work) => {
      if (inside.getStore())
        throw new Error("A transaction was begun inside another one, for whose end it would wait.");
      return new Promise((resolve, reject) => {
        const caller = new AsyncResource("Change"); // what bind() makes is garbage that outlives several collections
        waiting.push({
          work: async (tx) => {
            const result = await caller.runInAsyncScope(() => inside.run(true, () => work(tx)));
            return () => resolve(result);
          },
          refuse: reject,
          isAlone: false,
        });
        running ??= outside(run);
      });
    },
    settled: async () => running,
  };
}
