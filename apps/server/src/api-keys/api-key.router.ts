import type { apiKeyProcedures } from "@roster/contract";
import type { Handlers } from "../procedures.ts";
import { listApiKeys } from "./api-key.queries.ts";
import { createApiKey, revokeApiKey } from "./api-key.service.ts";

export const apiKeys: Handlers<typeof apiKeyProcedures> = {
  fetchApiKeys: ({ db, input }) => listApiKeys(db, input),
  createApiKey,
  revokeApiKey: (change, { api_key_id }) => revokeApiKey(change, api_key_id),
};
