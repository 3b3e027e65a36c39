import { contract, type ProcedureName, type Scope, scopes } from "@roster/contract";
import { describe, expect, test } from "vitest";
import { examples, procedureNames, samplesOf } from "./testing/examples.ts";
import { listen } from "./testing/http.ts";
import { expectRefusedUnchanged } from "./testing/roster.ts";
import { createWorld, openPopulatedRoster } from "./testing/world.ts";

/** One actor per scope, one without scopes, and one with all. */
const actors: { name: string; scopes: readonly Scope[] }[] = [
  { name: "no scope", scopes: [] },
  ...scopes.map((scope) => ({ name: scope, scopes: [scope] })),
  { name: "all scopes", scopes },
];

const mayCall = (name: ProcedureName, given: readonly Scope[]) => {
  const { scope } = contract[name];
  return scope === "public" || given.includes(scope);
};

test("a caller without a procedure's scope is forbidden to call it, whatever other scope it has", async () => {
  await using directory = await openPopulatedRoster();
  const samples = await samplesOf(directory.world, directory, procedureNames);
  const before = await directory.dump();
  for (const [name, input] of samples) {
    for (const actor of actors.filter((one) => !mayCall(name, one.scopes))) {
      const answer = await directory.roster.call(name, input, actor);
      expect(answer, `${name} with ${actor.name}`).toMatchObject({
        ok: false,
        failure: { data: { error_code: "forbidden" } },
      });
    }
  }
  expect(await directory.dump()).toEqual(before);
});

test.for(procedureNames)("its scope is enough for %s", async (name) => {
  for (const actor of actors.filter((one) => mayCall(name, one.scopes))) {
    await using directory = await openPopulatedRoster();
    const input = await examples[name].sample(directory.world, directory);
    const answer = await directory.roster.call(name, input, actor);
    expect(answer, actor.name).toMatchObject({ ok: true });
  }
});

/** The path and the options of a request. */
const requestOf = (name: ProcedureName, input: unknown) => {
  const body = JSON.stringify(input);
  return contract[name].kind === "query"
    ? ([`/trpc/${name}?input=${encodeURIComponent(body)}`, { method: "GET" }] as const)
    : ([`/trpc/${name}`, { method: "POST", body }] as const);
};

describe("over HTTP", () => {
  test("a key that carries all scopes but a procedure's own cannot call it, and changes nothing", async () => {
    await using directory = await listen();
    const samples = await samplesOf(await createWorld(directory), directory, procedureNames);
    const outcomes: Record<string, number> = {};
    for (const scope of scopes) {
      const others = scopes.filter((other) => other !== scope);
      const { key } = await directory.api.createApiKey({ name: `all but ${scope}`, scopes: others });
      const before = { ...(await directory.dump()), api_keys: null }; // a key's use is noted
      for (const [name, input] of samples.filter(([one]) => contract[one].scope === scope)) {
        const [path, init] = requestOf(name, input);
        const headers = { authorization: `Bearer ${key}` };
        outcomes[name] = (await directory.request(path, { ...init, headers })).status;
      }
      expect({ ...(await directory.dump()), api_keys: null }).toEqual(before);
    }
    const guarded = procedureNames.filter((name) => contract[name].scope !== "public");
    expect(outcomes).toEqual(Object.fromEntries(guarded.map((name) => [name, 403])));
  });

  test("without a key only what is public can be called", async () => {
    await using directory = await listen();
    const samples = await samplesOf(await createWorld(directory), directory, procedureNames);
    const before = await directory.dump();
    const headers = { authorization: "" };
    for (const [name, input] of samples.filter(([one]) => contract[one].scope !== "public")) {
      const [path, init] = requestOf(name, input);
      expect((await directory.request(path, { ...init, headers })).status, name).toBe(401);
    }
    expect(await directory.dump()).toEqual(before);
    const [path, init] = requestOf("joinWaitlist", { email: "dorothy@example.com" });
    expect((await directory.request(path, { ...init, headers })).status).toBe(200);
  });
});

test("setting a password without the current one needs users:password beside users:write", async () => {
  await using directory = await openPopulatedRoster();
  const { ada, password } = directory.world;
  const reset = { new_password: "a blue whale sings at dusk" };

  for (const given of [["users:write"], ["users:password"]] as const) {
    await expectRefusedUnchanged(
      directory,
      () => directory.as("half an administrator", given).updatePassword(ada.id, reset),
      "forbidden",
    );
  }
  await directory.as("the user", ["users:write"]).updatePassword(ada.id, { ...reset, current_password: password });
  await directory
    .as("administrator", ["users:write", "users:password"])
    .updatePassword(ada.id, { new_password: password });
});

test("every scope is that of a procedure", () => {
  const used = new Set<string>(procedureNames.map((name) => contract[name].scope));
  expect(scopes.filter((scope) => !used.has(scope))).toEqual([]);
});
