import { scopes } from "@roster/contract";
import { expect, test } from "vitest";
import { examples, procedureNames } from "../testing/examples.ts";
import { statementsOf } from "../testing/statements.ts";
import { openPopulatedRoster } from "../testing/world.ts";

test.for(procedureNames)("%s takes its number of statements", async (name) => {
  await using directory = await openPopulatedRoster();
  const actor = { name: "tester", scopes };
  const input = await examples[name].sample(directory.world, directory);

  const statements = await statementsOf(directory.roster, async () => {
    const answer = await directory.roster.call(name, input, actor);
    expect(answer.ok).toBe(true);
  });

  expect(statements.map(({ sql }) => sql)).toHaveLength(examples[name].statements);
});
