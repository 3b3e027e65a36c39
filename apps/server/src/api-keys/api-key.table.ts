import type { ApiKey } from "@roster/contract";
import type { Generated, Selectable } from "kysely";

export interface ApiKeyTable extends Omit<ApiKey, "scopes"> {
  seq: Generated<number>;
  /** SHA-256 of the key, hex. */
  hash: string;
  /** A JSON array. */
  scopes: string;
}

export const toApiKey = ({ seq: _, hash: __, ...row }: Selectable<ApiKeyTable>): ApiKey => ({
  ...row,
  scopes: JSON.parse(row.scopes),
});
