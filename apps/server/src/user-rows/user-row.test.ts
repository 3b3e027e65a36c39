import { type ProcedureName, scopes } from "@roster/contract";
import { expect, test } from "vitest";
import { dialect } from "../testing/database.ts";
import { examples } from "../testing/examples.ts";
import { statementsOf } from "../testing/statements.ts";
import { openPopulatedRoster } from "../testing/world.ts";

const names: ProcedureName[] = [
  "updateUser",
  "deactivateUser",
  "reactivateUser",
  "deleteUser",
  "updatePassword",
  "removePassword",
  "verifyPassword",
  "resetPassword",
  "addEmail",
  "updateEmail",
  "deleteEmail",
  "addPhone",
  "updatePhone",
  "deletePhone",
  "sendEmailVerification",
  "verifyEmail",
  "sendPhoneVerification",
  "verifyPhone",
  "linkSocialConnection",
  "deleteSocialConnection",
];

// SQLite has one writer at a time, and no locks of rows.
test.runIf(dialect === "postgres").for(names)("%s locks the user's row before all other rows", async (name) => {
  await using directory = await openPopulatedRoster();

  const statements = await statementsOf(directory.roster, () =>
    directory.roster.call(name, examples[name].sample(directory.world), { name: "tester", scopes }),
  );

  const locking = statements.filter(
    ({ sql }) => / for (no key )?update$|^(insert|update|delete) /.test(sql) && !sql.includes('"rate_limits"'),
  );
  expect(locking[0]?.sql).toMatch(/^(select .+ from|update|delete from) "users" /);
});
