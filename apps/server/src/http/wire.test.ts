import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { createClient, RosterError, type RosterRouter } from "@roster/client";
import { contract } from "@roster/contract";
import { createTRPCClient, httpBatchStreamLink, httpLink, TRPCClientError } from "@trpc/client";
import { expect, test } from "vitest";
import { expectFailure, listen } from "../testing/http.ts";
import { expectRefusal } from "../testing/roster.ts";

const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

test("an answer is snake_case JSON, in which what is absent is null", async () => {
  await using server = await listen();

  const body = JSON.stringify({ first_name: "Ada", last_name: "Lovelace" });
  const response = await server.request("/trpc/createUser", { method: "POST", body });

  expect(response.status).toBe(200);
  expect(await response.json()).toStrictEqual({
    result: {
      data: {
        id: expect.stringMatching(/^user_[0-9a-z]{26}$/),
        email: null,
        phone_number: null,
        first_name: "Ada",
        last_name: "Lovelace",
        username: null,
        profile_picture_url: null,
        is_active: true,
        external_id: null,
        public_metadata: {},
        version: 1,
        created_at: time,
        updated_at: time,
        last_sign_in_at: null,
      },
    },
  });
});

test("a list on the wire has its rows and its position", async () => {
  await using server = await listen();

  expect(await (await server.request("/trpc/fetchUsers")).json()).toStrictEqual({
    result: { data: { data: [], has_more: false, page: 1, per_page: 20, next_cursor: null, total: null } },
  });
});

test("a void answer is an empty result, which the client gives as undefined", async () => {
  await using server = await listen();
  const client = server.client();
  const user = await client.createUser({ first_name: "Ada", last_name: "Lovelace", username: "ada" });
  const email = await client.addEmail(user.id, "ada@example.com");

  expect(await client.deleteEmail(user.id, email.id)).toBeUndefined();
  expect(await client.safe.deleteUser(user.id)).toStrictEqual({ ok: true, data: undefined });
  const body = JSON.stringify({ email: "ada@example.com" });
  const response = await server.request("/trpc/joinWaitlist", { method: "POST", body });
  expect(await response.json()).toStrictEqual({ result: {} });
});

test("a refusal on the wire has the catalogue's status and message, a code, and the request's id", async () => {
  await using server = await listen();

  const input = encodeURIComponent(JSON.stringify({ external_id: "nobody" }));
  const response = await server.request(`/trpc/fetchUserByExternalId?input=${input}`);

  expect(await expectFailure(response, 404, "user_not_found")).toStrictEqual({
    message: "There is no such user.",
    code: -32004,
    data: {
      code: "NOT_FOUND",
      httpStatus: 404,
      path: "fetchUserByExternalId",
      error_code: "user_not_found",
      request_id: response.headers.get("x-request-id"),
    },
  });
});

test("the client throws a RosterError with the code, the request's id and the fields", async () => {
  await using server = await listen();
  let response: Response | undefined;
  const client = server.client({
    fetch: async (url, init) => {
      response = await fetch(url, init);
      return response;
    },
  });

  // A field that the types do not know, as JavaScript callers may send it.
  const request = { first_name: "", email_address: "nobody", last_name: "L", is_admin: true };
  const error = await expectRefusal(client.createUser(request), "invalid_input");

  expect(error).toBeInstanceOf(RosterError);
  expect(error.name).toBe("RosterError");
  expect(error.requestId).toBe(response?.headers.get("x-request-id"));
  expect(error.fieldErrors.map(({ path }) => path).toSorted()).toEqual(["email_address", "first_name", "is_admin"]);
  expect(error.fieldErrors.every(({ message }) => message !== "")).toBe(true);
});

test("a rejected password says why", async () => {
  await using server = await listen();
  const request = { first_name: "Ada", last_name: "Lovelace", password: "short" };

  const error = await expectRefusal(server.client().createUser(request), "password_rejected");

  expect(error.reasons).toContain("too_short");
  expect(error.fieldErrors).not.toHaveLength(0);
});

test("two callers' errors share nothing", async () => {
  await using server = await listen();
  const { key } = await server.api.createApiKey({ name: "other", scopes: ["users:write"] });
  const first = await expectRefusal(
    server.client().createUser({ first_name: "Ada", last_name: "L", password: "canary1" }),
    "password_rejected",
  );
  const second = await expectRefusal(
    server.client({ apiKey: key }).createUser({ first_name: "", last_name: "L" }),
    "invalid_input",
  );

  expect(second.requestId).not.toBe(first.requestId);
  expect(second.reasons).toEqual([]);
  expect(second.fieldErrors.map(({ path }) => path)).toEqual(["first_name"]);
  expect(first.fieldErrors.every(({ path }) => path === "password")).toBe(true);
});

test("tRPC's own client works on the contract's router type", async () => {
  await using server = await listen();
  const headers = { authorization: `Bearer ${server.key}` };
  const trpc = createTRPCClient<RosterRouter>({ links: [httpLink({ url: `${server.url}/trpc`, headers })] });

  const user = await trpc.createUser.mutate({ first_name: "Ada", last_name: "Lovelace" });
  expect((await trpc.fetchUsers.query()).data).toEqual([user]);
  expect(await trpc.deleteUser.mutate({ user_id: user.id })).toBeUndefined();
  const error: unknown = await trpc.fetchUserDetails.query({ user_id: user.id }).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(TRPCClientError);
  expect(error).toMatchObject({ data: { error_code: "user_not_found", httpStatus: 404 } });
});

test("the client takes an address with or without a slash at its end, and with a path before the API", async () => {
  await using server = await listen();

  await server.client({ url: `${server.url}/` }).fetchUsers();
  const elsewhere = await server.client({ url: `${server.url}/behind/a/proxy` }).safe.fetchUsers();

  expect(elsewhere).toMatchObject({ ok: false, error: { code: "procedure_not_found" } });
});

