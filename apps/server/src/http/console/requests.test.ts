import { expect, test } from "vitest";
import { openConsole, signIn } from "../../testing/console.ts";
import { expectFailure, listen } from "../../testing/http.ts";

const PUBLIC_URL = "https://users.example.com";
const json = { "content-type": "application/json" };

test.for([
  ["without the console's header", { "sec-fetch-site": "same-origin" }],
  ["from another site", { "x-roster-console": "1", "sec-fetch-site": "cross-site", origin: PUBLIC_URL }],
  ["from a sibling of the site", { "x-roster-console": "1", "sec-fetch-site": "same-site", origin: PUBLIC_URL }],
  ["typed into the address bar", { "x-roster-console": "1", "sec-fetch-site": "none" }],
  ["from another origin in an old browser", { "x-roster-console": "1", origin: "https://evil.example" }],
  ["from another origin that is listed for the API", { "x-roster-console": "1", origin: "https://app.example" }],
  ["from nowhere in an old browser", { "x-roster-console": "1" }],
] as const)("the cookie does not count in a request %s", async ([, headers]) => {
  await using server = await listen({ PUBLIC_URL, CORS_ORIGINS: "https://app.example" });
  const { cookie } = await openConsole(server);
  const send = (path: string, init: RequestInit = {}) =>
    fetch(server.url + path, { ...init, headers: { ...json, ...headers, cookie } });
  const before = await server.dump();

  await expectFailure(await send("/trpc/fetchUsers"), 401, "unauthorized");
  await expectFailure(await send("/trpc/createUser", { method: "POST", body: "{}" }), 401, "unauthorized");
  const batch = await send("/trpc/fetchUsers,fetchApiKeys?batch=1&input={}");
  expect(batch.status).toBe(401);
  expect(batch.headers.has("access-control-allow-credentials")).toBe(false);
  await expectFailure(await send("/console/session"), 401, "unauthorized");
  await expectFailure(await send("/console/session", { method: "DELETE" }), 401, "unauthorized");
  const signedIn = await send("/console/session", { method: "POST", body: JSON.stringify({ api_key: server.key }) });
  await expectFailure(signedIn, 403, "forbidden");

  expect(await server.dump()).toEqual(before);
});

test("the cookie counts from the server's own pages, in a browser of today and in an old one", async () => {
  await using server = await listen({ PUBLIC_URL });
  const { cookie } = await openConsole(server);
  for (const own of [{ "sec-fetch-site": "same-origin" }, { origin: PUBLIC_URL }]) {
    const headers = { ...json, "x-roster-console": "1", ...own, cookie };
    for (const path of ["/trpc/fetchUsers", "/trpc/fetchUsers,fetchApiKeys?batch=1&input={}", "/console/session"]) {
      expect((await fetch(server.url + path, { headers })).status, path).toBe(200);
    }
    const made = { method: "POST", headers, body: JSON.stringify({ name: "Lab" }) };
    expect((await fetch(`${server.url}/trpc/createOrganization`, made)).status).toBe(200);
  }
});

test.for(["application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x"])(
  "what a form can send (%s) neither signs in nor changes anything",
  async (type) => {
    await using server = await listen();
    const page = await openConsole(server);
    const headers = { "content-type": type };
    await expectFailure(await signIn(server, { api_key: server.key }, headers), 415, "unsupported_media_type");
    const created = await page.send("/trpc/createUser", { method: "POST", headers, body: '{"first_name":"Ada"}' });
    await expectFailure(created, 415, "unsupported_media_type");
  },
);

test("an API key goes before the cookie", async () => {
  await using server = await listen();
  const page = await openConsole(server);
  const { key } = await server.api.createApiKey({ name: "narrow", scopes: ["waitlist:read"] });
  const send = (authorization: string) => page.send("/trpc/fetchUsers", { headers: { authorization } });

  await expectFailure(await send(`Bearer ${key}`), 403, "forbidden");
  await expectFailure(await send("Bearer unknown"), 401, "unauthorized");
  await expectFailure(await send("Basic x"), 401, "unauthorized");
  expect((await page.call("fetchUsers")).status).toBe(200);
});

test("over TLS there is one cookie, and a plain one, which other hosts could set, does not count", async () => {
  await using server = await listen({ PUBLIC_URL });
  const answer = await signIn(server, { api_key: server.key });
  const cookies = answer.headers.getSetCookie();
  expect(cookies).toEqual([expect.stringMatching(/^__Host-roster=.*; Secure$/)]);

  const page = await openConsole(server);
  const headers = { cookie: page.cookie.replace("__Host-", "") };
  await expectFailure(await page.send("/trpc/fetchUsers", { headers }), 401, "unauthorized");
});

test("on this machine without TLS the plain cookie counts as well", async () => {
  await using server = await listen();
  const page = await openConsole(server);
  const headers = { cookie: `other=1; ${page.cookie.replace("__Host-", "")}` };
  expect((await page.send("/trpc/fetchUsers", { headers })).status).toBe(200);
});

test("without TLS on another machine nobody can sign in, which the answer explains", async () => {
  await using server = await listen({ PUBLIC_URL: "http://users.example.com", ALLOW_PLAIN_HTTP: "true" });
  const failure = await expectFailure(await signIn(server, { api_key: server.key }), 403, "forbidden");
  expect(failure.message).toContain("https");
});

test("a session is asked for by GET, POST or DELETE, in at most 1 KiB", async () => {
  await using server = await listen();
  const page = await openConsole(server);
  const put = await page.send("/console/session", { method: "PUT", body: "{}" });
  expect(put.headers.get("allow")).toBe("GET, POST, DELETE");
  await expectFailure(put, 405, "method_not_allowed");
  await expectFailure(await signIn(server, { token: "x".repeat(2000) }), 413, "payload_too_large");
  const broken = { method: "POST", body: '{"token":' };
  await expectFailure(await page.send("/console/session", broken), 400, "invalid_input");
});
