import { expect, test } from "vitest";
import { buildConsole, listenBuilt, page, script } from "../../testing/console.ts";
import { exchange, expectFailure, listen, requestText } from "../../testing/http.ts";

/** Sends a request as it is, and answers its status, headers and body: `fetch` would resolve `..`, and decode bodies. */
async function send(url: string, line: string, headers: Record<string, string> = {}) {
  const text = await exchange(url, requestText(line, headers));
  const [head = "", ...body] = text.split("\r\n\r\n");
  return { head, status: Number(head.split(" ")[1]), body: body.join("\r\n\r\n") };
}

test.for([
  ["/"],
  ["/overview"],
  ["/users?q=ada&order=name"],
  ["/users/user_01h455vb4pex5vsknk084sn02q/memberships"],
  ["/organizations/org_01h455vb4pex5vsknk084sn02q/members"],
  ["/invitations"],
  ["/waitlist"],
  ["/messages"],
  ["/audit"],
  ["/keys"],
  ["/sign-in"],
])("the console's page is at %s, under a policy that lets nothing in from elsewhere", async ([path]) => {
  await using server = await listenBuilt({ PUBLIC_URL: "https://users.example.com" });

  const answer = await fetch(server.url + path);

  expect([answer.status, await answer.text()]).toEqual([200, page]);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    "content-type": "text/html; charset=utf-8",
    "content-security-policy":
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: https:; font-src 'self'; " +
      "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "strict-transport-security": expect.any(String),
    "cache-control": "no-cache",
  });
});

test.for([
  ["a browser of today", "gzip, deflate, br, zstd", "br"],
  ["one without brotli", "gzip;q=0.5, identity", "gzip"],
  ["one that refuses brotli", "br;q=0, gzip", "gzip"],
  ["one that takes no coding", "identity", undefined],
] as const)(
  "files come as small as %s takes them, and are kept for good under their hashed names",
  async ([, accepted, coding]) => {
    await using server = await listenBuilt();

    const { head, status } = await send(server.url, "HEAD /assets/index-a1b2.js", { "accept-encoding": accepted });

    expect(status).toBe(200);
    expect(/content-encoding: (\w+)/i.exec(head)?.[1]).toBe(coding);
    expect(head.toLowerCase()).toContain("cache-control: public, max-age=31536000, immutable\r\n");
    expect(head.toLowerCase()).toContain("vary: accept-encoding\r\n");
    expect(head.toLowerCase()).toContain("content-type: text/javascript; charset=utf-8\r\n");
    const decoded = await fetch(`${server.url}/assets/index-a1b2.js`, { headers: { "accept-encoding": accepted } });
    expect(await decoded.text()).toBe(script);
  },
);

test("whoever has the page is told so, in its coding, and HEAD answers without a body", async () => {
  await using server = await listenBuilt();
  const first = await fetch(`${server.url}/users`);
  const etag = first.headers.get("etag") ?? "";
  const again = (known: string) => fetch(`${server.url}/overview`, { headers: { "if-none-match": known } });

  const known = await again(`"other", W/${etag}`);
  expect([known.status, await known.text(), known.headers.get("etag")]).toEqual([304, "", etag]);
  expect(known.headers.get("content-security-policy")).toContain("script-src 'self'");
  expect((await again('"other"')).status).toBe(200);
  const head = await fetch(`${server.url}/users`, { method: "HEAD" });
  expect([head.status, await head.text(), head.headers.get("content-length")]).toEqual([200, "", String(page.length)]);
  const post = await fetch(`${server.url}/users`, { method: "POST", body: "x" });
  expect([post.status, post.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
});

test.for([
  "/assets/../../secret.js",
  "/assets/..%2f..%2fsecret.js",
  "/assets/%2e%2e/%2e%2e/secret.js",
  "/assets/..\\..\\secret.js",
  "/assets//etc/passwd",
  "/assets/index-0000.js",
  "/assets/index-a1b2.js.br",
  "/assets/",
  "/favicon.ico",
  "/index.html",
  "/package.json",
])("there is no file at %s", async (path) => {
  await using server = await listenBuilt();
  const { status, body } = await send(server.url, `GET ${path}`);
  expect([status, body]).toEqual([404, "There is no such file.\n"]);
});

test.for([["/audit-log"], ["/settings"], ["/users.html"], ["/.env"]])(
  "a browser at %s gets the console's page, which says that there is no such page; an application gets an error as JSON",
  async ([path]) => {
    await using server = await listenBuilt();
    const headers = { accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8" };

    const browser = await fetch(server.url + path, { headers });
    expect([browser.status, await browser.text()]).toEqual([404, page]);
    expect(browser.headers.get("content-security-policy")).toContain("script-src 'self'");
    const etag = browser.headers.get("etag") ?? "";
    expect((await fetch(server.url + path, { headers: { ...headers, "if-none-match": etag } })).status).toBe(404);

    const application = await fetch(`${server.url}/v1${path}`, { headers: { accept: "application/json" } });
    await expectFailure(application, 404, "procedure_not_found");
    await expectFailure(
      await fetch(`${server.url}/v1${path}`, { method: "POST", headers }),
      404,
      "procedure_not_found",
    );
    await expectFailure(await fetch(`${server.url}/trpc${path}`, { headers }), 404, "procedure_not_found");
  },
);

test("the console takes no path from the API, the health checks, its sessions or the pages behind links", async () => {
  await using server = await listenBuilt();
  await expectFailure(await fetch(`${server.url}/trpc/users`), 404, "procedure_not_found");
  await expectFailure(await fetch(`${server.url}/trpc/theme.js`), 404, "procedure_not_found");
  await expectFailure(await fetch(`${server.url}/nowhere`), 404, "procedure_not_found");
  await expectFailure(await fetch(`${server.url}/console/session`), 401, "unauthorized");
  expect(await (await fetch(`${server.url}/healthz`)).json()).toEqual({ status: "ok" });
  expect(await (await fetch(`${server.url}/set-password?token=x`)).text()).toContain("no longer valid");
});

test("a server without a built console says how to build it, serves the API, and finds the build once it is there", async () => {
  using console = buildConsole();
  await using server = await listen({}, console.dist);
  for (const path of ["/", "/users", "/theme.js"]) {
    const answer = await fetch(server.url + path);
    expect([answer.status, await answer.text()]).toEqual([503, expect.stringContaining("npx pnpm@12.21.0 build")]);
  }
  expect((await server.request("/trpc/fetchUsers")).status).toBe(200);

  console.build();
  expect((await fetch(server.url)).status).toBe(200);
  console[Symbol.dispose](); // as a build that goes on under the server
  expect(await (await fetch(`${server.url}/assets/index-a1b2.js`)).text()).toBe(script);
});

test("CONSOLE=off serves the API alone", async () => {
  await using server = await listenBuilt({ CONSOLE: "off" });
  expect(await (await fetch(server.url)).text()).toContain("/trpc/");
  for (const path of ["/users", "/sign-in", "/theme.js", "/assets/index-a1b2.js"]) {
    await expectFailure(await fetch(server.url + path), 404, "procedure_not_found");
  }
  expect((await server.request("/trpc/fetchUsers")).status).toBe(200);
});