/** A server that is not Roster. */
async function listenAs(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

test("a missing server is unreachable", async () => {
  const { url } = await listenAs(() => {}).then(async (server) => {
    await server[Symbol.asyncDispose]();
    return server;
  });

  for (const batch of [false, true]) {
    const error = await expectRefusal(createClient({ url, batch, retries: 0 }).fetchUsers(), "unreachable");
    expect(error.requestId).toBe("");
    expect(error.cause).toBeDefined();
  }
});

test.for([
  ["HTML", 502, "text/html", "<html>Bad gateway</html>"],
  ["HTML with status 200", 200, "text/html", "<!doctype html><title>Sign in</title>"],
  ["other JSON", 200, "application/json", '{"users":[]}'],
  ["another API's error", 500, "application/json", '{"error":{"message":"boom"}}'],
  [
    "another tRPC server's error",
    500,
    "application/json",
    '{"error":{"message":"x","code":-32603,"data":{"code":"INTERNAL_SERVER_ERROR"}}}',
  ],
  ["null", 200, "application/json", "null"],
  ["nothing", 204, "application/json", ""],
  ["half an answer", 200, "application/json", '{"result":{"data":'],
] as [string, number, string, string][])(
  "a server that is not Roster is unreachable: %s",
  async ([, status, type, body]) => {
    await using other = await listenAs((_request, response) =>
      response.writeHead(status, { "content-type": type }).end(body),
    );

    for (const batch of [false, true]) {
      await expectRefusal(createClient({ url: other.url, batch, retries: 0 }).fetchUsers(), "unreachable");
    }
  },
);

test("a server that disconnects or never answers is unreachable", async () => {
  await using broken = await listenAs((request) => request.socket.destroy());
  await using silent = await listenAs(() => {});

  await expectRefusal(createClient({ url: broken.url, retries: 0 }).fetchUsers(), "unreachable");
  await expectRefusal(createClient({ url: silent.url, timeout: 50 }).fetchUsers(), "unreachable");
});

test("what a link would have streamed is refused before anything is done", async () => {
  await using server = await listen();
  const url = `${server.url}/trpc`;
  const headers = { authorization: `Bearer ${server.key}` };
  const before = await server.dump();

  for (const streamHeader of ["trpc-accept", "accept"] as const) {
    const link = httpBatchStreamLink({ url, headers, streamHeader });
    const trpc = createTRPCClient<RosterRouter>({ links: [link] });
    const refused = { data: { error_code: "invalid_input", field_errors: [{ path: streamHeader }] } };
    await expect(trpc.createOrganization.mutate({ name: "One" })).rejects.toMatchObject(refused);
    const both = [trpc.createOrganization.mutate({ name: "Two" }), trpc.createOrganization.mutate({ name: "Three" })];
    for (const result of await Promise.allSettled(both)) expect(result).toMatchObject({ reason: refused });
  }
  for (const accept of ["text/event-stream", "application/json, application/jsonl;q=0.5"]) {
    const body = JSON.stringify({ name: "Four" });
    const response = await server.request("/trpc/createOrganization", { method: "POST", headers: { accept }, body });
    await expectFailure(response, 400, "invalid_input");
  }

  expect(await server.dump()).toEqual(before);
});

test("bodies that are no JSON are refused before anything is done", async () => {
  await using server = await listen();
  const url = `${server.url}/trpc`;
  const headers = { authorization: `Bearer ${server.key}` };
  const before = await server.dump();

  const form = new FormData();
  form.set("name", "One");
  for (const body of [form, new Blob(["{}"]), new Uint8Array([1]), new URLSearchParams({ name: "One" })]) {
    for (const path of ["createOrganization", "createOrganization?batch=1"]) {
      await expectFailure(
        await fetch(`${url}/${path}`, { method: "POST", headers, body }),
        415,
        "unsupported_media_type",
      );
    }
  }

  expect(await server.dump()).toEqual(before);
});

test("a client refuses a malformed address or key", () => {
  for (const url of ["not a url", "127.0.0.1:4400", "ftp://127.0.0.1"]) {
    expect(() => createClient({ url })).toThrow(
      new TypeError("url must be an http or https URL without a user, query or fragment"),
    );
  }
  const url = "http://127.0.0.1:1";
  for (const apiKey of ["", "two words", "schlüssel", "line\nbreak"]) {
    expect(() => createClient({ url, apiKey })).toThrow(new TypeError("apiKey must be an API key: one word"));
  }
});

test("an address may end in a slash or in the path of the endpoint", async () => {
  await using server = await listen();
  for (const ending of ["/", "/trpc", "/trpc/"]) {
    const client = createClient({ url: server.url + ending, apiKey: server.key });
    expect((await client.fetchUsers()).data).toEqual([]);
  }
});

test("a client is a plain object: printing, spreading and replacing a function make no call", async () => {
  const client = createClient({ url: "http://127.0.0.1:1" });

  expect(JSON.stringify({ client })).toBe('{"client":{"safe":{}}}');
  expect(Object.keys(client)).toEqual([...Object.keys(contract), "safe"]);
  expect("toJSON" in client || "then" in client).toBe(false);
  client.deleteUser = async () => undefined;
  await client.deleteUser("user_01h455vb4pex5vsknk084sn02q");
});

test("a password reset with an undefined current_password is not sent", async () => {
  const client = createClient({ url: "http://127.0.0.1:1" });
  const request = { new_password: "a whale sings at noon", current_password: undefined };

  await expect(client.updatePassword("user_01h455vb4pex5vsknk084sn02q", request)).rejects.toThrow(TypeError);
});
