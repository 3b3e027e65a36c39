import type { WaitlistUser } from "@roster/contract";
import type { Generated, Selectable } from "kysely";

export interface WaitlistTable {
  seq: Generated<number>;
  id: string;
  email: string;
  first_name: string | null;
  last_name: string | null;
  metadata: string;
  search_text: string;
  status: Generated<WaitlistUser["status"]>;
  created_at: string;
  decided_at: string | null;
  decided_by: string | null;
  decision_reason: string | null;
  user_id: string | null;
}

export const toWaitlistUser = ({ seq: _, search_text: __, ...row }: Selectable<WaitlistTable>): WaitlistUser => ({
  ...row,
  position: null,
  metadata: JSON.parse(row.metadata),
});
