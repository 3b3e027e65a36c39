import {
  contract,
  type Input,
  limits,
  type Output,
  type Procedure,
  type ProcedureName,
  scopes,
  type User,
} from "@roster/contract";
import { describe, expect, test } from "vitest";
import { examples, procedureNames } from "../testing/examples.ts";
import { expectFailure, type ListeningRoster, listen, listenOn } from "../testing/http.ts";
import { openPopulatedRoster, tokenIn } from "../testing/world.ts";

const HOUR = 60 * 60 * 1000;
const ada = { first_name: "Ada", last_name: "Lovelace", email_address: "ada@example.com" };
const grace = { first_name: "Grace", last_name: "Hopper" };

/** Sends a change with an Idempotency-Key, as any HTTP client may. */
const send = <P extends ProcedureName>(
  server: ListeningRoster,
  key: string,
  procedure: P,
  input: Input<P>,
  apiKey = server.key,
) =>
  server.request(`/trpc/${procedure}`, {
    method: "POST",
    headers: { "idempotency-key": key, authorization: `Bearer ${apiKey}` },
    body: JSON.stringify(input),
  });

/** Sends a successful change, and answers its data. */
async function ask<P extends ProcedureName>(...call: Parameters<typeof send<P>>): Promise<Output<P>> {
  const response = await send(...call);
  expect(response.status).toBe(200);
  const { result } = (await response.json()) as { result: { data: Output<P> } }; // tRPC's shape of an answer
  return result.data;
}

const mutations = procedureNames.filter((name) => {
  const entry: Procedure = contract[name];
  return entry.kind === "mutation" && !entry.authenticates;
});

test.for(mutations)("a repeated %s with the same key changes nothing more and has the same answer", async (name) => {
  const directory = await openPopulatedRoster();
  await using server = await listenOn(directory);
  const input = await examples[name].sample(directory.world, directory);

  const first = await send(server, "key-1", name, input);
  const answer: unknown = await first.json();
  const before = await server.dump();
  server.pass(30_000); // so that a second change would have another time
  const again = await send(server, "key-1", name, input);

  expect(answer).toHaveProperty("result");
  expect([again.status, await again.json()]).toEqual([200, answer]);
  expect(await server.dump()).toEqual(before);
});

test("a secret that is shown once, an API key or a link, is in the repeated answer, and works", async () => {
  await using server = await listen();
  const invite = () => ask(server, "invite", "inviteUser", { email: "ada@example.com" });
  const make = () => ask(server, "make", "createApiKey", { name: "ci", scopes: ["users:read"] });

  const invited = await invite();
  const made = await make();

  expect(await invite()).toEqual(invited);
  expect(invited.accept_url).toContain("token=");
  expect((await server.dump()).invitations).toHaveLength(1);
  expect((await server.dump()).messages).toHaveLength(1);
  expect(await make()).toEqual(made);
  expect((await server.client({ apiKey: made.key }).fetchUsers()).data).toEqual([]);
  const actions = (await server.api.fetchAuditLog()).data.map(({ action }) => action);
  expect(actions).toEqual(["createApiKey", "inviteUser", "createApiKey"]); // the first key is the test's own
});

describe("a sign-in is never answered from the store:", () => {
  const password = "a green whale sings at noon";
  const signIn = { identifier: "ada@example.com", password };
  const url = "/trpc/verifyPassword,verifyPassword?batch=1";

  async function openSignedIn() {
    const server = await listen();
    const { id } = await server.api.createUser({ ...ada, password });
    const headers = { "idempotency-key": "a,b" };
    const batch = () => server.request(url, { method: "POST", headers, body: JSON.stringify({ ...[signIn, signIn] }) });
    expect((await send(server, "key", "verifyPassword", signIn)).status).toBe(200);
    expect((await batch()).status).toBe(200);
    return { server, id, batch };
  }

  test.for<[string, (api: ListeningRoster["api"], id: string) => Promise<unknown>]>([
    ["a deactivated user", (api, id) => api.deactivateUser(id)],
    ["a deleted user", (api, id) => api.deleteUser(id)],
    ["a user with another password", (api, id) => api.updatePassword(id, { new_password: "a blue whale sings" })],
    ["a user without a password", (api, id) => api.removePassword(id)],
  ])("%s is refused, alone and in a batch", async ([, change]) => {
    const { server, id, batch } = await openSignedIn();
    await using _ = server;
    await change(server.api, id);
    await expectFailure(await send(server, "key", "verifyPassword", signIn), 400, "credentials_incorrect");
    const codes = (await (await batch()).json()) as { error: { data: { error_code: string } } }[]; // tRPC's shape of a batch
    expect(codes.map(({ error }) => error.data.error_code)).toEqual(["credentials_incorrect", "credentials_incorrect"]);
  });

  test("each repeated call is a try and a sign-in of its own, and nothing of it is stored", async () => {
    const { server } = await openSignedIn();
    await using _ = server;
    server.pass(HOUR);
    const { last_sign_in_at } = await ask(server, "key", "verifyPassword", signIn);
    expect(last_sign_in_at).toBe("2026-03-01T13:00:00.000Z");
    expect((await server.dump()).idempotent_answers).toEqual([]);
    const wrong = () => send(server, "wrong", "verifyPassword", { ...signIn, password: "x", ip_address: "192.0.2.1" });
    for (let tried = 0; tried < 10; tried++) await expectFailure(await wrong(), 400, "credentials_incorrect");
    await expectFailure(await wrong(), 429, "rate_limited");
  });
});

