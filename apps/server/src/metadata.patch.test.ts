import type { Metadata } from "@roster/client";
import { expect, test } from "vitest";
import { expectRefusedUnchanged, openTestRoster } from "./testing/roster.ts";

/** The examples of RFC 7396, appendix A, as metadata; those that are no objects are nested one level. */
const appendix: [original: unknown, patch: unknown, result: unknown][] = [
  [{ a: "b" }, { a: "c" }, { a: "c" }],
  [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
  [{ a: "b" }, { a: null }, {}],
  [{ a: "b", b: "c" }, { a: null }, { b: "c" }],
  [{ a: ["b"] }, { a: "c" }, { a: "c" }],
  [{ a: "c" }, { a: ["b"] }, { a: ["b"] }],
  [{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
  [{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
  [
    ["a", "b"],
    ["c", "d"],
    ["c", "d"],
  ],
  [{ a: "b" }, ["c"], ["c"]],
  [{ a: "foo" }, "bar", "bar"],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [[1, 2], { a: "b", c: null }, { a: "b" }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
];

test.each(appendix)("%j patched with %j is %j (RFC 7396, appendix A)", async (original, patch, result) => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const user = await api.createUser({
    first_name: "Ada",
    last_name: "Lovelace",
    public_metadata: { inner: original } as Metadata, // the examples of the RFC are JSON
    private_metadata: { inner: original } as Metadata,
  });
  const organization = await api.createOrganization({ name: "Acme", public_metadata: { inner: original } as Metadata });
  const change = { inner: patch } as Metadata; // the examples of the RFC are JSON

  const updated = await api.updateUser(user.id, { public_metadata: change, private_metadata: change });

  expect(updated.public_metadata).toEqual({ inner: result });
  expect((await api.fetchUserDetails(user.id)).user.private_metadata).toEqual({ inner: result });
  const { public_metadata } = await api.updateOrganization({
    organization_id: organization.id,
    public_metadata: change,
  });
  expect(public_metadata).toEqual({ inner: result });
});

test("what is not named stays, at the top too, and each map on its own", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const given = { first_name: "Ada", last_name: "Lovelace" };
  const user = await api.createUser({
    ...given,
    public_metadata: { a: 1, b: { c: 2, d: 3 } },
    private_metadata: { p: 1 },
  });

  const updated = await api.updateUser(user.id, { public_metadata: { b: { c: null }, e: "new" } });

  expect(updated.public_metadata).toEqual({ a: 1, b: { d: 3 }, e: "new" });
  const { private_metadata } = (await api.fetchUserDetails(user.id)).user;
  expect(private_metadata).toEqual({ p: 1 });
  expect((await api.updateUser(user.id, { public_metadata: null })).public_metadata).toEqual({});
});

test("names that every object inherits are keys like any other", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const inherited = { hasOwnProperty: 1, toString: { a: 1 }, valueOf: null, toJSON: "x", "": "empty", "a.b": 1 };
  const user = await api.createUser({ first_name: "Ada", last_name: "Lovelace", public_metadata: inherited });
  expect(user.public_metadata).toEqual(inherited);

  const updated = await api.updateUser(user.id, {
    public_metadata: { hasOwnProperty: null, toString: { b: 2 }, isPrototypeOf: { c: 3 }, "": null, missing: null },
  });

  expect(updated.public_metadata).toEqual({
    toString: { a: 1, b: 2 },
    valueOf: null,
    toJSON: "x",
    isPrototypeOf: { c: 3 },
    "a.b": 1,
  });
});

test.each([
  ["bytes", { a: "x".repeat(9000) }, { b: "x".repeat(9000) }, "16 KiB"],
  ["keys", keysFrom(0, 600), keysFrom(600, 600), "1000 keys"],
] as const)(
  "a patch that fits but makes too many %s of what is stored is refused by its field",
  async (_, stored, patch, message) => {
    await using directory = await openTestRoster();
    const { api } = directory;
    const given = { first_name: "Ada", last_name: "Lovelace" };
    const user = await api.createUser({ ...given, public_metadata: stored, private_metadata: stored });
    const organization = await api.createOrganization({ name: "Acme", public_metadata: stored });
    const workspace = await api.createWorkspace({
      organization_id: organization.id,
      name: "Lab",
      public_metadata: stored,
    });

    for (const [field, call] of [
      ["public_metadata", () => api.updateUser(user.id, { first_name: "X", public_metadata: patch })],
      ["private_metadata", () => api.updateUser(user.id, { first_name: "X", private_metadata: patch })],
      ["public_metadata", () => api.updateOrganization({ organization_id: organization.id, public_metadata: patch })],
      ["public_metadata", () => api.updateWorkspace({ workspace_id: workspace.id, public_metadata: patch })],
    ] as const) {
      const { fieldErrors } = await expectRefusedUnchanged(directory, call, "invalid_input");
      expect(fieldErrors).toEqual([{ path: field, message: expect.stringContaining(message) }]);
    }
  },
);

function keysFrom(start: number, count: number) {
  return Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${start + n}`, n]));
}

/** Numbered keys with one value. */
const numbered = <Value>(from: number, count: number, value: Value) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${from + index}`, value]));

test("limits hold for the result of a patch, not for the patch", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const given = { first_name: "Ada", last_name: "Lovelace", public_metadata: numbered(0, 1000, 1) };
  const { id } = await api.createUser(given);
  const patch = async (public_metadata: Metadata) => (await api.updateUser(id, { public_metadata })).public_metadata;

  expect(await patch({ ...numbered(0, 999, null), added: 1 })).toEqual({ k999: 1, added: 1 });
  expect(await patch({ ...numbered(0, 1000, null), ...numbered(1000, 999, 2) })).toEqual({
    added: 1,
    ...numbered(1000, 999, 2),
  });
  expect(await patch({ ["k".repeat(20_000)]: null, ...numbered(1000, 999, null) })).toEqual({ added: 1 });
  for (const tooMuch of [numbered(0, 1000, 1), { a: "x".repeat(16 * 1024) }, { ["k".repeat(257)]: 1 }]) {
    const { fieldErrors } = await expectRefusedUnchanged(directory, () => patch(tooMuch), "invalid_input");
    expect(fieldErrors.map(({ path }) => path)).toEqual(["public_metadata"]);
  }
});

test("numbers of a patch and of a new user are doubles: they are rounded as such, or refused", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const metadata = JSON.parse('{"long":0.1234567890123456789,"tiny":1e-400,"large":123456789.25}') as Metadata; // an object

  const user = await api.createUser({ first_name: "Ada", last_name: "Lovelace", public_metadata: metadata });

  expect(user.public_metadata).toEqual({ long: 0.12345678901234568, tiny: 0, large: 123456789.25 });
  for (const text of ['{"a":1e400}', '{"a":-0}', '{"a":-1e-400}', '{"a":9007199254740993}', '{"a":1e300}']) {
    const change = () => api.updateUser(user.id, { public_metadata: JSON.parse(text) });
    await expectRefusedUnchanged(directory, change, "invalid_input");
  }
});
