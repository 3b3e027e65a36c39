import { scopes } from "@roster/contract";
import { expect, test } from "vitest";
import { openTestPlace, runRoster, serveRoster } from "../testing/command.ts";
import { cookieOf, linkToken, openConsole, ownPage, signIn } from "../testing/console.ts";
import { expectFailure, type ListeningRoster, listen } from "../testing/http.ts";
import { expectRefusal } from "../testing/roster.ts";

const MINUTE = 60 * 1000;
const HOUR = 60 * MINUTE;

const keyWith = ({ api }: ListeningRoster, expires_in_days?: number) =>
  api.createApiKey({ name: "Ada's key", scopes: ["users:read", "users:write"], expires_in_days });

const ada = { first_name: "Ada", last_name: "Lovelace", username: "ada" };

test("a link signs the operator in with all scopes, for twelve hours", async () => {
  await using server = await listen();

  const answer = await signIn(server, { token: await linkToken(server) });

  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({
    actor: { id: "console", name: "console" },
    scopes,
    expires_at: "2026-03-02T00:00:00.000Z",
    key_id: null,
  });
  expect(answer.headers.getSetCookie()).toEqual([
    expect.stringMatching(/^__Host-roster=[\w-]{43}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict; Secure$/),
    expect.stringMatching(/^roster=[\w-]{43}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict$/),
  ]);
});

test("a link works once, and for ten minutes", async () => {
  await using server = await listen();
  const [token, late] = [await linkToken(server), await linkToken(server)];

  const answers = await Promise.all([signIn(server, { token }), signIn(server, { token }), signIn(server, { token })]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 404, 404]);
  await expectFailure(await signIn(server, { token }), 404, "token_not_found");

  server.pass(10 * MINUTE);
  await expectFailure(await signIn(server, { token: late }), 404, "token_not_found");
});

test("a link's token is no session, and a session's token no link", async () => {
  await using server = await listen();
  const token = await linkToken(server);
  const get = await fetch(`${server.url}/console/session`, {
    headers: { ...ownPage, cookie: `__Host-roster=${token}` },
  });
  await expectFailure(get, 401, "unauthorized");

  const { cookie } = await openConsole(server);
  await expectFailure(await signIn(server, { token: cookie.split("=")[1] }), 404, "token_not_found");
});

test("an API key signs in with its own scopes and name, and stands in the audit log", async () => {
  await using server = await listen();
  const key = await keyWith(server);
  const page = await openConsole(server, { api_key: key.key });

  const told = await (await page.session()).json();
  expect(told).toEqual({
    actor: { id: key.id, name: "Ada's key" },
    scopes: ["users:read", "users:write"],
    expires_at: "2026-03-02T00:00:00.000Z",
    key_id: key.id,
  });
  expect(told).toEqual(page.told);
  expect((await page.call("createUser", ada)).status).toBe(200);
  await expectFailure(await page.call("fetchAuditLog"), 403, "forbidden");
  const [entry] = (await server.api.fetchAuditLog({ actor: key.id })).data;
  expect(entry).toMatchObject({ event: "user.created", actor: key.id, actor_name: "Ada's key" });
});

test("what the operator changes stands in the audit log as of the console", async () => {
  await using server = await listen();
  const page = await openConsole(server);
  const made = await page.call("createApiKey", { name: "new", scopes: [...scopes] }); // which may outlive the session
  expect(made.status).toBe(200);
  const { data } = await server.api.fetchAuditLog({ actor: "console" });
  expect(data).toMatchObject([{ event: "api_key.created", actor_name: "console" }]);
});

test("a session ends after twelve hours, or an hour without a request", async () => {
  await using server = await listen();
  const [busy, idle] = [await openConsole(server), await openConsole(server)];
  const lastUse = async () => {
    const rows = await server.database.query<{ at: string }>("select max(last_used_at) as at from console_sessions");
    return rows[0]?.at;
  };
  for (let hours = 0.5; hours < 12; hours += 0.5) {
    server.pass(HOUR / 2);
    expect((await busy.session()).status, `after ${hours} hours`).toBe(200);
    const now = server.roster.services.clock().toISOString();
    await expect.poll(lastUse).toBe(now); // stored in the background
  }
  await expectFailure(await idle.session(), 401, "unauthorized");
  server.pass(HOUR / 2);
  await expectFailure(await busy.session(), 401, "unauthorized");
  await expectFailure(await busy.call("fetchUsers"), 401, "unauthorized");
});

test("the last use of a session is written at most once a minute", async () => {
  await using server = await listen();
  const page = await openConsole(server);
  const before = await server.dump();
  server.pass(MINUTE - 1);
  for (const _ of "123") expect((await page.call("fetchUsers")).status).toBe(200);
  expect(await server.dump()).toEqual(before);
});

test("a session ends no later than its key", async () => {
  await using server = await listen();
  const key = await keyWith(server, 1);
  server.pass(20 * HOUR);

  const page = await openConsole(server, { api_key: key.key });

  expect(page.told.expires_at).toBe(key.expires_at);
});

