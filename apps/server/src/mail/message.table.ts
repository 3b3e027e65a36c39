import type { UserInvitation } from "@roster/contract";
import type { Generated, Selectable } from "kysely";

export type Template = "invitation" | "welcome" | "email_code" | "phone_code" | "password_reset" | "password_changed";

/** A mail or text message that waits to be sent: written in the transaction of the change that calls for it. */
export interface MessageTable {
  seq: Generated<number>;
  id: string;
  template: Template;
  /** An email address, or a phone number for `phone_code`. */
  recipient: string;
  invitation_id: string | null;
  user_id: string | null;
  verification_id: string | null;
  redirect_url: string | null;
  state: Generated<NonNullable<UserInvitation["delivery"]>["state"]>;
  attempts: Generated<number>;
  last_error: string | null;
  created_at: string;
  /** When the next attempt is due; while one is under way, when it counts as lost. */
  due_at: string;
  give_up_at: string;
  sent_at: string | null;
}

export type MessageRow = Selectable<MessageTable>;
