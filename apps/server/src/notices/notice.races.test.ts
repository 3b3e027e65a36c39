import { expect } from "vitest";
import { contenders, raceTest } from "../testing/race-test.ts";

raceTest("a password that fifty remove at the same moment is told of once", ({ api, database }) => async (round) => {
  const email = `ada${round}@example.com`;
  const user = { first_name: "Ada", last_name: "Lovelace", email_address: email, password: "a green whale sings" };
  const { id } = await api.createUser(user);
  return {
    calls: contenders(() => ["removePassword", { user_id: id }]),
    after: async () => {
      expect(await database.query("select facts from messages where user_id = ?", id)).toHaveLength(1);
    },
  };
});
