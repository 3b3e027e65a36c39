import { userOrders } from "@roster/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { listen } from "../testing/http.ts";

// Over HTTP a list is what the database keeps of its users as JSON. In the process it is made of their columns.
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

test("a list says the same over HTTP, letter by letter, whatever its users are called and carry", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(user, { minLength: 1, maxLength: 4 }), fc.nat(3), async (users, inactive) => {
      await using server = await listen();
      for (const [index, input] of users.entries()) {
        const made = await server.api.createUser({ ...input, email_address: `user${index}@example.com` });
        if (index === inactive) await server.api.deactivateUser(made.id);
      }
      for (const order_by of userOrders) {
        const input = { order_by, include_total: true, per_page: 3 };
        const response = await server.request(`/trpc/fetchUsers?input=${JSON.stringify(input)}`);
        expect(await response.text()).toBe(JSON.stringify({ result: { data: await server.api.fetchUsers(input) } }));
      }
    }),
    { numRuns: 30 },
  );
});
