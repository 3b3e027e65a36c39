import { expect, test } from "vitest";
import {
  exchange,
  expectFailure,
  type ListeningRoster,
  listen,
  requestText,
  type WireFailure,
} from "../testing/http.ts";
import { expectRefusal } from "../testing/roster.ts";

type Item = { result: { data?: unknown } } | { error: WireFailure };

const names = (count: number, name = "joinWaitlist") => Array.from({ length: count }, () => name).join(",");

const post = (server: ListeningRoster, path: string, body: unknown) =>
  server.request(`/trpc/${path}?batch=1`, {
    method: "POST",
    body: typeof body === "string" ? body : JSON.stringify(body),
  });

/** The outcome of each call of a batch: `ok`, or its error code. */
const outcomes = async (response: Response) =>
  ((await response.json()) as Item[]).map((item) => ("error" in item ? item.error.data.error_code : "ok")); // tRPC's batch shape

const joins = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [index, { email: `w${index}@example.com` }]));

test("ten calls go in one batch; eleven run nothing", async () => {
  await using server = await listen();

  expect(await outcomes(await post(server, names(10), joins(10)))).toEqual(Array(10).fill("ok"));
  const before = await server.dump();
  await expectFailure(await post(server, names(11), joins(11)), 400, "invalid_input");
  await expectFailure(await post(server, names(1100), joins(1100)), 400, "invalid_input");
  await expectFailure(await server.request(`/trpc/${names(11, "fetchUsers")}?batch=1`), 400, "invalid_input");

  expect(await server.dump()).toEqual(before);
});

test("a batch whose names alone are too long for a request line is refused by the parser", async () => {
  await using server = await listen();
  const before = await server.dump();

  const answer = await exchange(server.url, requestText(`POST /trpc/${names(5000)}?batch=1`));

  expect(answer).toMatch(/^HTTP\/1\.1 431 /);
  expect(await server.dump()).toEqual(before);
});

test("commas are no batch without batch=1", async () => {
  await using server = await listen();
  const before = await server.dump();

  const response = await server.request(`/trpc/${names(2)}`, { method: "POST", body: JSON.stringify(joins(2)) });

  await expectFailure(response, 404, "procedure_not_found");
  expect(await server.dump()).toEqual(before);
});

test("queries and mutations do not mix in a batch, and none of it runs", async () => {
  await using server = await listen();
  const before = await server.dump();
  const mixed = { 0: { email: "a@example.com" }, 1: {} };

  await expectFailure(await post(server, "joinWaitlist,fetchUsers", mixed), 400, "invalid_input");
  const query = encodeURIComponent(JSON.stringify(mixed));
  await expectFailure(
    await server.request(`/trpc/joinWaitlist,fetchUsers?batch=1&input=${query}`),
    400,
    "invalid_input",
  );
  await expectFailure(await post(server, "fetchUsers,joinWaitlist", { 0: {}, 1: mixed[0] }), 400, "invalid_input");

  expect(await server.dump()).toEqual(before);
});

test("a call without its input fails alone", async () => {
  await using server = await listen();

  expect(await outcomes(await post(server, names(3), { 1: { email: "b@example.com" } }))).toEqual([
    "invalid_input",
    "ok",
    "invalid_input",
  ]);

  const { data } = await server.api.fetchWaitlist();
  expect(data.map(({ email }) => email)).toEqual(["b@example.com"]);
});

test("of a repeated input the last one counts, as in any JSON, and an input for no call is ignored", async () => {
  await using server = await listen();

  const body = '{"0":{"email":"a@example.com"},"0":{"email":"b@example.com"},"7":{"email":"c@example.com"}}';
  expect(await outcomes(await post(server, "joinWaitlist", body))).toEqual(["ok"]);

  const { data } = await server.api.fetchWaitlist();
  expect(data.map(({ email }) => email)).toEqual(["b@example.com"]);
});

