import { expect } from "vitest";
import { contenders, raceTest } from "../testing/race-test.ts";

raceTest("an API key that fifty rotate at the same moment has one successor", ({ api }) => async () => {
  const { id } = await api.createApiKey({ name: "ci", scopes: ["users:read"] });
  return {
    calls: contenders(() => ["rotateApiKey", { api_key_id: id }]),
    refusals: { rotateApiKey: ["api_key_ended"] },
    wins: 1,
    after: async () => {
      const { data } = await api.fetchAuditLog({ target_id: id });
      expect(data.map(({ event }) => event)).toEqual(["api_key.rotated", "api_key.created"]);
    },
  };
});

raceTest("an API key that fifty revoke at the same moment is revoked once", ({ api }) => async () => {
  const { id } = await api.createApiKey({ name: "ci", scopes: ["users:read"] });
  return {
    calls: contenders(() => ["revokeApiKey", { api_key_id: id }]),
    after: async ({ won }) => {
      expect(new Set(won("revokeApiKey").map(({ revoked_at }) => revoked_at)).size).toBe(1);
      const { data } = await api.fetchAuditLog({ target_id: id });
      expect(data.map(({ event }) => event)).toEqual(["api_key.revoked", "api_key.created"]);
    },
  };
});
