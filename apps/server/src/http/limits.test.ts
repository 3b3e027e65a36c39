import { createClient } from "@roster/client";
import { expect, test } from "vitest";
import { newId } from "../ids.ts";
import { openTestPlace, serveRoster } from "../testing/command.ts";
import { expectFailure, listen, type WireFailure } from "../testing/http.ts";
import { expectRefusal, openTestRoster } from "../testing/roster.ts";

const outcomeOf = (answer: { error?: WireFailure }) => answer.error?.data.error_code ?? "ok";

/** Counts requests or calls by their outcome. */
function tally(outcomes: string[]) {
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

const outcome = async (response: Promise<Response>) => {
  const answer = (await (await response).json()) as { error?: WireFailure }; // tRPC's shape of an answer
  return outcomeOf(answer);
};

let people = 0;

/** Joins the waitlist, without a key unless there is one among the headers, with an address of its own. */
const join = (url: string, headers: Record<string, string> = {}) =>
  fetch(`${url}/trpc/joinWaitlist`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ email: `w${people++}@example.com` }),
  });

const token = (index: number) => `wrong-token-${String(index).padStart(43, "0")}`.slice(-43);

test("a key has a limit of calls per second, and each call of a batch counts", async () => {
  await using server = await listen({ RATE_LIMIT_PER_KEY: "6" });
  const { key } = await server.api.createApiKey({ name: "busy", scopes: ["users:read"] });
  const { key: other } = await server.api.createApiKey({ name: "calm", scopes: ["users:read"] });
  const batch = (apiKey: string) =>
    server.request(`/trpc/${Array(10).fill("fetchUsers").join(",")}?batch=1`, {
      headers: { authorization: `Bearer ${apiKey}` },
    });

  const response = await batch(key);

  const answers = (await response.json()) as { error?: WireFailure }[]; // tRPC's shape of a batch
  expect(tally(answers.map(outcomeOf))).toEqual({ ok: 6, rate_limited: 4 });
  expect(answers.at(-1)?.error?.data.retry_after).toBe(1);
  expect(response.headers.get("retry-after")).toBe("1");
  const others = (await (await batch(other)).json()) as { error?: WireFailure }[]; // tRPC's shape of a batch
  expect(tally(others.map(outcomeOf))).toEqual({ ok: 6, rate_limited: 4 });
});

