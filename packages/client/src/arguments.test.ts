import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { createClient } from "./client.ts";

const url = "http://127.0.0.1:1";

test.for<[string, Record<string, unknown>]>([
  ["url", { url: undefined }],
  ["url", { url: 5 }],
  ["url", { url: "http://127.0.0.1:4400?key=1" }],
  ["url", { url: "http://127.0.0.1:4400/?" }],
  ["url", { url: "http://127.0.0.1:4400/#top" }],
  ["url", { url: "http://ada:secret@127.0.0.1:4400" }],
  ["apiKey", { apiKey: null }],
  ["apiKey", { apiKey: Symbol("key") }],
  ["batch", { batch: "yes" }],
  ["timeout", { timeout: Number.POSITIVE_INFINITY }],
  ["timeout", { timeout: Number.NaN }],
  ["timeout", { timeout: 0 }],
  ["timeout", { timeout: -1 }],
  ["timeout", { timeout: 2 ** 31 }],
  ["timeout", { timeout: 5n }],
  ["timeout", { timeout: "1000" }],
  ["retries", { retries: Number.POSITIVE_INFINITY }],
  ["retries", { retries: 1.5 }],
  ["retries", { retries: -1 }],
  ["retries", { retries: "2" }],
  ["idempotencyKey", { idempotencyKey: 7 }],
  ["fetch", { fetch: "fetch" }],
])("a wrong option is a TypeError that names it and keeps secrets: %s", ([name, option]) => {
  const options = { url, ...option } as Parameters<typeof createClient>[0]; // wrong on purpose
  const error = thrownBy(() => createClient(options));

  expect(error).toBeInstanceOf(TypeError);
  expect(String(error)).toMatch(new RegExp(`^TypeError: ${name} must`));
  expect(String(error)).not.toContain("secret");
});

function thrownBy(work: () => unknown) {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

const circle: Record<string, unknown> = {};
circle.again = { circle };
let deep: unknown = 1;
for (let level = 0; level < 100_000; level++) deep = [deep];

test.for<[string, unknown]>([
  ["a BigInt", 1n],
  ["a function", () => 1],
  ["a symbol", Symbol("plan")],
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["minus zero", -0],
  ["a hole in a list", [1, undefined]],
  ["a Map", new Map([["a", 1]])],
  ["a Set", new Set([1])],
  ["a date that is none", new Date("tomorrow")],
  ["a BigInt of toJSON", { toJSON: () => 1n }],
])("what JSON cannot say is invalid_input with its path, and is not sent: %s", async ([, plan]) => {
  for (const batch of [false, true]) {
    let sent = 0;
    const count = () => Promise.reject(new Error(`sent ${++sent}`));
    const api = createClient({ url, batch, fetch: count });
    const request = { first_name: "Ada", last_name: "Lovelace", public_metadata: { plan } };

    const result = await api.safe.createUser(request as Parameters<typeof api.createUser>[0]); // wrong on purpose
    await expect(api.fetchUserDetails(plan as string)).rejects.toMatchObject({ code: "invalid_input" });

    const path = Array.isArray(plan) ? "public_metadata.plan.1" : "public_metadata.plan";
    expect(result).toMatchObject({
      ok: false,
      error: { code: "invalid_input", status: 400, field_errors: [{ path }] },
    });
    expect(sent).toBe(0);
  }
});

test.for<[string, unknown]>([
  ["a circle", circle],
  ["a deep list", deep],
])("%s is invalid_input, and is not sent", async ([, plan]) => {
  let sent = 0;
  const api = createClient({ url, fetch: () => Promise.reject(new Error(`sent ${++sent}`)) });

  const request = { first_name: "Ada", last_name: "Lovelace", public_metadata: { plan } };
  const sending = api.createUser(request as Parameters<typeof api.createUser>[0]); // wrong on purpose

  const path = expect.stringMatching(/^public_metadata\.plan\./);
  await expect(sending).rejects.toMatchObject({ code: "invalid_input", fieldErrors: [{ path }] });
  expect(sent).toBe(0);
});

test("a timeout ends a call whose fetch knows no signals", async () => {
  const api = createClient({ url, timeout: 50, fetch: () => new Promise(() => undefined) });

  await expect(api.fetchUsers()).rejects.toMatchObject({ code: "unreachable", message: /within 50 ms/ });
});

test("a proxy may give its Retry-After as a date", async () => {
  const later = new Date(Date.now() + 100_000).toUTCString();
  await using server = await listenAs({ "retry-after": later });

  const result = await createClient({ url: server.url }).safe.fetchUsers();

  expect(result).toMatchObject({ ok: false, error: { code: "unreachable" } });
  const wait = result.ok ? 0 : (result.error.retry_after ?? 0);
  expect(wait).toBeGreaterThan(5);
  expect(wait).toBeLessThanOrEqual(100);
  expect(server.asked()).toBe(1);
});

async function listenAs(headers: Record<string, string>) {
  let asked = 0;
  const server = createServer((_request, response) => {
    asked += 1;
    response.writeHead(503, headers).end("busy");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  return {
    url: `http://127.0.0.1:${port}`,
    asked: () => asked,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
