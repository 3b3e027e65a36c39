import { contract, type Procedure } from "@roster/contract";
import { expect, test } from "vitest";
import { procedureNames } from "../testing/examples.ts";
import { openTestRoster } from "../testing/roster.ts";

const ada = { first_name: "Ada", last_name: "Lovelace", email_address: "ada@example.com" };

test("password resets and joins of the waitlist are answered at a full tick, whether or not the address is known", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  await api.createUser(ada);
  await api.joinWaitlist({ email: ada.email_address });
  const calls = [ada.email_address, "nobody@example.com"].flatMap((email) => [
    () => api.sendPasswordReset(email),
    () => api.joinWaitlist({ email }),
  ]);
  for (const call of calls) {
    const started = performance.now();
    await call();
    expect(performance.now() - started).toBeGreaterThan(45); // a tick is 50 ms; timers may fire a little early
  }
});

test("they are the two that take an address from strangers", () => {
  const entries: [string, Procedure][] = procedureNames.map((name) => [name, contract[name]]);
  const discreet = entries.filter(([, entry]) => entry.kind === "mutation" && entry.isDiscreet).map(([name]) => name);
  expect(discreet.toSorted()).toEqual(["joinWaitlist", "sendPasswordReset"]);
});
