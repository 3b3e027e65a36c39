import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openTestRoster, type TestRoster } from "../testing/roster.ts";
import { codeIn } from "../testing/smtp.ts";

const secret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const number = "+4915112345678";

interface Post {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingHttpHeaders;
  body: string;
}

/** A webhook with configurable answers. */
async function openHook(answer: (response: ServerResponse, post: Post) => void = (response) => response.end()) {
  const posts: Post[] = [];
  let current = answer;
  const server = createServer(async (request, response) => {
    const { method, url, headers } = request;
    const post = { method, url, headers, body: await text(request) };
    posts.push(post);
    current(response, post);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  return {
    posts,
    env: { SMS_WEBHOOK_URL: `http://127.0.0.1:${port}/sms`, SMS_WEBHOOK_SECRET: secret },
    behave(next: typeof answer) {
      current = next;
    },
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function askForCode({ api }: TestRoster) {
  const user = await api.createUser({ first_name: "Ada", last_name: "Lovelace" });
  const { id } = await api.addPhone(user.id, number);
  await api.sendPhoneVerification(user.id, id);
  return { verify: (code: string) => api.verifyPhone(user.id, id, code) };
}

const message = async ({ dump }: TestRoster) => (await dump()).messages?.[0];

// The verifier looks at the clock of the machine.
beforeEach(() => void vi.useFakeTimers({ now: new Date("2026-03-01T12:00:00.000Z"), toFake: ["Date"] }));
afterEach(() => void vi.useRealTimers());

test("a code by text message is posted to the hook, signed, and verifies the number", async () => {
  await using hook = await openHook();
  await using directory = await openTestRoster(hook.env);
  const { verify } = await askForCode(directory);
  await directory.roster.deliver();

  expect(hook.posts).toHaveLength(1);
  const [{ method, url, headers, body }] = hook.posts as [Post]; // the line above expects one
  expect({ method, url }).toEqual({ method: "POST", url: "/sms" });
  const { id } = (await message(directory)) as { id: string }; // rows are objects
  expect(headers).toMatchObject({ "content-type": "application/json", "webhook-id": id });
  expect(headers.authorization).toBeUndefined();
  expect(headers.cookie).toBeUndefined();
  const event = new Webhook(secret).verify(body, headers as Record<string, string>); // one value each
  expect(event).toEqual({
    type: "sms.send",
    timestamp: "2026-03-01T12:00:00.000Z",
    data: { to: number, text: expect.stringMatching(/^\d{6} is your code for Roster\./) },
  });
  const code = codeIn(body);
  const word = new RegExp(`\\b${code}\\b`); // six digits may be within a time or an id
  expect(JSON.stringify(await directory.dump())).not.toMatch(word);
  expect(directory.logged()).not.toMatch(word);
  expect(await message(directory)).toMatchObject({ state: "sent", attempts: 1 });
  expect(await verify(code)).toMatchObject({ is_verified: true });
});

test("whatever is changed of a post on its way, its signature does not fit", async () => {
  await using hook = await openHook();
  await using directory = await openTestRoster(hook.env);
  await askForCode(directory);
  await directory.roster.deliver();
  const [{ headers, body }] = hook.posts as [Post]; // there is one
  const signed = headers as Record<string, string>; // one value each
  const webhook = new Webhook(secret);
  expect(() => webhook.verify(body, signed)).not.toThrow();
  expect(() => webhook.verify(body.replace(number, "+4915199999999"), signed)).toThrow("No matching signature");
  expect(() => webhook.verify(body, { ...signed, "webhook-id": "msg_other" })).toThrow("No matching signature");
  const later = String(Number(signed["webhook-timestamp"]) + 1);
  expect(() => webhook.verify(body, { ...signed, "webhook-timestamp": later })).toThrow("No matching signature");
  const other = new Webhook(`whsec_${Buffer.alloc(32, 8).toString("base64")}`);
  expect(() => other.verify(body, signed)).toThrow("No matching signature");
  vi.setSystemTime(new Date("2026-03-01T12:06:00.000Z"));
  expect(() => webhook.verify(body, signed)).toThrow("too old");
});

test.for([408, 425, 429, 500, 503])("after a %i the text message is sent again, under the same id", async (status) => {
  await using hook = await openHook((response) => response.writeHead(status).end("busy"));
  await using directory = await openTestRoster(hook.env);
  await askForCode(directory);
  await directory.roster.deliver();
  const last_error = `The hook answered ${status}: busy`;
  expect(await message(directory)).toMatchObject({ state: "queued", attempts: 1, last_error });
  hook.behave((response) => response.end());
  directory.pass(6000);
  await directory.roster.deliver();
  expect(await message(directory)).toMatchObject({ state: "sent", attempts: 2, last_error: null });
  const [first, second] = hook.posts;
  expect(second?.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);
  expect(codeIn(second?.body)).toBe(codeIn(first?.body));
});

test.for([400, 401, 404, 410, 422])("after a %i the text message is not sent again", async (status) => {
  await using hook = await openHook((response) => response.writeHead(status).end("no such number"));
  await using directory = await openTestRoster(hook.env);
  await askForCode(directory);
  await directory.roster.deliver();
  directory.pass(60_000);
  await directory.roster.deliver();
  expect(hook.posts).toHaveLength(1);
  const last_error = `The hook answered ${status}: no such number`;
  expect(await message(directory)).toMatchObject({ state: "failed", attempts: 1, last_error });
});

test("a redirect is not followed: the code goes to the hook alone", async () => {
  await using elsewhere = await openHook();
  const location = elsewhere.env.SMS_WEBHOOK_URL;
  await using hook = await openHook((response) => response.writeHead(307, { location }).end());
  await using directory = await openTestRoster(hook.env);
  await askForCode(directory);
  await directory.roster.deliver();
  expect(elsewhere.posts).toHaveLength(0);
  expect(await message(directory)).toMatchObject({ state: "failed", last_error: expect.stringContaining("307") });
});

test("an answer that repeats the code, or never ends, is neither kept nor read to its end", async () => {
  const flood = Buffer.alloc(64 * 1024, "x");
  let sent = 0;
  await using hook = await openHook((response, { body }) => {
    response.writeHead(500).write(`cannot send ${codeIn(body)}\u0000\r\n`);
    const more = () => {
      if (response.destroyed) return;
      sent += flood.length;
      response.write(flood, () => setImmediate(more));
    };
    more();
  });
  await using directory = await openTestRoster(hook.env);
  await askForCode(directory);
  await directory.roster.deliver();
  const { last_error } = (await message(directory)) as { last_error: string }; // rows are objects
  expect(last_error).toMatch(/^The hook answered 500: cannot send … x+$/);
  expect(last_error).toHaveLength(500);
  expect(sent).toBeLessThan(512 * flood.length); // what fits into the buffers on its way
});

test("a hook that is not there, or hangs up, is asked again", async () => {
  await using hook = await openHook((response) => response.destroy());
  await using directory = await openTestRoster(hook.env);
  await askForCode(directory);
  await directory.roster.deliver();
  expect(await message(directory)).toMatchObject({
    state: "queued",
    last_error: expect.stringContaining("cannot be reached"),
  });
  await hook[Symbol.asyncDispose]();
  directory.pass(6000);
  await directory.roster.deliver();
  expect(await message(directory)).toMatchObject({
    state: "queued",
    last_error: expect.stringContaining("ECONNREFUSED"),
  });
});

test("a hook that does not answer is given ten seconds", async () => {
  await using hook = await openHook(() => undefined);
  await using directory = await openTestRoster(hook.env);
  await askForCode(directory);
  const started = performance.now();
  await directory.roster.deliver();
  expect(performance.now() - started).toBeLessThan(30_000); // another limit gives an attempt 45
  expect(await message(directory)).toMatchObject({ state: "queued", last_error: expect.stringContaining("timeout") });
});

test("whoever opens a roster in the same process may send text messages in a way of its own", async () => {
  const sent: { to: string; text: string }[] = [];
  const sms = { send: async ({ to, text }: { to: string; text: string }) => void sent.push({ to, text }) };
  await using directory = await openTestRoster({}, undefined, { sms });
  const { verify } = await askForCode(directory);
  await directory.roster.deliver();
  expect(sent).toMatchObject([{ to: number }]);
  expect(await verify(codeIn(sent[0]))).toMatchObject({ is_verified: true });
});
