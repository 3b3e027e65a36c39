import { contract, scopes } from "@roster/contract";
import { expect, test } from "vitest";
import { dialect } from "../testing/database.ts";
import type { MutationName } from "../testing/example.ts";
import { examples, mutationNames } from "../testing/examples.ts";
import { statementsOf } from "../testing/statements.ts";
import { openPopulatedRoster } from "../testing/world.ts";

const takesUser = (name: MutationName) => "shape" in contract[name].input && "user_id" in contract[name].input.shape;
const isOfMembership = (name: MutationName) => name.endsWith("Member"); // one statement, which keeps the rows that it refers to
const ofUsers = mutationNames.filter((name) => takesUser(name) && !isOfMembership(name));

// SQLite has one writer at a time, and no locks of rows.
test.runIf(dialect === "postgres").for([...ofUsers, "resetPassword" as const])(
  "%s locks the user's row before all other rows",
  async (name) => {
    await using directory = await openPopulatedRoster();
    const input = await examples[name].sample(directory.world, directory);

    const statements = await statementsOf(directory.roster, () =>
      directory.roster.call(name, input, { name: "tester", scopes }),
    );

    const locking = statements.filter(
      ({ sql }) => / for (no key )?update$|^(insert|update|delete) /.test(sql) && !/"(rate_limits|waitlist)"/.test(sql), // locked first
    );
    expect(locking[0]?.sql).toMatch(/^(select .+ from|update|delete from) "users" /);
  },
);
