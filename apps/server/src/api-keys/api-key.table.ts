import type { ApiKey } from "@roster/contract";
import type { Generated, Selectable } from "kysely";

export interface ApiKeyTable {
  seq: Generated<number>;
  id: string;
  name: string;
  prefix: string;
  /** SHA-256 of the key, hex. */
  hash: string;
  /** A JSON array. */
  scopes: string;
  created_by: string;
  created_at: string;
  expires_at: string | null;
  last_used_at: string | null;
  revoked_at: string | null;
  /** The key that replaces it, once it was rotated. */
  successor_id: string | null;
}

export const toApiKey = ({ seq: _, hash: __, ...row }: Selectable<ApiKeyTable>): ApiKey => ({
  ...row,
  scopes: JSON.parse(row.scopes),
});