test("a repeated call does not count as another try", async () => {
  await using server = await listen();
  const join = (key: string) => send(server, key, "joinWaitlist", { email: "ada@example.com" });

  // Ten in an hour are let through for one address.
  for (let index = 0; index < 20; index++) expect((await join("key")).status).toBe(200);

  expect((await join("another")).status).toBe(200);
});

test("the order of fields and the spelling of text do not make another input", async () => {
  await using server = await listen();

  const first = await send(server, "key", "createUser", {
    first_name: "Zoé",
    last_name: "L",
    public_metadata: { a: 1, b: 2 },
  });
  const again = await send(server, "key", "createUser", {
    public_metadata: { b: 2, a: 1 },
    last_name: " L ",
    first_name: "Zoe\u0301",
  });

  expect(await again.json()).toEqual(await first.json());
  expect((await server.api.fetchUsers()).data).toHaveLength(1);
});

test("a key that was used with another input or for another function is refused, and nothing is changed", async () => {
  await using server = await listen();
  await send(server, "key", "inviteUser", { email: "ada@example.com" });
  const before = await server.dump();

  for (const response of [
    await send(server, "key", "inviteUser", { email: "eve@example.com" }),
    await send(server, "key", "inviteUser", { email: "ada@example.com", notify: false }),
    await send(server, "key", "joinWaitlist", { email: "ada@example.com" }),
  ]) {
    await expectFailure(response, 409, "idempotency_conflict");
  }

  expect(await server.dump()).toEqual(before);
});

test("a refusal is not kept: the call may succeed later with the same key", async () => {
  await using server = await listen();
  const { id } = await server.api.createUser(ada);
  const create = () => send(server, "key", "createUser", ada);

  await expectFailure(await create(), 409, "email_taken");
  await expectFailure(await send(server, "key", "createUser", { ...ada, first_name: "" }), 400, "invalid_input");
  await server.api.deleteUser(id);

  expect((await create()).status).toBe(200);
  expect((await create()).status).toBe(200);
  expect((await server.api.fetchUsers()).data).toHaveLength(1);
});

test("the same key of another caller is another key", async () => {
  await using server = await listen();
  const { key } = await server.api.createApiKey({ name: "other", scopes: [...scopes] });

  const first = await ask(server, "key", "createUser", grace);
  const second = await ask(server, "key", "createUser", grace, key);

  expect(second.id).not.toBe(first.id);
  expect((await send(server, "key", "createUser", { ...grace, last_name: "Murray" }, key)).status).toBe(409);
  expect((await server.api.fetchUsers()).data).toHaveLength(2);
});

test("callers without an API key may have chosen the same key: another input is another call", async () => {
  await using server = await listen();
  const join = (email: string) =>
    fetch(`${server.url}/trpc/joinWaitlist`, {
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": "signup-form" },
      body: JSON.stringify({ email }),
    });
  for (const email of ["joan@example.com", "mary@example.com", "joan@example.com"]) {
    expect((await join(email)).status).toBe(200);
  }
  expect((await server.api.fetchWaitlist()).data).toHaveLength(2);
});

test("a first answer is not given to a caller who may no longer call", async () => {
  await using server = await listen();
  const { id, key } = await server.api.createApiKey({ name: "other", scopes: ["users:write"] });
  await send(server, "key", "createUser", grace, key);
  await server.api.revokeApiKey(id);

  await expectFailure(await send(server, "key", "createUser", grace, key), 401, "unauthorized");
});

test("an answer is kept for 24 hours, and then the key can be used anew", async () => {
  await using server = await listen();
  const create = () => ask(server, "key", "createUser", grace);

  const first = await create();
  server.pass(limits.idempotencyHours * HOUR - 1);
  expect(await create()).toEqual(first);
  server.pass(1);
  const second = await create();
  expect(second.id).not.toBe(first.id);
  expect(await create()).toEqual(second);
  server.pass(limits.idempotencyHours * HOUR);
  expect((await send(server, "key", "createUser", { ...grace, last_name: "Murray" })).status).toBe(200);

  expect((await server.api.fetchUsers()).data).toHaveLength(3);
});