test.for(["[]", "null", '"x"', "7", '{"0":', `{"0":${"[".repeat(100_000)}${"]".repeat(100_000)}}`])(
  "a batch whose input is no object of inputs is refused call by call: %.20s",
  async (body) => {
    await using server = await listen();
    const before = await server.dump();

    expect(await outcomes(await post(server, names(2), body))).toEqual(["invalid_input", "invalid_input"]);

    expect(await server.dump()).toEqual(before);
  },
);

test("each call of a batch has its own scope, its own errors and the request's id", async () => {
  await using server = await listen();
  const { key } = await server.api.createApiKey({ name: "writer", scopes: ["users:write"] });

  const response = await server.request("/trpc/addEmail,inviteUser,createUser,nothing?batch=1", {
    method: "POST",
    headers: { authorization: `Bearer ${key}` },
    body: JSON.stringify({
      0: { user_id: "user_1", email: "é@example.com" },
      1: { email: "a@example.com" },
      2: { first_name: "Ada", last_name: "Lovelace" },
    }),
  });

  expect(response.status).toBe(207);
  const request_id = response.headers.get("x-request-id");
  expect(await response.json()).toMatchObject([
    {
      error: {
        data: { error_code: "invalid_input", request_id, field_errors: [{ path: "user_id" }, { path: "email" }] },
      },
    },
    { error: { data: { error_code: "forbidden", request_id } } },
    { result: { data: { first_name: "Ada" } } },
    { error: { data: { error_code: "procedure_not_found", request_id } } },
  ]);
});

test("the client puts calls made at the same time in one request, at most ten, and each gets its own answer", async () => {
  await using server = await listen();
  const sent: string[] = [];
  const client = server.client({
    batch: true,
    fetch: (request, init) => {
      const { url } = new Request(request, init);
      sent.push(url);
      return fetch(url, init);
    },
  });

  const users = await Promise.all(
    Array.from({ length: 23 }, (_, index) => client.createUser({ first_name: `U${index}`, last_name: "Batch" })),
  );
  expect(users.map(({ first_name }) => first_name)).toEqual(Array.from({ length: 23 }, (_, index) => `U${index}`));
  expect(sent.map((url) => new URL(url).pathname.split(",").length)).toEqual([10, 10, 3]);

  sent.length = 0;
  const [list, details, refused, missing, email] = await Promise.all([
    client.fetchUsers({ per_page: 1 }),
    client.fetchUserDetails(String(users[0]?.id)),
    client.safe.fetchUserDetails("user_1"),
    client.safe.fetchUserByExternalId("nobody"),
    client.addEmail(String(users[1]?.id), "u1@example.com"),
  ]);
  expect(sent).toHaveLength(2);
  expect(users.map(({ id }) => id)).toContain(list.data[0]?.id); // made at the same time, in no order
  expect(list.data).toHaveLength(1);
  expect(details.user.first_name).toBe("U0");
  expect(refused).toMatchObject({ ok: false, error: { code: "invalid_input", field_errors: [{ path: "user_id" }] } });
  expect(missing).toMatchObject({ ok: false, error: { code: "user_not_found", field_errors: [] } });
  expect(email.email).toBe("u1@example.com");
});

test("in a batch one failure does not affect the other calls", async () => {
  await using server = await listen();
  const client = server.client({ batch: true });

  const [first, second, third] = await Promise.allSettled([
    client.createUser({ first_name: "Ada", last_name: "L", email_address: "ada@example.com" }),
    client.createUser({ first_name: "Eve", last_name: "L", email_address: "ada@example.com" }),
    client.createUser({ first_name: "Grace", last_name: "H", email_address: "grace@example.com" }),
  ]);

  // Made at the same time, in no order: either of the first two may have the address.
  const [winner, loser] = first.status === "fulfilled" ? [first, second] : [second, first];
  expect([winner.status, loser.status, third.status]).toEqual(["fulfilled", "rejected", "fulfilled"]);
  if (loser.status === "rejected") await expectRefusal(Promise.reject(loser.reason), "email_taken");
  expect((await server.api.fetchUsers()).data.map(({ first_name }) => String(first_name)).toSorted()).toEqual([
    winner === first ? "Ada" : "Eve",
    "Grace",
  ]);
});
