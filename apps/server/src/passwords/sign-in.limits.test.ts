import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { newId } from "../ids.ts";
import { listen } from "../testing/http.ts";
import { type Call, racers, tally } from "../testing/race.ts";
import { expectRefusal, expectRefusedUnchanged, openTestRoster } from "../testing/roster.ts";
import { minimalCost } from "./passwords.ts";

const MINUTE = 60 * 1000;
const HOUR = 60 * MINUTE;
const PASSWORD = "a green whale sings at noon";
const WRONG = "a green whale sings at nine";
const HOME = "203.0.113.7";
const ELSEWHERE = "198.51.100.1";

const times = (count: number) => Array.from({ length: count }, (_, index) => index);

async function openWithAda(parts: Parameters<typeof openTestRoster>[2] = {}) {
  const directory = await openTestRoster({}, undefined, parts);
  const ada = await directory.api.createUser({
    first_name: "Ada",
    last_name: "Lovelace",
    email_address: "ada@example.com",
    password: PASSWORD,
  });
  const attempt = (password: string, ip_address?: string | null, identifier = "ada@example.com") =>
    directory.api.verifyPassword({ identifier, password, ip_address });
  const fail = async (count: number, ip_address?: string | null, identifier?: string) => {
    for (const _ of times(count)) await expectRefusal(attempt(WRONG, ip_address, identifier), "credentials_incorrect");
  };
  return { directory, api: directory.api, ada, attempt, fail };
}

test("after ten wrong tries from one place the right password is not looked at there, for ten minutes", async () => {
  const { directory, ada, attempt, fail } = await openWithAda();
  await using _ = directory;
  await fail(10, HOME);

  const error = await expectRefusedUnchanged(directory, () => attempt(PASSWORD, HOME), "rate_limited");

  expect(error.retryAfter).toBe(600);
  directory.pass(10 * MINUTE - 1);
  expect((await expectRefusal(attempt(PASSWORD, HOME), "rate_limited")).retryAfter).toBe(1);
  directory.pass(1);
  expect(await attempt(PASSWORD, HOME)).toMatchObject({ id: ada.id });
});

test("a right password resets the count of tries", async () => {
  const { directory, api, ada, attempt, fail } = await openWithAda();
  await using _ = directory;
  for (const _round of times(3)) {
    await fail(9, HOME);
    await attempt(PASSWORD, HOME);
    directory.pass(11 * MINUTE);
  }
  for (const _try of times(101)) await attempt(PASSWORD, HOME);
  expect((await api.fetchUserDetails(ada.id)).user.version).toBe(ada.version + 3 + 101);
});

test("a stranger's hundred wrong tries do not keep the owner out", async () => {
  const { directory, ada, attempt, fail } = await openWithAda();
  await using _ = directory;
  await fail(10, ELSEWHERE);
  for (const _try of times(90)) await expectRefusal(attempt(WRONG, ELSEWHERE), "rate_limited");

  expect(await attempt(PASSWORD, HOME)).toMatchObject({ id: ada.id });
  await expectRefusal(attempt(PASSWORD, ELSEWHERE), "rate_limited");
});

test("strangers from many places get a hundred tries an hour between them; then the owner is let in again", async () => {
  const { directory, ada, attempt, fail } = await openWithAda();
  await using _ = directory;
  for (const place of times(10)) await fail(10, `198.51.100.${place}`);

  for (const where of [HOME, "198.51.100.77", null]) {
    const error = await expectRefusedUnchanged(directory, () => attempt(PASSWORD, where), "rate_limited");
    expect(error.retryAfter).toBe(3600);
  }
  directory.pass(HOUR - 1);
  await expectRefusal(attempt(PASSWORD, HOME), "rate_limited");
  directory.pass(1);
  expect(await attempt(PASSWORD, HOME)).toMatchObject({ id: ada.id });
});

test("strangers everywhere cannot lock out an address that has signed in within thirty days", async () => {
  const { directory, attempt, fail } = await openWithAda();
  await using _ = directory;
  await attempt(PASSWORD, HOME);
  for (const place of times(10)) await fail(10, `198.51.100.${place}`);
  await expectRefusal(attempt(PASSWORD, "192.0.2.1"), "rate_limited");
  for (const _try of times(15)) await attempt(PASSWORD, HOME);

  directory.pass(30 * 24 * 60 * 60 * 1000);
  for (const place of times(10)) await fail(10, `198.51.100.${place}`);
  await expectRefusal(attempt(PASSWORD, HOME), "rate_limited");
});

