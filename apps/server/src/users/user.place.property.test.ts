import { userOrders } from "@roster/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { newId } from "../ids.ts";
import { expectRefusal, openTestRoster, type TestRoster } from "../testing/roster.ts";
import { walkByCursor, walkByPage } from "../testing/walk.ts";
import { userFlags } from "../user-rows/user-row.table.ts";

const name = fc.constantFrom("ada", "bob", "bob b", "émile", "zoë");
const signIn = fc.option(fc.constantFrom(...[1, 2, 3, 4].map((day) => `2026-02-0${day}T00:00:00.000Z`)));
/** Every nth user from an offset on; all users for 1. */
const some = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.nat(4));

/** Changes of users: of one by a call, or of many by one statement. */
const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      insert: fc.array(fc.tuple(name, signIn, fc.nat(1)), { minLength: 1, maxLength: 60, size: "max" }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ create: name, address: fc.option(fc.nat(99)) }) },
  { weight: 2, arbitrary: fc.record({ rename: some, to: name }) },
  { weight: 2, arbitrary: fc.record({ signIn: some, at: signIn }) },
  { weight: 2, arbitrary: fc.record({ activate: some, flag: fc.nat(1) }) },
  { weight: 2, arbitrary: fc.record({ remove: some }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

const now = "2026-03-01T12:00:00.000Z";

/** A valid card. Its content does not matter here. */
const cardOf = (id: string) =>
  JSON.stringify({
    id,
    email: null,
    phone_number: null,
    first_name: null,
    last_name: null,
    username: null,
    profile_picture_url: null,
    is_active: true,
    external_id: null,
    public_metadata: {},
    version: 1,
    created_at: now,
    updated_at: now,
    last_sign_in_at: null,
  });

const neverSignedIn = (at: string | null) => (at === null ? userFlags.never_signed_in : 0);

const which = "where seq % ? = ?";
const among = ([every, from]: [number, number]) => [every, from % every];

async function take({ api, database }: TestRoster, step: Step) {
  if ("insert" in step) {
    const columns = "id, card, search_text, search_digits, public_metadata, private_metadata, created_at, updated_at";
    const rows = step.insert.map(() => `(?, ?, '', '', '{}', '{}', '${now}', '${now}', ?, ?, ?, ?)`).join(", ");
    const values = step.insert.flatMap(([name, at, active]) => {
      const id = newId("user");
      return [id, cardOf(id), name, at, active, active + neverSignedIn(at)];
    });
    await database.query(
      `insert into users (${columns}, name_key, last_sign_in_at, is_active, flags) values ${rows}`,
      ...values,
    );
  } else if ("create" in step) {
    const email_address = step.address === null ? undefined : `${step.address}@example.com`;
    const isTaken = await database.query("select id from user_emails where identifier = ?", email_address ?? "");
    const call = api.createUser({ first_name: step.create, last_name: "B", email_address });
    // Refused when the user is there and counted already: all of it is undone.
    await (isTaken.length > 0 ? expectRefusal(call, "email_taken") : call);
  } else if ("rename" in step) {
    await database.query(`update users set name_key = ? ${which}`, step.to, ...among(step.rename));
  } else if ("signIn" in step) {
    await database.query(
      `update users set last_sign_in_at = ?, flags = flags % 16 + ? ${which}`,
      step.at,
      neverSignedIn(step.at),
      ...among(step.signIn),
    );
  } else if ("activate" in step) {
    await database.query(
      `update users set is_active = ?, flags = flags - is_active + ? ${which}`,
      step.flag,
      step.flag,
      ...among(step.activate),
    );
  } else {
    await database.query(`delete from users ${which}`, ...among(step.remove));
  }
}

const keys: Record<string, string> = {
  created_at: "",
  name: "name_key $, ",
  email: "coalesce(email, '') $, ",
  last_sign_in_at: "coalesce(last_sign_in_at, '') $, ",
};

/** All users of a list, by a plain query. */
async function inOrder({ database }: TestRoster, order: string, is_active: boolean | undefined) {
  const [, field = "", direction = ""] = /^(.+)_(asc|desc)$/.exec(order) ?? [];
  const filter = is_active === undefined ? "" : `where is_active = ${is_active ? 1 : 0}`;
  const by = `${keys[field]}seq $`.replaceAll("$", direction);
  const rows = await database.query<{ id: string }>(`select id from users ${filter} order by ${by}`);
  return rows.map(({ id }) => id);
}

test("after random changes each page and total of each list equals that of a plain query", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 25, size: "max" }), async (steps) => {
      await using directory = await openTestRoster();
      const { api } = directory;
      for (const step of steps) await take(directory, step);
      for (const order_by of userOrders) {
        for (const is_active of [undefined, true, false]) {
          const expected = await inOrder(directory, order_by, is_active);
          const list = { order_by, is_active, per_page: 5 };
          const byPage = await walkByPage((place) => api.fetchUsers({ ...list, ...place }));
          const byCursor = await walkByCursor((place) => api.fetchUsers({ ...list, ...place }));
          const { data, total } = await api.fetchUsers({ ...list, page: expected.length + 1, include_total: true });

          expect([order_by, is_active, byPage.map(({ id }) => id)]).toEqual([order_by, is_active, expected]);
          expect(byCursor.map(({ id }) => id)).toEqual(expected);
          expect({ data, total }).toEqual({ data: [], total: expected.length });
        }
      }
    }),
    { numRuns: 12 },
  );
});