test.for<[string, (call: number) => object]>([
  [
    "inviteUsers",
    (call) => ({ invitations: Array.from({ length: 100 }, (_, row) => ({ email: `${call}.${row}@example.com` })) }),
  ],
  ["approveNextWaitlistUsers", () => ({ count: 100 })],
])(
  "each row that %s asks for counts, and too many for what is left of the limit do nothing",
  async ([name, inputOf]) => {
    await using server = await listen({ RATE_LIMIT_PER_KEY: "150" });
    const { key } = await server.api.createApiKey({ name: "busy", scopes: ["invitations:write", "waitlist:write"] });

    const response = await server.request(`/trpc/${name},${name}?batch=1`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}` },
      body: JSON.stringify({ 0: inputOf(0), 1: inputOf(1) }),
    });

    const answers = (await response.json()) as { error?: WireFailure }[]; // tRPC's shape of a batch
    expect(answers.map(outcomeOf).toSorted()).toEqual(["ok", "rate_limited"]);
    const { total } = await server.api.fetchInvitedUsers({ include_total: true });
    expect(total).toBe(name === "inviteUsers" ? 100 : 0);
  },
);

test("a bulk call with more rows than a key may do in a second takes the whole second, and is then answered", async () => {
  await using server = await listen({ RATE_LIMIT_PER_KEY: "20" });
  const { key } = await server.api.createApiKey({ name: "busy", scopes: ["users:write"] });
  const ask = () =>
    server.request("/trpc/deactivateUsers", {
      method: "POST",
      headers: { authorization: `Bearer ${key}` },
      body: JSON.stringify({ user_ids: Array.from({ length: 100 }, () => newId("user")) }),
    });

  expect(await outcome(ask())).toBe("ok");
  await expect.poll(() => outcome(ask())).toBe("rate_limited");
  await expect.poll(() => outcome(ask()), { interval: 1100 }).toBe("ok");
});

test("all calls of a key count together, refused ones too, and a second later it may call again", async () => {
  await using server = await listen({ RATE_LIMIT_PER_KEY: "6" });
  const { key } = await server.api.createApiKey({ name: "busy", scopes: ["users:read"] });
  const ask = async (...procedures: string[]) => {
    const path = `/trpc/${procedures.join(",")}?batch=1`; // one request, because several may take a second to arrive
    const response = await server.request(path, { headers: { authorization: `Bearer ${key}` } });
    return ((await response.json()) as { error?: WireFailure }[]).map(outcomeOf); // tRPC's shape of a batch
  };

  const outcomes = await ask(
    ...Array.from({ length: 10 }, (_, index) => (index % 2 === 0 ? "fetchUsers" : "fetchAuditLog")),
  );

  expect(tally(outcomes)).toEqual({ ok: 3, forbidden: 3, rate_limited: 4 });
  await expect.poll(() => ask("fetchUsers")).toEqual(["ok"]);
});

test("each server on one database counts the calls of a key for itself", async () => {
  await using one = await listen({ RATE_LIMIT_PER_KEY: "6" });
  await using two = await listen({ RATE_LIMIT_PER_KEY: "6", DATABASE_URL: one.databaseUrl });
  const { key } = await one.api.createApiKey({ name: "busy", scopes: ["users:read"] });
  const path = `/trpc/${Array(10).fill("fetchUsers").join(",")}?batch=1`;

  for (const { request } of [one, two]) {
    const response = await request(path, { headers: { authorization: `Bearer ${key}` } });
    const answers = (await response.json()) as { error?: WireFailure }[]; // tRPC's shape of a batch
    expect(tally(answers.map(outcomeOf))).toEqual({ ok: 6, rate_limited: 4 });
  }
});

test("without a key an address has a limit of calls per minute, and learns when it may call again", async () => {
  await using server = await listen({ RATE_LIMIT_PUBLIC: "3" });

  for (let index = 0; index < 3; index++) expect((await join(server.url)).status).toBe(200);
  const refused = await join(server.url);
  expect(refused.headers.get("retry-after")).toBe("60");
  expect((await expectFailure(refused, 429, "rate_limited")).data.retry_after).toBe(60);

  server.pass(20_500);
  const later = await join(server.url);
  expect(later.headers.get("retry-after")).toBe("40");
  expect((await expectFailure(later, 429, "rate_limited")).data.retry_after).toBe(40);
  const error = await expectRefusal(
    createClient({ url: server.url }).joinWaitlist({ email: "ada@example.com" }),
    "rate_limited",
  );
  expect(error.retryAfter).toBe(40);

  server.pass(39_500);
  expect((await join(server.url)).status).toBe(200);
});

test("each call of a batch without a key counts", async () => {
  await using server = await listen({ RATE_LIMIT_PUBLIC: "3" });
  const names = Array(10).fill("joinWaitlist").join(",");
  const inputs = Object.fromEntries(
    Array.from({ length: 10 }, (_, index) => [index, { email: `b${index}@example.com` }]),
  );

  const response = await fetch(`${server.url}/trpc/${names}?batch=1`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(inputs),
  });

  const answers = (await response.json()) as { error?: WireFailure }[]; // tRPC's shape of a batch
  expect(tally(answers.map(outcomeOf))).toEqual({ ok: 3, rate_limited: 7 });
  expect(response.headers.get("retry-after")).toBe("60");
  expect((await server.api.fetchWaitlist()).data).toHaveLength(3);
});

test("a key has a higher limit than its address and does not use it up; an invalid one has not", async () => {
  await using server = await listen({ RATE_LIMIT_PUBLIC: "3" });
  const withKey = (key: string) => join(server.url, { authorization: `Bearer ${key}` });

  for (let index = 0; index < 5; index++) expect((await withKey(server.key)).status).toBe(200);
  for (let index = 0; index < 3; index++) expect((await withKey("no-key")).status).toBe(200);
  await expectFailure(await withKey("no-key"), 429, "rate_limited");
  await expectFailure(await join(server.url), 429, "rate_limited");
  expect((await withKey(server.key)).status).toBe(200);
});

test("a call without the key that it needs is unauthorized, however often", async () => {
  await using server = await listen({ RATE_LIMIT_PUBLIC: "1" });

  await server.database.expectNothingWritten(async () => {
    for (let index = 0; index < 5; index++) {
      await expectFailure(await fetch(`${server.url}/trpc/fetchUsers`), 401, "unauthorized");
    }
  });
  expect((await join(server.url)).status).toBe(200);
});

test("a caller who forges a thousand addresses is one caller, whose flood of wrong tokens is stopped and writes nothing", async () => {
  await using server = await listen({ RATE_LIMIT_PUBLIC: "60" });
  const ask = (index: number) => {
    const headers = {
      "x-forwarded-for": `${index % 256}.${index >> 8}.113.7`,
      "x-real-ip": `198.51.100.${index % 256}`,
      forwarded: `for=198.51.100.${index % 256}`,
      "content-type": "application/json",
    };
    const input = { token: token(index) };
    return index % 2 === 0
      ? fetch(`${server.url}/trpc/fetchInvitation?input=${encodeURIComponent(JSON.stringify(input))}`, { headers })
      : fetch(`${server.url}/trpc/acceptInvitation`, { method: "POST", headers, body: JSON.stringify(input) });
  };
  const outcomes: string[] = [];

  for (let index = 0; index < 60; index++) outcomes.push(await outcome(ask(index)));
  const before = await server.database.dump();
  await server.database.expectNothingWritten(async () => {
    for (let index = 60; index < 1000; index++) outcomes.push(await outcome(ask(index)));
  });

  expect(tally(outcomes)).toEqual({ invitation_not_found: 60, rate_limited: 940 });
  expect(await server.database.dump()).toEqual(before);
});

test("behind a proxy that is trusted, callers count by the last address that is not a proxy's", async () => {
  await using server = await listen({ RATE_LIMIT_PUBLIC: "1", TRUSTED_PROXIES: "loopback, 10.0.0.0/8" });
  const from = async (forwarded: string) => (await join(server.url, { "x-forwarded-for": forwarded })).status;

  expect(await from("198.51.100.1")).toBe(200);
  expect(await from("198.51.100.2")).toBe(200);
  expect(await from("198.51.100.1")).toBe(429);
  expect(await from("192.0.2.99, 198.51.100.1")).toBe(429); // an address that the caller forged
  expect(await from("198.51.100.1, 10.2.3.4")).toBe(429);
  expect(await from("::ffff:198.51.100.1")).toBe(429);
  expect(await from("2001:db8:1:2::1")).toBe(200);
  expect(await from("2001:db8:1:2:dead:beef::1")).toBe(429);
  expect(await from("2001:db8:1:3::1")).toBe(200);
  expect(await from("garbage")).toBe(200); // counts as the proxy
  expect(await from("more, garbage\u00ff")).toBe(429);
});

test("two servers on one database count together, and a restart forgets nothing", async () => {
  await using place = await openTestPlace();
  const env = { ...place.env, RATE_LIMIT_PUBLIC: "3" };
  {
    await using first = await serveRoster(env);
    await using second = await serveRoster(env);
    expect((await join(first.url)).status).toBe(200);
    expect((await join(second.url)).status).toBe(200);
    expect((await join(first.url)).status).toBe(200);
    expect((await join(second.url)).status).toBe(429);
    expect((await join(first.url)).status).toBe(429);
  }
  await using again = await serveRoster(env);
  expect((await join(again.url)).status).toBe(429);
});

test("of a hundred concurrent calls no more than the limit pass", async () => {
  await using server = await listen({ RATE_LIMIT_PUBLIC: "10" });

  const outcomes = await Promise.all(Array.from({ length: 100 }, () => outcome(join(server.url))));

  expect(tally(outcomes)).toEqual({ ok: 10, rate_limited: 90 });
});

test("in-process callers are not limited by address or key", async () => {
  await using directory = await openTestRoster({ RATE_LIMIT_PUBLIC: "1", RATE_LIMIT_PER_KEY: "1" });

  for (let index = 0; index < 20; index++)
    await directory.as("page", []).joinWaitlist({ email: `w${index}@example.com` });
  for (let index = 0; index < 20; index++) await directory.api.fetchUsers();

  expect((await directory.api.fetchWaitlist({ include_total: true })).total).toBe(20);
});

test("the table of counts names no caller", async () => {
  await using server = await listen({ TRUSTED_PROXIES: "loopback" });

  await join(server.url, { "x-forwarded-for": "198.51.100.1" });

  const rows = JSON.stringify(await server.database.query("select * from rate_limits"));
  expect(rows).toContain("publicCalls");
  expect(rows).not.toMatch(/198\.51|example\.com/);
});

test("what the public sends from one address is bounded for a day, whatever it sends; with a key it is not", async () => {
  await using server = await listen({ RATE_LIMIT_PUBLIC: "10000" });
  const stranger = createClient({ url: server.url, retries: 0 });
  const metadata = { note: "x".repeat(1000) };
  await expectRefusal(
    stranger.joinWaitlist({ email: "a@example.com", metadata: { note: "x".repeat(1024) } }),
    "invalid_input",
  );
  const join = (index: number) => stranger.safe.joinWaitlist({ email: `w${index}@example.com`, metadata });

  const results = [];
  for (let index = 0; index < 300; index += 20) {
    results.push(...(await Promise.all(Array.from({ length: 20 }, (_, more) => join(index + more)))));
  }

  const refused = results.flatMap((result) => (result.ok ? [] : [result.error.code]));
  expect(new Set(refused)).toEqual(new Set(["rate_limited"]));
  const { total, data } = await server.api.fetchWaitlist({ include_total: true, per_page: 100 });
  expect(Number(total) * JSON.stringify(data[0]?.metadata).length).toBeLessThanOrEqual(256 * 1024);
  expect(total).toBe(300 - refused.length);
  await expectRefusal(
    stranger.acceptInvitation("x".repeat(43), { first_name: "Ada", last_name: "L", password: "correct horse battery" }),
    "rate_limited",
  );
  await server.client().joinWaitlist({ email: "key@example.com", metadata });
  server.pass(24 * 60 * 60 * 1000);
  await stranger.joinWaitlist({ email: "tomorrow@example.com", metadata });
});
