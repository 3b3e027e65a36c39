import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "@roster/client";
import Sqlite from "better-sqlite3";
import { expect, test } from "vitest";
import { makeKey, openTestFolder, rosterCommand, run, serveRoster } from "./testing/command.ts";
import { type Ledger, startLoad } from "./testing/load.ts";
import { expectKept, expectSound } from "./testing/soundness.ts";

/** How often the server is killed. Set ROSTER_CRASH_ROUNDS for a longer run. */
const ROUNDS = Number(process.env.ROSTER_CRASH_ROUNDS ?? 5);

test("a server that is killed under load loses no acknowledged change", {
  timeout: 300_000 + ROUNDS * 8000,
}, async () => {
  using place = openTestFolder();
  const apiKey = await makeKey(place.env);
  const ledgers: Ledger[] = [];
  let shared = { counterId: "", organizationId: "" };

  for (let round = 0; round < ROUNDS; round++) {
    await using server = await serveRoster(place.env);
    const api = createClient({ url: server.url, apiKey });
    if (round === 0) {
      const counter = await api.createUser({ first_name: "Counter", last_name: "Load", username: "counter" });
      const organization = await api.createOrganization({ name: "Load" });
      shared = { counterId: counter.id, organizationId: organization.id };
    }
    expect((await api.fetchUserDetails(shared.counterId)).user.username).toBe("counter");

    const load = startLoad(api, { ...shared, name: `round${round}`, lanes: 8 });
    await sleep(200 + Math.random() * 600);
    await expect.poll(() => load.ledger.calls, { message: "calls before the kill" }).toBeGreaterThan(10);
    server.signal("SIGKILL");
    expect(await server.ended).toMatchObject({ signal: "SIGKILL" });
    const ledger = await load.ended;

    expect(ledger.refusals.internal_error).toBeUndefined();
    ledgers.push(ledger);
    await expectKept(place.env.DATABASE_URL, ledgers, shared.counterId);
    await expectSound(place.env.DATABASE_URL);
  }
});

test.for([1, 16])(
  "a disk that is full stops writes, made %i at a time, and nothing else, and loses nothing",
  async (lanes, { skip }) => {
    // A process may not let a file grow beyond its limit; the limit can be lifted while it runs. Only Linux has both.
    skip(process.platform !== "linux", "needs ulimit and prlimit");
    using place = openTestFolder();
    const apiKey = await makeKey(place.env);
    const limited = ["sh", "-c", 'ulimit -S -f 2000; exec "$@"', "sh", ...rosterCommand, "serve"]; // 1,000 KiB
    await using server = await serveRoster(place.env, { command: limited });
    const api = createClient({ url: server.url, apiKey, retries: 0 });

    const emails: string[] = [];
    let tried = 0;
    const create = () =>
      api.safe.createUser({ first_name: "Ada", last_name: "Lovelace", email_address: `ada${tried++}@example.com` });
    /** Five rounds in a row, because changes differ in the pages that they write: a smaller one may still fit. */
    const createUntilRefused = async (atOnce: number) => {
      for (let refused = 0; refused < 5; ) {
        const made = await Promise.all(Array.from({ length: atOnce }, create));
        for (const one of made)
          if (one.ok) emails.push(String(one.data.email));
          else expect(one.error).toMatchObject({ code: "unavailable" });
        refused = made.some((one) => one.ok) ? 0 : refused + 1;
        expect(tried, "changes until the disk is full").toBeLessThan(2500);
      }
    };
    await createUntilRefused(lanes);
    await createUntilRefused(1);
    expect((await api.fetchUsers({ per_page: 1, include_total: true })).total).toBe(emails.length);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    const readiness = async () => (await fetch(`${server.url}/readyz`)).status;
    await expect.poll(readiness).toBe(503);

    const { code } = await run(["prlimit", `--pid=${server.pid}`, "--fsize=unlimited"]);
    skip(code !== 0, "needs prlimit");
    const last = await create();
    if (!last.ok) throw last.error;
    await expect.poll(readiness).toBe(200);
    const database = new Sqlite(place.database, { readonly: true });
    const kept = database.prepare("select identifier from user_emails order by rowid").pluck().all();
    database.close();
    const inOrder = (list: unknown[]) => (lanes === 1 ? list : list.toSorted());
    expect(inOrder(kept)).toEqual(inOrder([...emails, last.data.email]));
    await expectSound(place.env.DATABASE_URL);
  },
);