test.for(["revokeApiKey", "rotateApiKey"] as const)("a key that ends by %s ends its sessions at once", async (end) => {
  await using server = await listen();
  const key = await keyWith(server);
  const page = await openConsole(server, { api_key: key.key });
  expect((await page.call("fetchUsers")).status).toBe(200);

  if (end === "revokeApiKey") await server.api.revokeApiKey(key.id);
  else await server.api.rotateApiKey({ api_key_id: key.id, overlap_hours: 0 });

  await expectFailure(await page.session(), 401, "unauthorized");
  const failure = await expectFailure(await page.call("fetchUsers"), 401, "unauthorized");
  expect(failure.message).toContain("Sign in again");
  await expectFailure(await signIn(server, { api_key: key.key }), 401, "unauthorized");
});

test("signing out ends this session alone, or all of the same key", async () => {
  await using server = await listen();
  const key = await keyWith(server);
  const mine = () => openConsole(server, { api_key: key.key });
  const [one, two, three, operator] = [await mine(), await mine(), await mine(), await openConsole(server)];
  const works = () =>
    Promise.all([one, two, three, operator].map(async (page) => (await page.session()).status === 200));

  const out = await one.signOut();
  expect([out.status, ...out.headers.getSetCookie()]).toEqual([
    204,
    "__Host-roster=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict; Secure",
    "roster=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict",
  ]);
  expect(await works()).toEqual([false, true, true, true]);
  await expectFailure(await one.signOut("?all=true"), 401, "unauthorized");
  expect((await two.signOut("?all=true")).status).toBe(204);
  expect(await works()).toEqual([false, false, false, true]);

  const unused = await linkToken(server);
  expect((await operator.signOut("?all=true")).status).toBe(204);
  expect(await works()).toEqual([false, false, false, false]);
  await expectFailure(await signIn(server, { token: unused }), 404, "token_not_found");
});

test("calls of a session count in the limit of its key, and its changes are made once for a repeated key", async () => {
  await using server = await listen({ RATE_LIMIT_PER_KEY: "3" });
  const { key } = await keyWith(server);
  const page = await openConsole(server, { api_key: key });
  const create = () =>
    page.send("/trpc/createUser", {
      method: "POST",
      body: JSON.stringify(ada),
      headers: { "idempotency-key": "the-same" },
    });

  const [first, second] = [await create(), await create()];
  expect([first.status, await second.text()]).toEqual([200, await first.text()]);
  const codes = await Promise.all(
    Array.from({ length: 6 }, () =>
      fetch(`${server.url}/trpc/fetchUsers`, { headers: { authorization: `Bearer ${key}` } }).then(
        ({ status }) => status,
      ),
    ),
  );
  expect(codes).toContain(429);
  await expectFailure(await page.call("fetchUsers"), 429, "rate_limited");
});

test("guesses count for the place they come from", async () => {
  await using server = await listen({ RATE_LIMIT_PUBLIC: "3" });
  await expectFailure(await signIn(server, { token: "guess" }), 404, "token_not_found");
  await expectFailure(await signIn(server, { api_key: "guess" }), 401, "unauthorized");
  await expectFailure(await signIn(server, { token: "guess" }), 404, "token_not_found");
  await expectFailure(await signIn(server, { api_key: server.key }), 429, "rate_limited");
});

test("tokens are stored as hashes, are not logged, and go when they have ended", async () => {
  await using server = await listen();
  const link = await linkToken(server);
  const answer = await signIn(server, { token: link });
  const token = cookieOf(answer).split("=")[1] ?? "";
  await signIn(server, { token: `${link}x` });
  await signIn(server, { api_key: "roster_guess" });
  await fetch(`${server.url}/console/session`, { method: "POST", headers: ownPage, body: `{"token":"${link}` });

  const told = JSON.stringify(await server.dump()) + server.logged();
  expect(token).toHaveLength(43);
  for (const secret of [link, token, "roster_guess"]) expect(told).not.toContain(secret);
  expect(server.logged()).toContain('"actor":"console"');

  server.pass(12 * HOUR);
  await server.roster.loops.find(({ what }) => what === "sweeping")?.work(new AbortController().signal);
  expect(await server.database.query("select * from console_sessions")).toEqual([]);
});

test.for([
  ["neither token nor key", {}],
  ["both", { token: "x", api_key: "x" }],
  ["another field", { token: "x", remember: true }],
  ["a token that is no text", { token: 1 }],
  ["a very long token", { token: "x".repeat(201) }],
] as const)("a sign-in with %s is not valid", async ([, given]) => {
  await using server = await listen();
  await expectFailure(await signIn(server, given), 400, "invalid_input");
});

test("roster console prints a link that a running server takes", async () => {
  await using place = await openTestPlace();
  await using server = await serveRoster(place.env);

  const { stdout, code } = await runRoster(["console"], place.env);

  expect(code).toBe(0);
  const [, token] = /^http:\/\/127\.0\.0\.1:0\/sign-in#([\w-]{43})\n$/.exec(stdout) ?? [];
  const answer = await fetch(`${server.url}/console/session`, {
    method: "POST",
    headers: { "content-type": "application/json", ...ownPage },
    body: JSON.stringify({ token }),
  });
  expect(answer.status).toBe(200);
  const off = await runRoster(["console"], { ...place.env, CONSOLE: "off" });
  expect([off.code, off.stderr]).toEqual([1, expect.stringContaining("CONSOLE")]);
});

test("without the console there is nothing to sign in to", async () => {
  await using server = await listen({ CONSOLE: "off" });
  await expectFailure(await signIn(server, { api_key: server.key }), 404, "procedure_not_found");
  await expectRefusal(server.client({ apiKey: "none" }).fetchUsers(), "unauthorized");
});
