import type { apiKeyProcedures } from "@roster/contract";
import { type Handlers, prepared } from "../calls/call.ts";
import { listPage } from "../lists/page.ts";
import { apiKeyList } from "./api-key.queries.ts";
import { createApiKey, forgetApiKey, revokeApiKey } from "./api-key.service.ts";

export const apiKeys: Handlers<typeof apiKeyProcedures> = {
  fetchApiKeys: (call) => listPage(call, apiKeyList, call.input),
  createApiKey,
  revokeApiKey: prepared(forgetApiKey, revokeApiKey),
};
