import type { Generated } from "kysely";

/** A mail that waits to be sent: written in the transaction of the change that calls for it. */
export interface MessageTable {
  seq: Generated<number>;
  id: string;
  template: "invitation" | "welcome";
  recipient: string;
  invitation_id: string | null;
  user_id: string | null;
  state: Generated<"queued" | "sent" | "failed">;
  attempts: Generated<number>;
  last_error: string | null;
  created_at: string;
  sent_at: string | null;
}
