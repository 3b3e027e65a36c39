import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import { contract, type ProcedureName } from "@roster/contract";
import { expect, test } from "vitest";
import { examples, procedureNames } from "../testing/examples.ts";
import { type ListeningRoster, listenOn } from "../testing/http.ts";
import { masked } from "../testing/masked.ts";
import { openPopulatedRoster, type World } from "../testing/world.ts";

// Single calls are answered by our own code, all other forms by tRPC's adapter, such as a URL that ends in a separator. Both must
// give the same answers.
interface Server extends ListeningRoster {
  world: World;
}
const plainest = /^\/trpc\/\w+(\?input=[^&#]*)?$/;
const forTrpc = (path: string) => (plainest.test(path) ? `${path}${path.includes("?") ? "&" : "?"}` : path);

const openBoth = () =>
  Promise.all(
    ["ours", "trpc"].map(async (): Promise<Server> => {
      const directory = await openPopulatedRoster({ RATE_LIMIT_PUBLIC: "100000" });
      return { ...(await listenOn(directory)), world: directory.world };
    }),
  );

async function close(servers: Server[]) {
  for (const server of servers) await server[Symbol.asyncDispose]();
}

interface Asked {
  method?: string;
  path: string;
  headers?: Record<string, string | string[]>;
  body?: string;
}

/** Sends a path as it is, unlike fetch. */
async function ask(server: Server, { method = "GET", path, headers = {}, body }: Asked) {
  const authorization = `Bearer ${server.key}`;
  const asking = request(server.url + "/", { method, path, headers: { authorization, ...headers } });
  asking.end(body);
  const [response] = (await once(asking, "response")) as [IncomingMessage]; // Node's documented argument of the event
  const { date: _, "content-length": __, "transfer-encoding": ___, "x-request-id": id, ...rest } = response.headers;
  return {
    status: response.statusCode,
    headers: rest,
    body: masked((await text(response)).replaceAll(String(id), "<request>")),
  };
}

async function expectSame(servers: Server[], askedOf: (server: Server) => Asked) {
  const [ours, trpc] = servers;
  if (!ours || !trpc) throw new Error("two servers are compared");
  const answer = await ask(ours, askedOf(ours));
  const asked = askedOf(trpc);
  expect(answer).toEqual(await ask(trpc, { ...asked, path: forTrpc(asked.path) }));
  return answer;
}

const json = { "content-type": "application/json" };

const callOf = (name: ProcedureName, input: string): Asked =>
  contract[name].kind === "query"
    ? { path: `/trpc/${name}?input=${encodeURIComponent(input)}` }
    : { method: "POST", path: `/trpc/${name}`, headers: json, body: input };

const bad: [what: string, input: string][] = [
  ["no JSON", '{"a":'],
  ["nothing", ""],
  ["null", "null"],
  ["an array", "[1]"],
  ["an unknown field", '{"unknown":1,"__proto__":{"a":1}}'],
];

test.for(procedureNames)("calls of %s: without a key, with bad input, done, and refused", async (name) => {
  const servers = await openBoth();
  for (const [, input] of bad) {
    await expectSame(servers, () => callOf(name, input));
    for (const authorization of ["", "Bearer nobody", "Basic eDp5"]) {
      await expectSame(servers, () => ({ ...callOf(name, input), headers: { ...json, authorization } }));
    }
  }
  const samples = new Map<Server, Asked>();
  for (const server of servers) {
    const input = await examples[name].sample(server.world, server);
    samples.set(server, callOf(name, JSON.stringify(input ?? {})));
  }
  const sample = (server: Server) => samples.get(server) ?? expect.fail("each server has a sample");
  expect(await expectSame(servers, sample)).toMatchObject({ status: 200 });
  await expectSame(servers, sample); // some may be done once only
  await close(servers);
});

const odd: Asked[] = [
  { path: "/trpc/fetchUsers" },
  { path: "/trpc/fetchUsers?" },
  { path: "/trpc/fetchUsers?input" },
  { path: "/trpc/fetchUsers?input=" },
  { path: "/trpc/fetchUsers?input=%7B%22search%22%3A%22a+b%2Bc%22%7D" },
  { path: '/trpc/fetchUsers?input={"search":"a"}' },
  { path: "/trpc/fetchUsers?input=%7B%7D&input=%7B%22per_page%22%3A1%7D" },
  { path: "/trpc/fetchUsers?input=%7B%7D&batch=1" },
  { path: "/trpc/fetchUsers?batch=1&input=%7B%7D" },
  { path: "/trpc/fetchUsers?batch=0" },
  { path: "/trpc/fetchUsers?per_page=1" },
  { path: "/trpc/fetchUsers?input=%7B%7D#there" },
  { path: "/trpc/fetchUsers?input=%7B%7D?input=1" },
  { path: "/trpc/fetchUsers?input=%ff" },
  { path: "/trpc/fetchUsers?input=%7B%22search%22%3A%22%C3%A9%22%7D" },
  { path: "/trpc/fetchUsers/" },
  { path: "/trpc//fetchUsers" },
  { path: "/trpc/./fetchUsers" },
  { path: "/trpc/%66etchUsers" },
  { path: "/trpc/fetchusers" },
  { path: "/trpc/fetchUsers,fetchWaitlist" },
  { path: "/trpc/fetchUsers,fetchWaitlist?batch=1" },
  { path: "/trpc/users.fetchUsers" },
  { path: "/trpc/toString" },
  { path: "/trpc/__proto__" },
  { path: "/trpc/constructor?input=%7B%7D" },
  { path: "/trpc/fetchUsers", headers: json },
  { path: "/trpc/fetchUsers", headers: { "content-type": "text/plain" } },
  { path: "/trpc/fetchUsers", headers: { "content-type": "multipart/form-data; boundary=x" } },
  { path: "/trpc/fetchUsers", headers: { "content-type": "application/octet-stream" } },
  { path: "/trpc/fetchUsers", headers: { accept: "application/jsonl", "trpc-accept": "application/jsonl" } },
  { path: "/trpc/fetchUsers", headers: { origin: "https://app.example.com" } },
  { path: "/trpc/createUser" },
  { path: "/trpc/createUser?input=%7B%7D" },
  { method: "POST", path: "/trpc/fetchUsers", headers: json, body: "{}" },
  { method: "POST", path: "/trpc/createUser", headers: json },
  { method: "POST", path: "/trpc/createUser?input=%7B%7D", headers: json, body: "{}" },
  { method: "POST", path: "/trpc/createUser?batch=1", headers: json, body: '{"0":{"first_name":1}}' },
  { method: "POST", path: "/trpc/createUser", headers: { "content-type": "text/plain" }, body: "{}" },
  {
    method: "POST",
    path: "/trpc/createUser",
    headers: { "content-type": "application/json; charset=utf-8" },
    body: "1",
  },
  { method: "POST", path: "/trpc/createUser", headers: { ...json, "idempotency-key": ["a", "b"] }, body: "{}" },
  { method: "POST", path: "/trpc/createUser", headers: { ...json, "idempotency-key": "x".repeat(300) }, body: "{}" },
  { method: "HEAD", path: "/trpc/fetchUsers" },
  { method: "PUT", path: "/trpc/createUser", headers: json, body: "{}" },
  { method: "OPTIONS", path: "/trpc/createUser" },
];

test("whatever else is asked", async () => {
  const servers = await openBoth();
  for (const asked of odd) await expectSame(servers, () => asked);
  await close(servers);
});
