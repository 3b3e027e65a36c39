import type { ApiKey } from "@roster/client";
import { State } from "../theme/state.tsx";

/** Whether a key works no more. */
export const hasEnded = ({ expires_at, revoked_at }: ApiKey) =>
  revoked_at !== null || (expires_at !== null && Date.parse(expires_at) <= Date.now());

export function KeyState({ apiKey }: { apiKey: ApiKey }) {
  if (apiKey.revoked_at !== null) return <State meaning="off">Revoked</State>;
  if (hasEnded(apiKey)) return <State meaning="off">{apiKey.successor_id ? "Replaced" : "Expired"}</State>;
  return apiKey.successor_id ? <State meaning="wait">Being replaced</State> : <State meaning="ok">Active</State>;
}