test("a password reset ends the wait", async () => {
  const { directory, ada, attempt, fail } = await openWithAda();
  await using _ = directory;
  await fail(10, HOME);
  await expectRefusal(attempt(PASSWORD, HOME), "rate_limited");
  await directory.api.updatePassword(ada.id, { new_password: "a red whale sings at dawn" });
  expect(await attempt("a red whale sings at dawn", HOME)).toMatchObject({ id: ada.id });
});

test("one address that tries a password on many users is stopped, and no other address", async () => {
  const { directory, ada, attempt } = await openWithAda();
  await using _ = directory;
  const spray = (index: number) =>
    directory.api.verifyPassword({ identifier: `user${index}@example.com`, password: PASSWORD, ip_address: HOME });
  for (const index of times(100)) await expectRefusal(spray(index), "credentials_incorrect");
  await expectRefusal(spray(100), "rate_limited");
  expect(await attempt(PASSWORD, "192.0.2.1")).toMatchObject({ id: ada.id });
});

describe("one place is one, however its address is spelled:", () => {
  test.for([
    ["IPv4", HOME, "::ffff:203.0.113.7"],
    ["IPv4 in hexadecimal", HOME, "::ffff:cb00:7107"],
    ["IPv6", "2001:db8::1", "2001:0DB8:0000:0:0::0001"],
    ["the /64 network that belongs to one customer", "2001:db8::1", "2001:db8::ffff:ffff:ffff:ffff"],
  ])("%s", async ([, one, same]) => {
    const { directory, ada, attempt, fail } = await openWithAda();
    await using _ = directory;
    await fail(5, one);
    await fail(5, same);
    for (const ip of [one, same]) await expectRefusal(attempt(PASSWORD, ip), "rate_limited");
    expect(await attempt(PASSWORD, "2001:db8:0:1::1")).toMatchObject({ id: ada.id });
  });
});

/** Every identifier that a user can sign in with, in several spellings. */
async function identifiersOf({ directory, ada }: Awaited<ReturnType<typeof openWithAda>>) {
  const { api } = directory;
  await api.updateUser(ada.id, { username: "ada" });
  for (const email of ["countess@example.com", "ada@work.example"]) {
    await api.updateEmail(ada.id, (await api.addEmail(ada.id, email)).id, false, true);
  }
  for (const number of ["+442079460000", "+14155552671"]) {
    const { id, is_primary } = await api.addPhone(ada.id, number);
    await api.updatePhone(ada.id, id, is_primary, true);
  }
  const numbers = ["+44 20 7946 0000", "+1 (415) 555-2671"];
  return ["ada@example.com", " ADA@example.com ", "countess@example.com", "ada@work.example", ...numbers, "ada"];
}

test("an account has one count of tries, whichever of its identifiers are tried, and its current password", async () => {
  const opened = await openWithAda();
  await using directory = opened.directory;
  const { ada, attempt, fail } = opened;
  const identifiers = await identifiersOf(opened);
  for (const identifier of identifiers) await fail(1, HOME, identifier);
  const byId = { user_id: ada.id, password: WRONG, ip_address: HOME };
  await expectRefusal(directory.api.verifyPassword(byId), "credentials_incorrect");
  const change = { current_password: WRONG, new_password: "a red whale sings", ip_address: HOME };
  for (const _ of times(2))
    await expectRefusal(directory.api.updatePassword(ada.id, change), "current_password_incorrect");

  for (const identifier of identifiers) await expectRefusal(attempt(PASSWORD, HOME, identifier), "rate_limited");
  await expectRefusal(directory.api.verifyPassword({ ...byId, password: PASSWORD }), "rate_limited");
  expect(await attempt(PASSWORD, ELSEWHERE)).toMatchObject({ id: ada.id });
});

test("without an address the caller is the place, and an account has twenty tries there", async () => {
  const opened = await openWithAda();
  await using directory = opened.directory;
  const { ada, attempt, fail } = opened;
  await fail(10);
  expect(await attempt(PASSWORD)).toMatchObject({ id: ada.id });
  const identifiers = await identifiersOf(opened);
  for (const index of times(20)) await fail(1, null, identifiers[index % identifiers.length]);

  for (const identifier of identifiers) await expectRefusal(attempt(PASSWORD, null, identifier), "rate_limited");
  const otherApp = directory.as("another app", ["users:verify"]);
  expect(await otherApp.verifyPassword({ identifier: "ada@example.com", password: PASSWORD })).toMatchObject({
    id: ada.id,
  });
  expect(await attempt(PASSWORD, HOME)).toMatchObject({ id: ada.id });
});

