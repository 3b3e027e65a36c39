import type { UserInvitation } from "@roster/contract";
import type { Generated, Selectable } from "kysely";

/** A message that waits to be sent, or was: written in the transaction of the change that calls for it. */
export interface MessageTable {
  seq: Generated<number>;
  id: string;
  /** The name of the kind that sends it. */
  kind: string;
  /** Messages of one kind wait only for those in their own lane. */
  lane: string;
  template: string | null;
  /** What the kind sends to: an email address, a phone number. */
  recipient: string;
  /** The user whom it is about: it is deleted with this user. */
  user_id: string | null;
  /** The record that it is about, which may be gone: the prefix of the id says of which table. */
  subject_id: string | null;
  /** JSON: what the template needs to know besides. */
  facts: Generated<string>;
  state: Generated<NonNullable<UserInvitation["delivery"]>["state"]>;
  attempts: Generated<number>;
  last_error: string | null;
  created_at: string;
  /** When the next attempt is due; while one is under way, the end of its lease. */
  due_at: string;
  give_up_at: string;
  sent_at: string | null;
  /** When it may be swept away; null for as long as its subject shows it. */
  kept_until: string | null;
}

export type MessageRow = Selectable<MessageTable>;
