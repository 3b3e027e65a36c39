import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, expect, test, vi } from "vitest";
import { createClient } from "./client.ts";

type Answer = (response: ServerResponse, request: IncomingMessage) => unknown;

interface Asked {
  at: number;
  path: string;
  key: string | undefined;
  body: string;
}

/** A server that gives these answers, one after the other, and the last one from then on. */
async function listenWith(...answers: [Answer, ...Answer[]]) {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const at = performance.now();
    const path = request.url?.split("?", 1)[0] ?? "";
    const key = request.headers["idempotency-key"]?.toString();
    const answer = answers[Math.min(asked.push({ at, path, key, body: "" }), answers.length) - 1];
    Object.assign(asked.at(-1) ?? {}, { body: await text(request) });
    answer?.(response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    /** Milliseconds between one request and the next. */
    pauses: () => asked.slice(1).map(({ at }, index) => at - (asked[index]?.at ?? 0)),
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

const json =
  (status: number, body: unknown): Answer =>
  (response) =>
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
const html =
  (status: number, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(status, { "content-type": "text/html", ...headers }).end("<html></html>");
const failure = (error_code: string, more: object = {}) => ({
  error: { message: error_code, code: -32000, data: { error_code, request_id: "r", ...more } },
});

const fine = json(200, { result: { data: { id: "user_1" } } });
const broken: Answer = (_response, request) => request.socket.destroy();
const cutShort: Answer = (response) => {
  response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
  response.write('{"result":', () => response.socket?.destroy());
};
const silent: Answer = () => undefined;

const ada = { first_name: "Ada", last_name: "Lovelace" };

test.for<[string, Answer]>([
  ["a connection that breaks", broken],
  ["an answer that is cut short", cutShort],
  ["502 of a proxy", html(502)],
  ["503 of a proxy", html(503)],
  ["504 of a proxy", html(504)],
  ["429 of a proxy", html(429)],
  ["503 of a proxy in JSON", json(503, { message: "Service Unavailable" })],
  ["unavailable", json(503, failure("unavailable"))],
  ["rate_limited", json(429, failure("rate_limited"))],
])("after %s a call is made again, with the same key and the same body", async ([, answer]) => {
  await using server = await listenWith(answer, fine);

  expect(await createClient({ url: server.url }).createUser(ada)).toEqual({ id: "user_1" });

  const [first, second, ...others] = server.asked;
  expect(others).toEqual([]);
  expect(first).toMatchObject({ key: expect.stringMatching(/^[0-9a-f]{32}$/), body: JSON.stringify(ada) });
  expect(second).toMatchObject({ path: "/trpc/createUser", key: first?.key, body: first?.body });
});

test.for<[string, Answer, string]>([
  ["a refusal", json(409, failure("email_taken")), "email_taken"],
  ["invalid input", json(400, failure("invalid_input")), "invalid_input"],
  ["an unexpected error", json(500, failure("internal_error")), "internal_error"],
  ["500 of a proxy", html(500), "unreachable"],
  ["a page that is not there", html(404), "unreachable"],
  ["something else than Roster", html(200), "unreachable"],
])("after %s a call is not made again", async ([, answer, code]) => {
  await using server = await listenWith(answer);

  expect(await createClient({ url: server.url }).safe.createUser(ada)).toMatchObject({ ok: false, error: { code } });

  expect(server.asked).toHaveLength(1);
});

test("a failure goes through JSON and structuredClone with every field, answered or thrown", async () => {
  const field_errors = [{ path: "email", message: "is required" }];
  await using server = await listenWith(json(400, failure("invalid_input", { httpStatus: 400, field_errors })));
  const client = createClient({ url: server.url });

  const answered = await client.safe.createUser(ada);
  const thrown: unknown = await client.createUser(ada).catch((error: unknown) => error);

  const error = {
    code: "invalid_input",
    message: "invalid_input",
    status: 400,
    request_id: "r",
    field_errors,
    reasons: [],
    retry_after: null,
  };
  expect(answered).toEqual({ ok: false, error });
  expect(structuredClone(answered)).toEqual(answered);
  expect(JSON.parse(JSON.stringify(answered))).toEqual(answered);
  expect(JSON.parse(JSON.stringify(thrown))).toEqual(error);
  expect(thrown).toMatchObject({ code: "invalid_input", status: 400, requestId: "r", fieldErrors: field_errors });
});

test("a call is made at most three times, after pauses that double, and then fails with the last error", async () => {
  await using server = await listenWith(broken, html(502), json(503, failure("unavailable")));

  const result = await createClient({ url: server.url }).safe.fetchUsers();

  expect(result).toMatchObject({ ok: false, error: { code: "unavailable", request_id: "r" } });
  expect(server.asked).toHaveLength(3);
  const [first = 0, second = 0] = server.pauses();
  expect(first).toBeGreaterThanOrEqual(249);
  expect(second).toBeGreaterThanOrEqual(499);
});

test.for([0, 1, 3])("with %d retries a call is made that many times again", async (retries) => {
  await using server = await listenWith(broken);

  const result = await createClient({ url: server.url, retries }).safe.fetchUsers();

  expect(result).toMatchObject({ ok: false, error: { code: "unreachable" } });
  expect(server.asked).toHaveLength(1 + retries);
});

test.for<[string, Answer]>([
  ["Roster", json(429, failure("rate_limited", { retry_after: 1 }))],
  ["a proxy", html(503, { "retry-after": "1" })],
])("a call waits as long as %s asks it to", async ([, answer]) => {
  await using server = await listenWith(answer, fine);

  await createClient({ url: server.url }).createUser(ada);

  expect(server.pauses()[0]).toBeGreaterThanOrEqual(999);
});

test.for<[string, Answer, string]>([
  ["Roster", json(429, failure("rate_limited", { retry_after: 6 })), "rate_limited"],
  ["a proxy", html(429, { "retry-after": "6" }), "unreachable"],
])("who has to wait for more than five seconds hears it from %s at once", async ([, answer, code]) => {
  await using server = await listenWith(answer, fine);

  const result = await createClient({ url: server.url }).safe.createUser(ada);

  expect(result).toMatchObject({ ok: false, error: { code, retry_after: 6 } });
  expect(server.asked).toHaveLength(1);
});

test("a request that took too long is not made again", async () => {
  await using server = await listenWith(silent, fine);

  const result = await createClient({ url: server.url, timeout: 1000 }).safe.createUser(ada);

  expect(result).toMatchObject({ ok: false, error: { code: "unreachable", retry_after: null } });
  expect(server.asked).toHaveLength(1);
});

test("once the timeout would be over, a call is not made again", async () => {
  await using server = await listenWith(html(503, { "retry-after": "4" }));

  const result = await createClient({ url: server.url, timeout: 3500 }).safe.createUser(ada);

  expect(result).toMatchObject({ ok: false, error: { code: "unreachable" } });
  expect(server.asked).toHaveLength(1);
});

test("every change has an idempotency key of its own, and a query has none", async () => {
  await using server = await listenWith(fine);
  const client = createClient({ url: server.url });

  for (let index = 0; index < 20; index++) await client.createUser(ada);
  await client.fetchUsers();

  const keys = server.asked.map(({ key }) => key);
  expect(keys.pop()).toBeUndefined();
  expect(new Set(keys).size).toBe(20);
});

test("a client that is made for one change sends the key that it was given", async () => {
  await using server = await listenWith(broken, fine);

  await createClient({ url: server.url, idempotencyKey: "welcome-2026-03-01" }).createUser(ada);

  expect(server.asked.map(({ key }) => key)).toEqual(["welcome-2026-03-01", "welcome-2026-03-01"]);
});

test.for(["", "two words", "a,b", "ä", "a\nb", "x".repeat(256)])("a client is not made with the key %j", (key) => {
  expect(() => createClient({ url: "http://127.0.0.1:1", idempotencyKey: key })).toThrow(
    new TypeError("idempotencyKey must be one word without commas, at most 255 characters"),
  );
});

test("in a batch each call has a key of its own, and only those that failed are made again, with theirs", async () => {
  const well = { result: { data: { id: "user_1" } } };
  await using server = await listenWith(json(207, [well, failure("unavailable"), failure("email_taken")]), (response) =>
    response.writeHead(200).end(JSON.stringify([well])),
  );
  const client = createClient({ url: server.url, batch: true });

  const results = await Promise.all([
    client.safe.createUser(ada),
    client.safe.createUser({ ...ada, username: "ada" }),
    client.safe.createUser({ ...ada, email_address: "ada@example.com" }),
  ]);

  expect(results.map((result) => (result.ok ? "ok" : result.error.code))).toEqual(["ok", "ok", "email_taken"]);
  const [batch, again, ...others] = server.asked;
  expect(others).toEqual([]);
  expect(batch).toMatchObject({ path: "/trpc/createUser,createUser,createUser" });
  const keys = batch?.key?.split(",") ?? [];
  expect(new Set(keys).size).toBe(3);
  expect(again).toMatchObject({
    path: "/trpc/createUser",
    key: keys[1],
    body: JSON.stringify({ 0: { ...ada, username: "ada" } }),
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

test("on a page without TLS, where browsers have no crypto but random numbers, changes have keys", async () => {
  await using server = await listenWith(fine);
  vi.stubGlobal("crypto", { getRandomValues: crypto.getRandomValues.bind(crypto) });

  await createClient({ url: server.url }).createUser(ada);

  expect(server.asked[0]?.key).toMatch(/^[0-9a-f]{32}$/);
});
