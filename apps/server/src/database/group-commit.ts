import { AsyncLocalStorage, AsyncResource } from "node:async_hooks";
import { setImmediate as nextTurn } from "node:timers/promises";
import type Sqlite from "better-sqlite3";
import type { Kysely } from "kysely";
import type { Tables } from "../tables.ts";
import type { Database, Finish, Tx } from "./database.ts";
import { Turns } from "./turns.ts";

/** Limits of a group, because its first member and other processes wait for its end. */
const MAX_MEMBERS = 64;
const MAX_MILLISECONDS = 20;
const TURN_MILLISECONDS = 1;

interface Member {
  work(tx: Tx): Promise<Ended>;
  refuse(error: unknown): void;
  isAlone: boolean;
}

/** A member whose work has ended. */
interface Ended {
  result?: unknown;
  finish?: Finish<unknown> | undefined;
  /** Settles the member's promise. */
  answer(): void;
}

interface Options {
  /** Runs work under the process's writer lock. */
  turn: (work: () => Promise<void>) => Promise<unknown>;
  atOnce: (tx: Tx) => Promise<Tx>;
  /** The last work of each transaction. */
  beforeCommit: (tx: Tx, members: number) => Promise<void>;
}

/**
 * Concurrent changes share one commit, and so one sync to the disk: they run one after the other in one transaction, and all are
 * answered after its commit. When a group cannot be committed, each member runs again in a transaction of its own. So work may run
 * more than once.
 */
export function groupCommits(writer: Sqlite.Database, write: Kysely<Tables>, { turn, atOnce, beforeCommit }: Options) {
  const savepoint = writer.prepare("savepoint member");
  const release = writer.prepare("release member");
  const undo = writer.prepare("rollback to member");
  const inside = new AsyncLocalStorage<boolean>();
  const outside = AsyncLocalStorage.snapshot();
  const waiting = new Turns<Member>();
  /** Members of a group that could not be committed. */
  const again: Member[] = [];
  let running: Promise<void> | undefined;

  async function run() {
    while (waiting.length + again.length > 0) {
      await nextTurn(); // changes of the same turn join the group
      try {
        await turn(commitGroup);
      } catch (error) {
        refuseAll(error); // the lock was not acquired
      }
    }
    running = undefined;
  }

  const take = () => again.shift() ?? waiting.shift();

  function refuseAll(error: unknown) {
    for (let member = take(); member; member = take()) member.refuse(error);
  }

  async function commitGroup() {
    const members: Member[] = [];
    const ended: Ended[] = [];
    try {
      await write.transaction().execute(async (serial) => {
        const tx = await atOnce(serial);
        const end = performance.now() + MAX_MILLISECONDS;
        let turnEnd = performance.now() + TURN_MILLISECONDS;
        const most = Math.min(MAX_MEMBERS, waiting.length); // later changes join the next group
        for (let member = take(); member; member = next(members, most, end)) {
          members.push(member);
          ended.push(members.length === 1 ? await member.work(tx) : await attempt(tx, member));
          if (performance.now() < turnEnd) continue;
          await nextTurn(); // for reads
          turnEnd = performance.now() + TURN_MILLISECONDS;
        }
        for (const [finish, all] of Map.groupBy(ended, (one) => one.finish)) {
          await finish?.(
            tx,
            all.map(({ result }) => result),
          );
        }
        await beforeCommit(tx, members.length);
      });
    } catch (error) {
      tryAgain(members, error);
      return;
    }
    for (const { answer } of ended) answer();
  }

  function next(members: Member[], most: number, end: number) {
    const isOver = members.length >= most || performance.now() > end || !writer.inTransaction;
    return isOver || members[0]?.isAlone || again.length > 0 ? undefined : waiting.shift();
  }

  /** Runs a member behind a savepoint, so that it can be undone without those before it. */
  async function attempt(tx: Tx, member: Member): Promise<Ended> {
    savepoint.run();
    try {
      const ended = await member.work(tx);
      release.run();
      return ended;
    } catch (error) {
      if (!writer.inTransaction) throw error; // a full disk has ended the transaction
      undo.run();
      release.run();
      return { answer: () => member.refuse(error) };
    }
  }

  function tryAgain(members: Member[], error: unknown) {
    // The transaction could not begin, so no waiting change can.
    if (members.length === 0) refuseAll(error);
    if (members.length === 1) return members[0]?.refuse(error);
    again.unshift(...members.map((member) => ({ ...member, isAlone: true })));
  }

  const transaction: Database["transaction"] = async (work, finish, caller) => {
    if (inside.getStore()) throw new Error("A transaction was begun inside another one, for whose end it would wait.");
    return new Promise((resolve, reject) => {
      // Cheaper than AsyncLocalStorage.bind(), whose functions survive several garbage collections.
      const resource = new AsyncResource("Change");
      waiting.push(caller?.name ?? "", {
        work: async (tx) => {
          const result = await resource.runInAsyncScope(() => inside.run(true, () => work(tx)));
          // It gets the results of its own kind of work only.
          return { result, finish: finish as Finish<unknown> | undefined, answer: () => resolve(result) };
        },
        refuse: reject,
        isAlone: false,
      });
      running ??= outside(run);
    });
  };

  /** `settled` resolves when no transaction is waiting or running. */
  return { transaction, settled: async () => running };
}
