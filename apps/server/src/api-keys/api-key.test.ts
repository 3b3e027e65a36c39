import { createHash } from "node:crypto";
import { type Scope, scopes } from "@roster/contract";
import { describe, expect, test } from "vitest";
import { listen, listenOn } from "../testing/http.ts";
import { expectRefusal, expectRefusedUnchanged, openTestRoster } from "../testing/roster.ts";

const DAY = 24 * 60 * 60 * 1000;

describe("a new key", () => {
  test("is shown once, is listed by its prefix, and is stored as its SHA-256", async () => {
    await using directory = await openTestRoster();
    const { api } = directory;

    const { key, ...made } = await api.createApiKey({ name: "billing", scopes: ["users:read"], expires_in_days: 30 });

    expect(made).toEqual({
      id: expect.stringMatching(/^key_/),
      name: "billing",
      prefix: key.slice(0, made.prefix.length),
      scopes: ["users:read"],
      created_by: "tester",
      created_at: "2026-03-01T12:00:00.000Z",
      expires_at: "2026-03-31T12:00:00.000Z",
      last_used_at: null,
      revoked_at: null,
      successor_id: null,
    });
    const secret = /^roster_([\w-]{43})$/.exec(key)?.[1] ?? "";
    expect(Buffer.from(secret, "base64url")).toHaveLength(32);
    expect(key.length - made.prefix.length).toBeGreaterThanOrEqual(32);
    expect((await directory.dump()).api_keys).toMatchObject([{ hash: createHash("sha256").update(key).digest("hex") }]);
    expect((await api.fetchApiKeys()).data).toEqual([made]);
    const seen = [await directory.dump(), await api.fetchApiKeys(), await api.fetchAuditLog(), directory.logged()];
    expect(JSON.stringify(seen)).not.toContain(secret);
    const { hash } = ((await directory.dump()).api_keys as { hash: string }[])[0] ?? { hash: "" }; // one key
    expect(JSON.stringify(seen.slice(1))).not.toContain(hash);
  });

  test("differs from every other, and has each scope once", async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    const request = { name: "twice", scopes: ["users:read", "users:read"] as Scope[] };
    const [one, other] = [await api.createApiKey(request), await api.createApiKey(request)];
    expect(one.key).not.toBe(other.key);
    expect(one.scopes).toEqual(["users:read"]);
  });

  test("never expires by default", async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    const ends = async (days?: number | null) =>
      (await api.createApiKey({ name: "k", scopes: ["users:read"], expires_in_days: days })).expires_at;
    expect([await ends(), await ends(null), await ends(3650)]).toEqual([null, null, "2036-02-27T12:00:00.000Z"]);
    for (const days of [0, -1, 3651, 0.5]) await expectRefusedUnchanged(directory, () => ends(days), "invalid_input");
  });

  test("has a name and at least one scope, all of them known", async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    const wrong = [
      { name: "none", scopes: [] },
      { name: "unknown", scopes: ["users:all"] },
      { name: "wildcard", scopes: ["*"] },
      { name: "public", scopes: ["public"] },
      { name: " ", scopes: ["users:read"] },
    ];
    for (const request of wrong) {
      const call = () => api.createApiKey(request as { name: string; scopes: Scope[] }); // an input that the types forbid
      await expectRefusedUnchanged(directory, call, "invalid_input");
    }
  });
});

describe("a key has no scope that its maker lacks", () => {
  test.for(scopes.filter((scope) => scope !== "api_keys:manage"))(
    "a caller without %s cannot grant it",
    async (missing) => {
      await using directory = await openTestRoster();
      const maker = directory.as(
        "maker",
        scopes.filter((scope) => scope !== missing),
      );

      for (const wanted of [[missing], ["api_keys:manage", missing], scopes] as Scope[][]) {
        const call = () => maker.createApiKey({ name: "wider", scopes: wanted });
        const error = await expectRefusedUnchanged(directory, call, "forbidden");
        expect(error.fieldErrors.map((field) => field.path)).toEqual(["scopes"]);
      }
      const rest = scopes.filter((scope) => scope !== missing);
      expect((await maker.createApiKey({ name: "as wide", scopes: rest })).scopes).toEqual(rest);
    },
  );

  test("over HTTP a key makes keys of its own scopes at most", async () => {
    await using directory = await listen();
    const maker = await directory.api.createApiKey({ name: "maker", scopes: ["api_keys:manage", "users:read"] });
    const client = directory.client({ apiKey: maker.key });

    const call = () => client.createApiKey({ name: "wider", scopes: ["users:write"] });
    await expectRefusal(call(), "forbidden");
    const made = await client.createApiKey({ name: "narrower", scopes: ["users:read"] });

    expect((await directory.client({ apiKey: made.key }).fetchUsers()).data).toEqual([]);
    await expectRefusal(directory.client({ apiKey: made.key }).fetchApiKeys(), "forbidden");
    expect(made.created_by).toBe(maker.id);
  });
});

