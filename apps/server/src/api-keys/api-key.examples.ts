import { type apiKeyProcedures, scopes } from "@roster/contract";
import { newId } from "../ids.ts";
import type { Examples } from "../testing/example.ts";

export const apiKeyExamples: Examples<typeof apiKeyProcedures> = {
  fetchApiKeys: {
    sample: () => ({ per_page: 5 }),
    random: { weight: 12, input: ({ list }) => list({}) },
  },
  createApiKey: {
    sample: () => ({ name: "sample of a key", scopes: ["api_keys:manage"], expires_in_days: 30 }),
    leaves: (_, { id }) => [["api_key.created", id, "expires_at", "name", "scopes"]],
    random: {
      weight: 8,
      input: ({ pick, line, orNull }) => ({
        name: line(),
        scopes: [pick(scopes), pick(scopes)],
        expires_in_days: orNull(0.5, () => pick([1, 30, 3650, 3651])),
      }),
    },
  },
  rotateApiKey: {
    sample: ({ apiKey }) => ({ api_key_id: apiKey.id, overlap_hours: 1 }),
    refusals: {
      api_key_not_found: () => ({ api_key_id: newId("api_key") }),
      api_key_ended: async ({ apiKey }, { api }) => ({ api_key_id: (await api.revokeApiKey(apiKey.id)).id }),
    },
    leaves: ({ apiKey }, { id }) => [
      ["api_key.rotated", apiKey.id, "expires_at"],
      ["api_key.created", id, "expires_at", "name", "scopes"],
    ],
    random: {
      weight: 5,
      input: ({ id, pick, orNull }) => ({
        api_key_id: id("api_key"),
        overlap_hours: orNull(0.5, () => pick([0, 1, 720, 721])),
      }),
    },
  },
  updateApiKey: {
    sample: ({ apiKey }) => ({ api_key_id: apiKey.id, name: "sample of a name" }),
    refusals: { api_key_not_found: () => ({ api_key_id: newId("api_key"), name: "nothing" }) },
    leaves: ({ apiKey }) => [["api_key.updated", apiKey.id, "name"]],
    random: { weight: 5, input: ({ id, line }) => ({ api_key_id: id("api_key"), name: line() }) },
  },
  revokeApiKey: {
    sample: ({ apiKey }) => ({ api_key_id: apiKey.id }),
    refusals: { api_key_not_found: () => ({ api_key_id: newId("api_key") }) },
    leaves: ({ apiKey }) => [["api_key.revoked", apiKey.id, "revoked_at"]],
    random: { weight: 5, input: ({ id }) => ({ api_key_id: id("api_key") }) },
  },
};
