import { hash, randomBytes } from "node:crypto";
import type { Tx } from "../database/database.ts";
import { insertToken } from "./token.queries.ts";
import type { TokenTable } from "./token.table.ts";

export const newToken = () => randomBytes(32).toString("base64url");

export const hashToken = (token: string) => hash("sha256", token);

/** Makes a token of 256 random bits for one subject. The database keeps only its hash. */
export async function mintToken(
  tx: Tx,
  subject: Pick<TokenTable, "email" | "created_at" | "expires_at"> & ({ invitation_id: string } | { user_id: string }),
): Promise<string> {
  const token = newToken();
  const row = { invitation_id: null, user_id: null, ...subject };
  const purpose = row.invitation_id === null ? "password" : "invitation";
  await insertToken(tx, { hash: hashToken(token), purpose, ...row });
  return token;
}
