import type { apiKeyProcedures } from "@roster/contract";
import { type Handlers, prepared, type QueryCall } from "../calls/call.ts";
import { listPage } from "../lists/page.ts";
import { apiKeyList } from "./api-key.queries.ts";
import { createApiKey, forgetApiKey, revokeApiKey, rotateApiKey, updateApiKey } from "./api-key.service.ts";

export const apiKeys: Handlers<typeof apiKeyProcedures> = {
  fetchApiKeys: (call) => listPage(call, apiKeyList),
  createApiKey,
  updateApiKey,
  rotateApiKey: prepared((call: QueryCall<"rotateApiKey">) => forgetApiKey(call), rotateApiKey),
  revokeApiKey: prepared((call: QueryCall<"revokeApiKey">) => forgetApiKey(call), revokeApiKey),
};
