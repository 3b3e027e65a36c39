import { scopes } from "@roster/contract";
import { expect, test } from "vitest";
import { expectFailure, listen } from "../testing/http.ts";
import { expectRefusal } from "../testing/roster.ts";

const body = JSON.stringify({ first_name: "Ada", last_name: "Lovelace" });

test.for([
  ["none", {}],
  ["an empty header", { authorization: "" }],
  ["no key", { authorization: "Bearer" }],
  ["only a space for a key", { authorization: "Bearer " }],
  ["a scheme in another case", { authorization: "bearer $KEY" }],
  ["two spaces", { authorization: "Bearer  $KEY" }],
  ["something behind the key", { authorization: "Bearer $KEY x" }],
  ["another scheme", { authorization: "Basic $KEY" }],
  ["the key alone", { authorization: "$KEY" }],
  ["10 KB", { authorization: `Bearer ${"k".repeat(10_240)}` }],
  ["Latin-1 letters", { authorization: "Bearer schl\u00fcssel" }],
  ["%zz", { authorization: "Bearer %zz" }],
  ["a well-formed key that nobody made", { authorization: `Bearer roster_${"A".repeat(43)}` }],
  ["the key cut short by one", { authorization: "Bearer $CUT" }],
  ["the key in a cookie", { cookie: "authorization=Bearer $KEY; key=$KEY" }],
  ["the key in another header", { "x-api-key": "Bearer $KEY", "proxy-authorization": "Bearer $KEY" }],
] as [string, Record<string, string>][])("without a valid key a call is unauthorized: %s", async ([, given]) => {
  await using server = await listen();
  const headers = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [
      name,
      value.replaceAll("$KEY", server.key).replaceAll("$CUT", server.key.slice(0, -1)),
    ]),
  );
  const before = await server.dump();

  const response = await fetch(`${server.url}/trpc/createUser`, {
    method: "POST",
    body,
    headers: { "content-type": "application/json", ...headers },
  });

  const { message } = await expectFailure(response, 401, "unauthorized");
  expect(message).toMatch(given.authorization ? /^The API key is not valid\. / : /^No API key was sent: /);
  expect(response.headers.get("www-authenticate")).toBe("Bearer");
  expect(await server.dump()).toEqual(before);
  expect(server.logged()).not.toContain(server.key);
});

test("a key in the URL or the body is ignored, and in no log", async () => {
  await using server = await listen();
  const { key, url } = server;
  const headers = { "content-type": "application/json" };

  const query = `key=${key}&api_key=${key}&authorization=${encodeURIComponent(`Bearer ${key}`)}`;
  await expectFailure(await fetch(`${url}/trpc/fetchUsers?${query}`), 401, "unauthorized");
  const connectionParams = encodeURIComponent(JSON.stringify({ authorization: `Bearer ${key}` }));
  await expectFailure(await fetch(`${url}/trpc/fetchUsers?connectionParams=${connectionParams}`), 401, "unauthorized");
  await expectFailure(
    await fetch(`${url}/trpc/createUser`, {
      method: "POST",
      headers,
      body: JSON.stringify({ authorization: key, key }),
    }),
    401,
    "unauthorized",
  );
  await expectFailure(await fetch(`${url}/trpc/${key}`), 404, "procedure_not_found");
  await expectFailure(await fetch(`${url}/${key}`), 404, "procedure_not_found");

  expect(server.logged()).not.toContain(key);
});

test("a stranger does not learn whether a key was revoked, has expired or never was", async () => {
  await using server = await listen();
  const { api, pass, request } = server;
  const make = () => api.createApiKey({ name: "short", scopes: ["users:read"], expires_in_days: 1 });
  const [revoked, expired] = [await make(), await make()];
  await api.revokeApiKey(revoked.id);
  pass(24 * 60 * 60 * 1000);
  const texts = [revoked.key, expired.key, `roster_${"A".repeat(43)}`, "x"].map(async (key) => {
    const response = await request("/trpc/fetchUsers", { headers: { authorization: `Bearer ${key}` } });
    return (await expectFailure(response, 401, "unauthorized")).message;
  });
  expect(new Set(await Promise.all(texts)).size).toBe(1);
});

test("a revoked key is refused with the very next request, also on a connection that is open", async () => {
  await using server = await listen();
  const { id, key } = await server.api.createApiKey({ name: "to be revoked", scopes: ["users:read"] });
  const client = server.client({ apiKey: key });
  await client.fetchUsers();

  await server.client().revokeApiKey(id);

  await expectRefusal(client.fetchUsers(), "unauthorized");
});

test("a key is refused from the moment at which it expires", async () => {
  await using server = await listen();
  const { key } = await server.api.createApiKey({ name: "a day", scopes: ["users:read"], expires_in_days: 1 });
  const client = server.client({ apiKey: key });

  server.pass(24 * 60 * 60 * 1000 - 1);
  await client.fetchUsers();
  server.pass(1);

  await expectRefusal(client.fetchUsers(), "unauthorized");
});

test("a key with another scope is forbidden, and changes nothing", async () => {
  await using server = await listen();
  const { key } = await server.api.createApiKey({ name: "read", scopes: ["users:read", "invitations:read"] });
  const reader = server.client({ apiKey: key });
  await reader.fetchUsers();
  const lastUse = async () => (await server.api.fetchApiKeys()).data[0]?.last_used_at;
  await expect.poll(lastUse).not.toBeNull(); // it is noted by and by
  const before = await server.dump();

  await expectRefusal(reader.createUser({ first_name: "Ada", last_name: "Lovelace" }), "forbidden");
  await expectRefusal(reader.inviteUser({ email: "ada@example.com" }), "forbidden");
  await expectRefusal(reader.fetchWaitlist(), "forbidden");
  await expectRefusal(reader.createApiKey({ name: "wider", scopes: [...scopes] }), "forbidden");

  expect(await server.dump()).toEqual(before);
});

test("public procedures answer without a key, and with a wrong one", async () => {
  await using server = await listen();

  await server.client({ apiKey: undefined }).joinWaitlist({ email: "ada@example.com" });
  await server.client({ apiKey: "wrong" }).joinWaitlist({ email: "grace@example.com" });

  const { data } = await server.api.fetchWaitlist();
  expect(data.map(({ email }) => email)).toEqual(["ada@example.com", "grace@example.com"]);
});

test("a key is logged by its id, never by its value", async () => {
  await using server = await listen();
  const client = server.client();
  const made = await client.createApiKey({ name: "second", scopes: ["users:read"] });
  await client.safe.fetchUserDetails("not-an-id");

  expect(server.logged()).toContain("createApiKey");
  expect(server.logged()).not.toContain(server.key);
  expect(server.logged()).not.toContain(made.key);
  expect(JSON.stringify(await server.dump())).not.toContain(made.key);
});
