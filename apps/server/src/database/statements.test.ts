import { scopes } from "@roster/contract";
import { expect, test } from "vitest";
import { examples, procedureNames } from "../testing/examples.ts";
import { statementsOf } from "../testing/statements.ts";
import { openPopulatedRoster } from "../testing/world.ts";

// After a change of what calls run, renew the snapshot with -u, and read it: it shows what each call costs.

test.for(procedureNames)("%s runs these statements", async (name) => {
  await using directory = await openPopulatedRoster();
  const actor = { name: "tester", scopes };
  const input = await examples[name].sample(directory.world, directory);

  const statements = await statementsOf(directory.roster, async () => {
    const answer = await directory.roster.call(name, input, actor);
    expect(answer.ok).toBe(true);
  });

  const sql = statements.map((statement) => statement.sql);
  expect(`\n${sql.map(inShort).join("\n")}\n`, sql.join("\n")).toMatchSnapshot();
});

/** The verb and the tables of a statement. */
function inShort(sql: string) {
  const [verb] = /\b(?:insert|update|delete)\b|^\w+/.exec(sql.replace(/^with\b/, "")) ?? ["select"];
  const tables = [...sql.matchAll(/\b(?:from|join|into|update) "?(?!set\b)(\w+)/g)].map(([, table]) => table);
  return [verb, [...new Set(tables)].join(", ")].join(" ").trim();
}
