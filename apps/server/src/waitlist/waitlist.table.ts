import type { WaitlistUser } from "@roster/contract";
import type { Generated, Selectable } from "kysely";

export interface WaitlistTable extends Omit<WaitlistUser, "metadata" | "position" | "status"> {
  seq: Generated<number>;
  metadata: string;
  search_text: string;
  status: Generated<WaitlistUser["status"]>;
}

export const toWaitlistUser = ({ seq: _, search_text: __, ...row }: Selectable<WaitlistTable>): WaitlistUser => ({
  ...row,
  position: null,
  metadata: JSON.parse(row.metadata),
});