describe("a key that expires", () => {
  test("makes no key that outlives it", async () => {
    await using directory = await listen();
    const wide = [...scopes];
    const maker = await directory.api.createApiKey({ name: "for a day", scopes: wide, expires_in_days: 1 });
    const client = directory.client({ apiKey: maker.key });

    for (const expires_in_days of [undefined, null, 2]) {
      const call = client.createApiKey({ name: "for longer", scopes: ["users:read"], expires_in_days });
      const error = await expectRefusal(call, "forbidden");
      expect(error.fieldErrors).toEqual([
        { path: "expires_in_days", message: "must not outlive the caller's own key" },
      ]);
    }
    const made = await client.createApiKey({ name: "as long", scopes: ["users:read"], expires_in_days: 1 });
    expect(made.expires_at).toBe(maker.expires_at);
  });
});

describe("rotating a key", () => {
  const request = { name: "billing", scopes: ["users:read", "audit:read"] as Scope[] };

  test("makes a successor with its name and scopes; both work until the overlap of a day is over", async () => {
    await using directory = await listen();
    const { api, pass } = directory;
    const { key: oldKey, ...old } = await api.createApiKey(request);
    const { key, ...made } = await api.rotateApiKey({ api_key_id: old.id });

    expect(made).toEqual({ ...old, id: made.id, prefix: key.slice(0, made.prefix.length) });
    expect(key).not.toBe(oldKey);
    expect((await api.fetchApiKeys({ per_page: 2 })).data).toEqual([
      made,
      { ...old, expires_at: "2026-03-02T12:00:00.000Z", successor_id: made.id },
    ]);
    const use = (apiKey: string) => directory.client({ apiKey }).fetchUsers();
    pass(DAY - 1);
    for (const one of [oldKey, key]) expect((await use(one)).data).toEqual([]);
    pass(1);
    await expectRefusal(use(oldKey), "unauthorized");
    expect((await use(key)).data).toEqual([]);
  });

  test("without an overlap ends the old one with the next request, although it was in use", async () => {
    await using directory = await listen();
    const old = await directory.api.createApiKey(request);
    const client = directory.client({ apiKey: old.key });
    await client.fetchUsers();
    await directory.api.rotateApiKey({ api_key_id: old.id, overlap_hours: 0 });
    await expectRefusal(client.fetchUsers(), "unauthorized");
  });

  test("makes no key last longer: neither the old one nor its successor outlives the end that it had", async () => {
    await using directory = await listen();
    const { api, pass } = directory;
    const old = await api.createApiKey({ name: "self", scopes: ["api_keys:manage"], expires_in_days: 1 });
    pass(DAY / 2);
    const made = await directory.client({ apiKey: old.key }).rotateApiKey({ api_key_id: old.id, overlap_hours: 720 });
    expect(made).toMatchObject({ expires_at: old.expires_at, created_by: old.id });
    expect((await api.fetchApiKeys()).data.map(({ expires_at }) => expires_at)).toContain(old.expires_at);
    pass(DAY / 2);
    for (const { key } of [old, made]) {
      await expectRefusal(directory.client({ apiKey: key }).fetchApiKeys(), "unauthorized");
    }
  });

  test("is refused for one that was revoked or rotated, or has expired", async () => {
    await using directory = await openTestRoster();
    const { api, pass } = directory;
    const [revoked, rotated, expired] = [
      await api.createApiKey(request),
      await api.createApiKey(request),
      await api.createApiKey({ ...request, expires_in_days: 1 }),
    ];
    await api.revokeApiKey(revoked.id);
    await api.rotateApiKey({ api_key_id: rotated.id, overlap_hours: 720 });
    pass(DAY);
    for (const { id } of [revoked, rotated, expired]) {
      await expectRefusedUnchanged(directory, () => api.rotateApiKey({ api_key_id: id }), "api_key_ended");
    }
  });

  test("takes 0 to 720 hours of overlap", async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    const { id } = await api.createApiKey(request);
    for (const overlap_hours of [-1, 721, 0.5]) {
      await expectRefusedUnchanged(
        directory,
        () => api.rotateApiKey({ api_key_id: id, overlap_hours }),
        "invalid_input",
      );
    }
    await api.rotateApiKey({ api_key_id: id, overlap_hours: 720 });
    expect((await api.fetchApiKeys()).data.at(-1)?.expires_at).toBe("2026-03-31T12:00:00.000Z");
  });
});

