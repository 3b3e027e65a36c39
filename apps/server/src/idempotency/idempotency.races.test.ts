import { describe, expect } from "vitest";
import { ada, CONTENDERS, contenders, raceTest } from "../testing/race-test.ts";

describe("of fifty calls with one idempotency key at the same moment", () => {
  raceTest("one creates the user, and all have its answer", ({ api }) => (round) => {
    const email_address = `ada${round}@example.com`;
    return {
      calls: contenders(() => ["createUser", { ...ada, email_address }, `key-${round}`]),
      after: async ({ won }) => {
        const answers = won("createUser");
        expect(answers).toHaveLength(CONTENDERS);
        expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
        expect(await api.fetchUserByEmail(email_address)).toEqual(answers[0]);
      },
    };
  });

  raceTest("one creates the user, even if nothing of it is unique", ({ api }) => (round) => ({
    calls: contenders(() => ["createUser", { ...ada, last_name: `Round ${round}` }, `key-${round}`]),
    after: async () => expect((await api.fetchUsers({ search: `Round ${round}` })).data).toHaveLength(1),
  }));

  raceTest("each answers the same link", () => (round) => ({
    calls: contenders(() => ["inviteUser", { email: `ada${round}@example.com` }, `key-${round}`]),
    after: ({ won }) => expect(new Set(won("inviteUser").map(({ accept_url }) => accept_url)).size).toBe(1),
  }));

  raceTest("one with one of two inputs is made", ({ api }) => (round) => ({
    calls: contenders((index) => ["createUser", { ...ada, username: `ada${index % 2}-${round}` }, `key-${round}`]),
    refusals: { createUser: ["idempotency_conflict"] },
    wins: CONTENDERS / 2,
    after: async ({ won }) => {
      const [user] = won("createUser");
      expect((await api.fetchUsers({ search: `-${round}` })).data).toContainEqual(user);
    },
  }));
});