test.for(["", " ", "two words", "x".repeat(256), "schl\u00fcssel", "a,b", "a,", "tab\tbed"])(
  "a change with the key %j is refused and does nothing; a query ignores it",
  async (key) => {
    await using server = await listen();
    const before = await server.dump();

    const { data } = await expectFailure(await send(server, key, "createUser", ada), 400, "invalid_input");
    expect(data.field_errors).toMatchObject([{ path: "Idempotency-Key" }]);
    expect(await server.dump()).toEqual(before);

    expect((await server.request("/trpc/fetchUsers", { headers: { "idempotency-key": key } })).status).toBe(200);
  },
);

test("the longest key is accepted, and so is punctuation in it", async () => {
  await using server = await listen();

  for (const key of ["x".repeat(255), '"8e03978e-40d5-43dd-bc93-6894a57f9324"', "order:42/a", "~"]) {
    const first = await send(server, key, "createUser", grace);
    expect(await (await send(server, key, "createUser", grace)).json()).toEqual(await first.json());
  }

  expect((await server.api.fetchUsers()).data).toHaveLength(4);
});

/** Creates users in one request, and answers them; undefined for a failed call. */
async function createUsers(server: ListeningRoster, keys: string, ...inputs: Input<"createUser">[]) {
  const response = await server.request(`/trpc/${inputs.map(() => "createUser").join(",")}?batch=1`, {
    method: "POST",
    headers: { "idempotency-key": keys },
    body: JSON.stringify({ ...inputs }),
  });
  const answers = (await response.json()) as { result?: { data: User } }[]; // tRPC's shape of a batch
  return answers.map(({ result }) => result?.data);
}

describe("in a batch", () => {
  test("each call has the key at its position: a call that is sent again with its own is not repeated", async () => {
    await using server = await listen();

    const [first, second] = await createUsers(server, "a, b", ada, grace);
    const [again, third] = await createUsers(server, "b,c", grace, grace);
    const alone = await ask(server, "a", "createUser", ada);

    expect([again, alone]).toEqual([second, first]);
    expect([first, second]).not.toContainEqual(third);
    expect((await server.api.fetchUsers()).data).toHaveLength(3);
  });

  test("one key for the whole batch keeps it from being repeated", async () => {
    await using server = await listen();

    const first = await createUsers(server, "key", grace, grace);
    const again = await createUsers(server, "key", grace, grace);

    expect(again).toEqual(first);
    expect((await server.api.fetchUsers()).data).toHaveLength(2);
  });

  test.for(["a,b", "a,b,c,d", "a,,c"])("of three calls with the keys %s none is made without a key", async (keys) => {
    await using server = await listen();

    const users = await createUsers(server, keys, grace, grace, grace);

    const made = users.filter((user) => user !== undefined);
    expect(made).toHaveLength(keys === "a,,c" ? 2 : 0);
    expect((await server.api.fetchUsers()).data).toHaveLength(made.length);
  });
});

test("a row of a bulk call that is not valid Unicode does not break its key", async () => {
  await using server = await listen();
  const rows = [`{"email":"\\ud800"}`, `{"email":${"[".repeat(50_000)}${"]".repeat(50_000)}}`];

  for (const row of rows) {
    const response = await server.request("/trpc/inviteUsers", {
      method: "POST",
      headers: { "idempotency-key": "key" },
      body: `{"invitations":[${row}]}`,
    });
    expect(response.status).toBeLessThan(500);
  }
});

test("the database reveals neither the answers nor the inputs", async () => {
  await using server = await listen();
  const { key } = await server.api.createApiKey({ name: "other", scopes: [...scopes] });
  const password = "a green whale sings at noon";
  await send(server, "key-1", "createUser", { ...grace, password });
  await send(server, "key-2", "createUser", { ...grace, password });
  await send(server, "key-1", "createUser", { ...grace, password }, key);
  const made = await ask(server, "key-3", "createApiKey", { name: "ci", scopes: ["users:read"] });
  const invited = await ask(server, "key-4", "inviteUser", { email: "ada@example.com" });
  const token = tokenIn(invited.accept_url);

  const kept = await server.database.query<Record<string, string>>("select * from idempotent_answers");
  const contents = await server.database.contents();

  expect(kept).toHaveLength(5);
  for (const secret of [made.key, token, password, "key-1", "accept_url"]) {
    expect(contents.includes(secret)).toBe(false);
    for (const { answer } of kept) expect(Buffer.from(answer ?? "", "base64url").includes(secret)).toBe(false);
  }
  // The fingerprint of an input differs per key and caller, so a list of passwords cannot be tried against it.
  expect(new Set(kept.map(({ fingerprint }) => fingerprint)).size).toBe(5);
  expect(server.logged()).not.toContain("key-1");
});