describe("a caller leaves keys alone that are wider than its own:", () => {
  test.for(scopes.filter((scope) => scope !== "api_keys:manage"))("without %s", async (missing) => {
    await using directory = await openTestRoster();
    const narrow = directory.as(
      "narrow",
      scopes.filter((scope) => scope !== missing),
    );
    const { id } = await directory.api.createApiKey({ name: "wider", scopes: ["users:read", missing] });
    const changes = [
      () => narrow.revokeApiKey(id),
      () => narrow.rotateApiKey({ api_key_id: id }),
      () => narrow.updateApiKey(id, { name: "renamed" }),
    ];
    for (const change of changes) {
      const error = await expectRefusedUnchanged(directory, change, "forbidden");
      expect(error.fieldErrors.map((field) => field.path)).toEqual(["api_key_id"]);
    }
    const own = await narrow.createApiKey({ name: "as wide", scopes: ["api_keys:manage"] });
    const next = await narrow.rotateApiKey({ api_key_id: own.id });
    expect((await narrow.revokeApiKey(next.id)).revoked_at).not.toBeNull();
  });

  test("a key that expires rotates none that does not, and revokes it all the same", async () => {
    await using directory = await listen();
    const { api } = directory;
    const maker = await api.createApiKey({ name: "for a day", scopes: [...scopes], expires_in_days: 1 });
    const client = directory.client({ apiKey: maker.key });
    const { id } = await api.createApiKey({ name: "for ever", scopes: ["users:read"] });
    await expectRefusal(client.rotateApiKey({ api_key_id: id }), "forbidden");
    expect((await client.revokeApiKey(id)).revoked_at).not.toBeNull();
  });
});

test("a key is renamed, and the audit log shows its new name beside what it did before", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const { key: _, ...made } = await api.createApiKey({ name: "old", scopes: ["users:write"] });
  const ada = await directory.as(made.id, made.scopes).createUser({ first_name: "Ada", last_name: "Lovelace" });

  const renamed = await api.updateApiKey(made.id, { name: "new" });

  expect(renamed).toEqual({ ...made, name: "new" });
  const { data } = await api.fetchAuditLog({ target_id: ada.id });
  expect(data.map(({ actor, actor_name }) => [actor, actor_name])).toEqual([[made.id, "new"]]);
  const before = await directory.dump();
  expect(await api.updateApiKey(made.id, { name: "new" })).toEqual(renamed);
  expect(await directory.dump()).toEqual(before);
});

test("revoking a key twice answers the same and changes nothing the second time", async () => {
  await using directory = await openTestRoster();
  const { api, pass, dump } = directory;
  const { key: _, ...made } = await api.createApiKey({ name: "ci", scopes: ["users:read"] });

  const revoked = await api.revokeApiKey(made.id);

  expect(revoked).toEqual({ ...made, revoked_at: "2026-03-01T12:00:00.000Z" });
  pass(DAY);
  const before = await dump();
  expect(await api.revokeApiKey(made.id)).toEqual(revoked);
  expect(await dump()).toEqual(before);
  expect((await api.fetchApiKeys()).data).toEqual([revoked]);
});

test("keys are listed newest first, page by page, revoked and expired ones too", async () => {
  await using directory = await openTestRoster();
  const { api, pass } = directory;
  const made = [];
  for (const name of ["a", "b", "c"])
    made.push(await api.createApiKey({ name, scopes: ["users:read"], expires_in_days: 1 }));
  await api.revokeApiKey(made[0]?.id ?? "");
  pass(2 * DAY);

  const first = await api.fetchApiKeys({ per_page: 2, include_total: true });
  expect(first.data.map((one) => one.name)).toEqual(["c", "b"]);
  expect(first.total).toBe(3);
  const second = await api.fetchApiKeys({ per_page: 2, cursor: first.next_cursor ?? "" });
  expect(second.data.map((one) => one.name)).toEqual(["a"]);
});

test("the last use of a key is stored to the minute, and only for accepted calls", async () => {
  await using directory = await listen();
  const { api, pass, request } = directory;
  const { id, key } = await api.createApiKey({ name: "app", scopes: ["users:read"], expires_in_days: 1 });
  const use = () => request("/trpc/fetchUsers", { headers: { authorization: `Bearer ${key}` } });
  const lastUse = async () => (await api.fetchApiKeys()).data.find((one) => one.id === id)?.last_used_at;

  await use();
  await expect.poll(lastUse).toBe("2026-03-01T12:00:00.000Z"); // no call waits for it
  pass(59_999);
  await use();
  pass(1);
  await use();
  await expect.poll(lastUse).toBe("2026-03-01T12:01:00.000Z");
  pass(DAY);
  expect((await use()).status).toBe(401);
  expect(await lastUse()).toBe("2026-03-01T12:01:00.000Z");
});

test.for([true, false])(
  "the successor of a development key works where that does: under start (%s) alone",
  async (isDevelopment) => {
    await using server = await listenOn(await openTestRoster({}, undefined, { isDevelopment }));
    const developer = server.as("start", scopes);
    const { id } = await developer.createApiKey({ name: "development", scopes: [...scopes] });
    const { key } = await server.api.rotateApiKey({ api_key_id: id });

    const { status } = await server.request("/trpc/fetchUsers", { headers: { authorization: `Bearer ${key}` } });

    expect(status).toBe(isDevelopment ? 200 : 401);
  },
);
