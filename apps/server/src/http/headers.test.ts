import { expect, test } from "vitest";
import { expectFailure, listen } from "../testing/http.ts";

const paths = ["/trpc/fetchUsers", "/trpc/nothing", "/trpc/fetchUsers?input=%7B", "/nowhere", "/healthz", "/readyz"];

test.for(paths)("every answer carries the security headers: %s", async (path) => {
  await using server = await listen();

  const { headers } = await server.request(path);

  expect(Object.fromEntries(headers)).toMatchObject({
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cross-origin-opener-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "content-type": "application/json; charset=utf-8",
    "x-request-id": expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
  expect(headers.has("strict-transport-security")).toBe(false);
  expect(headers.has("x-powered-by")).toBe(false);
  expect(headers.has("server")).toBe(false);
});

test("an API that is public over TLS asks browsers to stay with it", async () => {
  await using server = await listen({ PUBLIC_URL: "https://users.example.com" });

  const { headers } = await server.request("/trpc/fetchUsers");

  expect(headers.get("strict-transport-security")).toMatch(/max-age=\d{8}/);
});

test("a caller's own request id is ignored", async () => {
  await using server = await listen();

  const { headers } = await server.request("/trpc/fetchUsers", { headers: { "x-request-id": "chosen" } });

  expect(headers.get("x-request-id")).not.toContain("chosen");
});

const listed = { CORS_ORIGINS: "https://good.tld, http://localhost:5173" };

test.for([
  "https://evil.tld",
  "null",
  "https://good.tld.evil",
  "https://goodevil.tld",
  "https://evil.good.tld",
  "http://good.tld",
  "https://good.tld:8443",
  "https://GOOD.tld",
  "https://good.tld/",
  "https://good.tld, https://evil.tld",
  "*",
])("pages of an origin that is not listed may not read answers: %s", async (origin) => {
  await using server = await listen(listed);

  const asked = await server.request("/trpc/createUser", { method: "OPTIONS", headers: { origin } });
  const called = await server.request("/trpc/fetchUsers", { headers: { origin } });

  for (const { headers } of [asked, called]) {
    expect([...headers.keys()].filter((name) => name.startsWith("access-control-"))).toEqual([]);
  }
  expect(called.headers.get("vary")).toMatch(/\borigin\b/i);
});

test("with no origin listed, no page may read answers", async () => {
  await using server = await listen();

  const { headers } = await server.request("/trpc/fetchUsers", { headers: { origin: server.url } });

  expect(headers.has("access-control-allow-origin")).toBe(false);
});

test.for(["https://good.tld", "http://localhost:5173"])("pages of a listed origin may call: %s", async (origin) => {
  await using server = await listen(listed);
  const headers = { origin };

  const asked = await fetch(`${server.url}/trpc/createUser`, {
    method: "OPTIONS",
    headers: { ...headers, "access-control-request-method": "POST", "access-control-request-headers": "authorization" },
  });
  const answers = [
    asked,
    await server.request("/trpc/fetchUsers", { headers }),
    await server.request("/trpc/createUser", { headers, method: "POST", body: "{}" }),
    await server.request("/trpc/createUser", { headers, method: "POST", body: "x".repeat(256 * 1024 + 1) }),
    await fetch(`${server.url}/trpc/fetchUsers`, { headers }),
  ];

  expect(asked.status).toBe(204);
  expect(asked.headers.get("access-control-allow-methods")).toBe("GET, POST");
  expect(asked.headers.get("access-control-allow-headers")).toContain("authorization");
  expect(asked.headers.get("access-control-allow-headers")).toContain("idempotency-key");
  expect(answers.map(({ status }) => status)).toEqual([204, 200, 400, 413, 401]);
  for (const answer of answers) {
    expect(answer.headers.get("access-control-allow-origin")).toBe(origin);
    expect(answer.headers.get("vary")).toMatch(/\borigin\b/i);
    expect(answer.headers.has("access-control-allow-credentials")).toBe(false);
  }
});

test("a preflight request makes no call", async () => {
  await using server = await listen(listed);
  const before = await server.dump();

  const options = { method: "OPTIONS", headers: { origin: "https://good.tld" } };
  expect((await server.request("/trpc/joinWaitlist", options)).status).toBe(204);
  await expectFailure(await server.request("/trpc/joinWaitlist", { method: "OPTIONS" }), 405, "method_not_allowed");

  expect(await server.dump()).toEqual(before);
});
