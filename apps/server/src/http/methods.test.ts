import type { RosterRouter } from "@roster/client";
import { createTRPCClient, httpBatchLink, httpLink } from "@trpc/client";
import { expect, test } from "vitest";
import { newId } from "../ids.ts";
import { exchange, expectFailure, listen, requestText } from "../testing/http.ts";

const body = JSON.stringify({ email: "ada@example.com" });

test.for([
  ["GET", "/trpc/joinWaitlist?input=%7B%22email%22%3A%22ada%40example.com%22%7D", {}],
  ["GET", "/trpc/joinWaitlist", { "x-http-method-override": "POST" }],
  ["GET", "/trpc/joinWaitlist?_method=POST", {}],
  ["PUT", "/trpc/joinWaitlist", {}],
  ["PATCH", "/trpc/joinWaitlist", {}],
  ["DELETE", "/trpc/joinWaitlist", {}],
  ["DELETE", "/trpc/joinWaitlist", { "x-http-method-override": "POST" }],
  ["PROPFIND", "/trpc/joinWaitlist", {}],
  ["PUT", "/trpc/fetchUsers", {}],
  ["DELETE", "/trpc/fetchUsers", { "x-http-method-override": "GET" }],
] as [string, string, Record<string, string>][])(
  "mutations are called by POST, queries by GET or POST, and none by anything else: %s %s",
  async ([method, path, headers]) => {
    await using server = await listen();
    const before = await server.dump();

    const response = await server.request(path, { method, headers, ...(method !== "GET" && { body }) });

    await expectFailure(response, 405, "method_not_allowed");
    expect(await server.dump()).toEqual(before);
  },
);

test("a query that is too long for a URL is sent by POST, alone or in a batch, by Roster's client and by tRPC's", async () => {
  await using server = await listen();
  const ada = await server.client().createUser({ first_name: "Ada", last_name: "Lovelace" });
  const ids = [ada.id, ...Array.from({ length: 99 }, () => newId("user"))];
  const found = [expect.objectContaining({ data: [ada] }), expect.objectContaining({ data: [ada] })];
  const posted = {
    url: `${server.url}/trpc`,
    methodOverride: "POST" as const,
    headers: { authorization: `Bearer ${server.key}` },
  };

  for (const batch of [false, true]) {
    const client = server.client({ batch });
    expect(await Promise.all([client.fetchUsers({ ids }), client.fetchUsers({ ids })])).toEqual(found);
  }
  for (const link of [httpLink(posted), httpBatchLink(posted)]) {
    const trpc = createTRPCClient<RosterRouter>({ links: [link] });
    expect(await Promise.all([trpc.fetchUsers.query({ ids }), trpc.fetchUsers.query({ ids })])).toEqual(found);
    expect(await trpc.fetchOrganizations.query()).toMatchObject({ data: [] });
  }
});

test("HEAD is refused without a body", async () => {
  await using server = await listen();

  const answer = await exchange(server.url, requestText("HEAD /trpc/fetchUsers"));

  expect(answer).toMatch(/^HTTP\/1\.1 405 /);
  expect(answer).toMatch(/\r\n\r\n$/);
});

test.for(["TRACE /trpc/fetchUsers", "TRACE /", "CONNECT roster.test:443", "CONNECT 127.0.0.1:22"])(
  "the server neither echoes nor tunnels: %s",
  async (line) => {
    await using server = await listen();

    const answer = await exchange(server.url, requestText(line, { "x-echo": "canary" }));

    expect(answer === "" || /^HTTP\/1\.1 40[0-9] /.test(answer)).toBe(true);
    expect(answer).not.toContain("canary");
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  },
);

test.for([
  "/trpc",
  "/trpc/",
  "/trpc/nothing",
  "/trpc/__proto__",
  "/trpc/constructor",
  "/trpc/toString",
  "/trpc/fetchUsers%00",
  "/trpc/fetchUsers.then",
  "/trpc/../healthz",
  "//evil.tld/trpc/fetchUsers",
  "http://evil.tld/trpc/fetchUsers",
])("what is not there is not found: %s", async (path) => {
  await using server = await listen();

  const answer = await exchange(server.url, requestText(`GET ${path}`));

  expect(answer).toMatch(/^HTTP\/1\.1 404 /);
  expect(answer).toContain('"error_code":"procedure_not_found"');
});

test.for(["/trpc/%zz", "/trpc/%ff", "/trpc/fetchUsers?input=%zz", "/trpc/fetchUsers?input=%ff"])(
  "a badly encoded address is refused: %s",
  async (path) => {
    await using server = await listen();

    await expectFailure(await server.request(path), 400, "invalid_input");
  },
);

test("who asks for a stream is refused", async () => {
  await using server = await listen();

  for (const headers of [{ "trpc-accept": "application/jsonl" }, { accept: "application/jsonl" }]) {
    const response = await server.request("/trpc/fetchUsers,fetchWaitlist?batch=1", { headers });
    await expectFailure(response, 400, "invalid_input");
  }
});

test.for(["evil.tld", "user:pass@evil.tld", "[", "a b", "evil.tld:99999999", ""])(
  "the Host header decides nothing: %s",
  async (host) => {
    await using server = await listen();

    const answer = await exchange(
      server.url,
      requestText("GET /trpc/fetchUsers", { host, authorization: `Bearer ${server.key}` }),
    );

    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  },
);

test("links are built from the configured address, whatever the request's headers say", async () => {
  await using server = await listen({ PUBLIC_URL: "https://users.example.com" });

  const answer = await exchange(
    server.url,
    requestText(
      "POST /trpc/inviteUser",
      {
        host: "evil.tld",
        "x-forwarded-host": "evil.tld",
        "x-forwarded-proto": "http",
        forwarded: "host=evil.tld",
        "x-original-url": "https://evil.tld/",
        authorization: `Bearer ${server.key}`,
        "content-type": "application/json",
        "content-length": String(body.length),
      },
      body,
    ),
  );

  expect(answer).toContain('"accept_url":"https://users.example.com/');
  expect(answer).not.toContain("evil");
  expect(JSON.stringify(await server.dump())).not.toContain("evil");
});
