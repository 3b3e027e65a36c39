import { describe, expect, test } from "vitest";
import { addresses, type History, people, recordHistory } from "./directory-clients.ts";
import { describeUnexplained, explainAddress, explainPerson } from "./directory-history.ts";
import type { Act, Performed } from "./directory-model.ts";
import { openTestRoster } from "./roster.ts";

/** What three clients were told by a directory in this process. */
async function record(): Promise<History> {
  await using directory = await openTestRoster();
  return await recordHistory([directory.api, directory.api, directory.api], 300, 1);
}

function faultsIn(history: History) {
  const found = [
    ...addresses.map((address) => explainAddress(history, address)),
    ...people.map((person) => explainPerson(history, person)),
  ];
  return found.flatMap((unexplained) => (unexplained ? [describeUnexplained(unexplained)] : []));
}

test("a history of a sound directory has an order, and every kind of call has succeeded in it", async () => {
  const history = await record();

  expect(faultsIn(history)).toEqual([]);
  const succeeded = new Set(history.operations.flatMap(({ act }) => (act.outcome.ok ? [act.procedure] : [])));
  expect(succeeded.size).toBe(12);
});

/**
 * Replaces the outcome of one call by what `plant` makes of it, and answers the faults of the history. An outcome that could be right,
 * because another call was under way, is no fault. Then the next call is taken.
 */
async function planted(plant: (act: Act, before: Act[]) => Act | undefined) {
  const history = await record();
  const operations = history.operations.toSorted((one, other) => one.returned - other.returned);
  for (const [index, operation] of operations.entries()) {
    const before = operations.slice(0, index).map((earlier) => earlier.act);
    const act = plant(operation.act, before);
    const faults = act ? faultsIn({ ...history, operations: operations.with(index, { ...operation, act }) }) : [];
    if (faults.length > 0) return faults;
  }
  return [];
}

type ActOn<P extends Performed> = Act & { procedure: P };

/** The latest call of a procedure that meets a condition. */
const latest = <P extends Performed>(acts: Act[], procedure: P, isMeant: (act: ActOn<P>) => boolean) =>
  acts.findLast((act): act is ActOn<P> => act.procedure === procedure && isMeant(act as ActOn<P>)); // the first condition says so

const isRefused = ({ outcome }: Act, code: string) => !outcome.ok && outcome.code === code;

describe("there is no order for a history in which", () => {
  test("an update was lost: two changed the version that both had read", async () => {
    const faults = await planted((act, before) => {
      if (act.procedure !== "updateUser" || !isRefused(act, "version_mismatch")) return undefined;
      const { user_id, if_version = 0, first_name = null } = act.input;
      const other = latest(before, "updateUser", ({ input, outcome }) => outcome.ok && input.user_id === user_id);
      if (!other?.outcome.ok) return undefined;
      const data = { ...other.outcome.data, first_name, version: (if_version ?? 0) + 1 };
      return { ...act, outcome: { ok: true, data } };
    });
    expect(faults).not.toEqual([]);
  });

  test("two users own an address: each checked it before the other took it", async () => {
    const faults = await planted((act, before) => {
      if (act.procedure !== "createUser" || !isRefused(act, "email_taken")) return undefined;
      const other = latest(before, "createUser", ({ outcome }) => outcome.ok);
      if (!other?.outcome.ok) return undefined;
      const data = { ...other.outcome.data, id: "user_another", email: act.input.email_address ?? null };
      return { ...act, outcome: { ok: true, data } };
    });
    expect(faults).not.toEqual([]);
  });

  test("an unverified copy was added after the address was verified", async () => {
    const faults = await planted((act, before) => {
      if (act.procedure !== "addEmail" || !isRefused(act, "email_taken")) return undefined;
      const other = latest(before, "addEmail", ({ outcome }) => outcome.ok);
      if (!other?.outcome.ok) return undefined;
      const data = { ...other.outcome.data, id: "email_another", email: act.input.email };
      return { ...act, outcome: { ok: true, data } };
    });
    expect(faults).not.toEqual([]);
  });

  test("a read was stale: it told of a user as before a change that had returned", async () => {
    const faults = await planted((act, before) => {
      if (act.procedure !== "fetchUserByExternalId" || !act.outcome.ok) return undefined;
      const { id, version } = act.outcome.data;
      const isEarlier = ({ outcome }: ActOn<"fetchUserByExternalId">) =>
        outcome.ok && outcome.data.id === id && outcome.data.version < version;
      const earlier = latest(before, "fetchUserByExternalId", isEarlier);
      return earlier && { ...act, outcome: earlier.outcome };
    });
    expect(faults).not.toEqual([]);
  });

  test("an invitation was accepted twice", async () => {
    const faults = await planted((act, before) => {
      if (act.procedure !== "acceptInvitation" || act.outcome.ok) return undefined;
      const { token } = act.input;
      const first = latest(before, "acceptInvitation", ({ input, outcome }) => outcome.ok && input.token === token);
      return first && { ...act, outcome: first.outcome };
    });
    expect(faults).not.toEqual([]);
  });
});
