import { userOrders } from "@roster/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { listen } from "../testing/http.ts";
import type { TestRoster } from "../testing/roster.ts";
import { expectSound } from "../testing/soundness.ts";

// A list answers the users' cards (JSON in the database). A single user is built from the columns.
const letter = fc.constantFrom(..."aZ\"\\/é日😀<&'\u200f\u00a0");
const name = fc.string({ unit: letter, maxLength: 6 }).map((text) => `x${text}x`);
const anything = fc
  .string({ unit: fc.oneof(letter, fc.constantFrom(..."\b\f\n\r\t\u000b\u001f\u007f\u2028")), maxLength: 6 })
  .filter((text) => !["__proto__", "constructor", "prototype"].includes(text));
const value = fc.letrec((tie) => ({
  node: fc.oneof(
    { depthSize: "small" },
    anything,
    fc.boolean(),
    fc.constant(null),
    fc.maxSafeInteger(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Number.isInteger(number)),
    fc.constantFrom(1e-7, 5e-324, 0.1),
    fc.array(tie("node"), { maxLength: 3 }),
    fc.dictionary(anything, tie("node"), { maxKeys: 3 }),
  ),
}));
const user = fc.record({
  first_name: name,
  last_name: name,
  external_id: fc.option(fc.uuid()),
  profile_picture_url: fc.constantFrom("https://example.com/é?a=%22&b", null),
  public_metadata: fc.dictionary(anything, value.node, { maxKeys: 4 }) as fc.Arbitrary<Record<string, never>>, // JSON
});

let nextNumber = 2000;

const password = "a green whale sings at noon";

/** Later changes of a user, each of which writes the row in another way. */
const changes = {
  rename: ({ api }: TestRoster, id: string) => api.updateUser(id, { first_name: "Ünal", username: null }),
  patch: ({ api }: TestRoster, id: string) => api.updateUser(id, { public_metadata: { 'né"e': [1.5, null] } }),
  deactivate: ({ api }: TestRoster, id: string) => api.deactivateUser(id),
  reactivate: ({ api }: TestRoster, id: string) => api.reactivateUser(id),
  setPassword: ({ api }: TestRoster, id: string) => api.updatePassword(id, { new_password: password }),
  signIn: ({ api }: TestRoster, id: string) => api.safe.verifyPassword({ user_id: id, password }), // fails without a password
  removePassword: ({ api }: TestRoster, id: string) => api.safe.removePassword(id),
  addPhone: async ({ api }: TestRoster, id: string) => {
    const { phones } = await api.fetchUserDetails(id);
    const phone = phones[0] ?? (await api.addPhone(id, `+1415555${nextNumber++}`));
    await api.updatePhone(id, phone.id, true, true);
  },
} satisfies Record<string, (directory: TestRoster, id: string) => Promise<unknown>>;
const change = fc.record({ of: fc.nat(3), what: fc.constantFrom(...Object.values(changes)) });

test("the cards of random users equal their rows, letter by letter", async () => {
  await using server = await listen();
  const { api } = server;
  let run = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(user, { minLength: 1, maxLength: 4 }),
      fc.array(change, { maxLength: 8 }),
      async (users, steps) => {
        run += 1;
        const ids: string[] = [];
        for (const [index, input] of users.entries()) {
          const external_id = input.external_id && `${run} ${index} ${input.external_id}`;
          const email_address = `user${run}.${index}@example.com`;
          ids.push((await api.createUser({ ...input, external_id, email_address })).id);
        }
        for (const { of, what } of steps) {
          server.pass(1000);
          await what(server, ids[of % ids.length] ?? "");
        }
        for (const order_by of userOrders) {
          const input = { order_by, include_total: true, per_page: 4 };
          const listed = await api.fetchUsers(input);
          const data = await Promise.all(listed.data.map(({ email }) => api.fetchUserByEmail(email ?? "")));
          const response = await server.request(`/trpc/fetchUsers?input=${JSON.stringify(input)}`);
          expect(await response.text()).toBe(JSON.stringify({ result: { data: { ...listed, data } } }));
        }
      },
    ),
    { numRuns: 40 },
  );
  await expectSound(server.databaseUrl);
});
