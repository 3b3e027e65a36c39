import { expect, test } from "vitest";
import { expectFailure, listen } from "../testing/http.ts";
import { expectRefusal } from "../testing/roster.ts";

/** Internal details that no answer may contain. */
const inside =
  /sqlite|postgres|relation|no such|does not exist|constraint|check|table|select|insert|kysely|node_modules|\.ts\b|\.js\b|\/tmp|stack| at /i;

const invite = { method: "POST", body: '{"email":"ada@example.com"}' };

test("an unexpected error tells the caller only a request id, by which the operator finds it in the log", async () => {
  await using server = await listen();
  await server.database.dropTable("invitations");

  for (const response of [
    await server.request("/trpc/fetchInvitedUsers"),
    await server.request("/trpc/inviteUser", invite),
  ]) {
    const { headers } = response.clone();
    const error = await expectFailure(response, 500, "internal_error");
    expect(error).toStrictEqual({
      message: "Something went wrong on the server. Quote the request id when you report it.",
      code: -32603,
      data: {
        code: "INTERNAL_SERVER_ERROR",
        httpStatus: 500,
        path: expect.stringMatching(/^(fetchInvitedUsers|inviteUser)$/),
        error_code: "internal_error",
        request_id: headers.get("x-request-id"),
      },
    });
    const logged = server
      .logged()
      .split("\n")
      .filter((line) => line.includes(error.data.request_id));
    expect(logged.some((line) => /no such table: invitations|relation .*invitations.* does not exist/.test(line))).toBe(
      true,
    );
  }
});

test("an unknown constraint is an unexpected error: the caller learns nothing, and nothing is stored", async () => {
  await using server = await listen();
  await server.database.refuse("insert", "users", "secret_rule on users");
  const before = await server.dump();
  const body = JSON.stringify({ first_name: "Ada", last_name: "Lovelace", email_address: "ada@example.com" });

  const text = await (await server.request("/trpc/createUser", { method: "POST", body })).text();

  expect(text).toContain('"error_code":"internal_error"');
  expect(text.replaceAll("createUser", "")).not.toMatch(/secret_rule|users/);
  expect(text).not.toMatch(inside);
  expect(await server.dump()).toEqual(before);
});

test("a row that breaks the contract is not answered, and only the log says why", async () => {
  await using server = await listen();
  const user = await server.api.createUser({ first_name: "Ada", last_name: "Lovelace" });
  await server.database.query("update users set card = replace(card, created_at, 'canary') where id = ?", user.id);

  const text = await (await server.request("/trpc/fetchUsers")).text();

  expect(text).toContain('"error_code":"internal_error"');
  expect(text).not.toMatch(/canary|created_at/);
  expect(text).not.toMatch(inside);
});

test("a change whose answer breaks the contract is rolled back", async () => {
  await using server = await listen();
  const user = await server.api.createUser({ first_name: "Ada", last_name: "Lovelace" });
  await server.database.query("update users set created_at = 'canary' where id = ?", user.id);
  const before = await server.dump();

  await expectRefusal(server.client().updateUser(user.id, { first_name: "Eve" }), "internal_error");

  expect(await server.dump()).toEqual(before);
});

test("unexpected errors of concurrent calls do not mix", async () => {
  await using server = await listen();
  const { key } = await server.api.createApiKey({ name: "other", scopes: ["invitations:read", "waitlist:read"] });
  await server.database.dropTable("invitations");
  await server.database.dropTable("waitlist");

  const first = await expectRefusal(server.client().inviteUser({ email: "canary@example.com" }), "internal_error");
  const other = await server.request("/trpc/fetchWaitlist", { headers: { authorization: `Bearer ${key}` } });

  const second = await expectFailure(other, 500, "internal_error");
  expect(JSON.stringify(second)).not.toMatch(/canary|invit/i);
  expect(second.data.request_id).not.toBe(first.requestId);
  await expectRefusal(server.client({ apiKey: key }).inviteUser({ email: "a@example.com" }), "forbidden");
});

test("a key that cannot be looked up is refused", async () => {
  await using server = await listen();
  await server.database.dropTable("api_keys");

  await expectRefusal(server.client().fetchUsers(), "internal_error");
  await expectRefusal(server.client({ apiKey: undefined }).fetchUsers(), "unauthorized");
});

test("secrets in an input are in no log, not even when the call fails", async () => {
  await using server = await listen();
  const client = server.client();
  const user = await client.createUser({ first_name: "Ada", last_name: "L", password: "canary-one horse staple" });
  await client.safe.updatePassword(user.id, { new_password: "canary-two horse staple", current_password: "canary-no" });
  await client.safe.createUser({ first_name: "", last_name: "L", password: "canary-three horse staple" });
  const { accept_url } = await client.inviteUser({ email: "invited@example.com" });
  await server.database.dropTable("users");
  await client.safe.createUser({ first_name: "Eve", last_name: "L", password: "canary-four horse staple" });
  await server.request("/trpc/createUser", { method: "POST", body: '{"password":"canary-five" oops' });

  expect(server.logged()).toContain('"procedure":"createUser"');
  expect(server.logged()).not.toContain("canary");
  expect(server.logged()).not.toContain("argon2");
  expect(server.logged()).not.toContain(new URL(accept_url).searchParams.get("token"));
});