describe("an identifier that no user can sign in with has exactly the same limits:", () => {
  test.for([
    ["an unknown address", "nobody@example.com"],
    ["an unknown username", "nobody"],
    ["an unknown number", "+14155550000"],
    ["an unverified address", "unverified@example.com"],
    ["no address at all", "not an @ address"],
    ["a deactivated user", "off"],
    ["a user without a password", "none"],
  ])("%s", async ([, identifier]) => {
    const { directory, api, ada, attempt, fail } = await openWithAda();
    await using _ = directory;
    await api.addEmail(ada.id, "unverified@example.com");
    const named = { first_name: "Grace", last_name: "Hopper" };
    const off = await api.createUser({ ...named, username: "off", password: PASSWORD });
    await api.deactivateUser(off.id);
    await api.createUser({ ...named, username: "none" });

    await fail(10, HOME, identifier);
    const error = await expectRefusal(attempt(WRONG, HOME, identifier), "rate_limited");

    expect(error.retryAfter).toBe(600);
    await fail(1, ELSEWHERE, identifier);
    expect(await attempt(PASSWORD, HOME)).toMatchObject({ id: ada.id });
  });

  test("a deactivated user, with the right password", async () => {
    const { directory, api, ada, attempt } = await openWithAda();
    await using _ = directory;
    await api.deactivateUser(ada.id);
    for (const _try of times(10)) await expectRefusal(attempt(PASSWORD, HOME), "credentials_incorrect");
    expect((await expectRefusal(attempt(PASSWORD, HOME), "rate_limited")).retryAfter).toBe(600);
  });

  test("from many places, too", async () => {
    const { directory, attempt, fail } = await openWithAda();
    await using _ = directory;
    const identifier = "nobody@example.com";
    for (const place of times(10)) await fail(10, `198.51.100.${place}`, identifier);

    expect((await expectRefusal(attempt(WRONG, HOME, identifier), "rate_limited")).retryAfter).toBe(3600);
  });
});

test("over HTTP, the answer says when to come back, in its header too", async () => {
  await using directory = await listen();
  const body = JSON.stringify({ user_id: newId("user"), password: WRONG, ip_address: HOME });
  const attempt = () => directory.request("/trpc/verifyPassword", { method: "POST", body });
  for (const _try of times(10)) expect((await attempt()).status).toBe(400);

  const response = await attempt();

  expect(response.status).toBe(429);
  expect(response.headers.get("retry-after")).toBe("600");
  expect(await response.json()).toMatchObject({ error: { data: { error_code: "rate_limited", retry_after: 600 } } });
});

const race = (databaseUrl: string, password: string, ip_address: string) =>
  racers.race(
    databaseUrl,
    times(50).map(
      (): Call<"verifyPassword"> => ["verifyPassword", { identifier: "ada@example.com", password, ip_address }],
    ),
  );

describe("of fifty at the same moment", () => {
  test("who try wrong passwords, ten are looked at", async () => {
    const { directory } = await openWithAda();
    await using _ = directory;
    directory.pass(Date.now() - Date.parse("2026-03-01T12:00:00.000Z")); // the racers have clocks of their own

    expect(tally(await race(directory.databaseUrl, WRONG, HOME))).toEqual({
      credentials_incorrect: 10,
      rate_limited: 40,
    });

    expect(tally(await race(directory.databaseUrl, PASSWORD, HOME))).toEqual({ rate_limited: 50 });
  });

  test("who know it, nobody is told that it is wrong", async () => {
    const { directory, ada, api } = await openWithAda();
    await using _ = directory;

    const { ok = 0, ...refused } = tally(await race(directory.databaseUrl, PASSWORD, HOME));

    expect(ok).toBeGreaterThanOrEqual(10);
    expect(refused).toEqual(ok === 50 ? {} : { rate_limited: 50 - ok });
    expect((await api.fetchUserDetails(ada.id)).user.version).toBe(ada.version + ok);
  });
});

test("a server that is too busy to check counts no try", async () => {
  const { directory, ada, attempt } = await openWithAda({ hashCost: minimalCost });
  await using _ = directory;
  const { passwords } = directory.roster.services;
  const over = new AbortController();
  /** Each finished call starts another in the same turn, so that the queue is never free. */
  const keepBusy = async (index: number) => {
    while (!over.signal.aborted) await passwords.hash(`a password that keeps it busy ${index}`).catch(() => sleep(1));
  };
  const busy = Promise.all(times(80).map(keepBusy));
  for (const _try of times(12)) await expectRefusal(attempt(PASSWORD, HOME), "rate_limited");
  over.abort();
  await busy;
  expect(await attempt(PASSWORD, HOME)).toMatchObject({ id: ada.id });
});
