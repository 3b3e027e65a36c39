import { Message } from "@roster/contract";
import type { Generated, Selectable } from "kysely";
import { columnsOf } from "../database/columns.ts";

/** A queued or sent message, inserted in the transaction of the change that causes it. */
export interface MessageTable extends Omit<Message, "attempts" | "state"> {
  seq: Generated<number>;
  /** Messages of one kind wait only for those in their own lane. */
  lane: string;
  /** The user that it is about. The message is deleted with the user. */
  user_id: string | null;
  /** The record that it is about, which may be deleted. The prefix of the id tells its table. */
  subject_id: string | null;
  /** JSON of other facts for the template. */
  facts: Generated<string>;
  state: Generated<Message["state"]>;
  attempts: Generated<number>;
  /** When the next attempt is due. During an attempt, the end of its lease. */
  due_at: string;
  give_up_at: string;
  /** When its row may be deleted; null while its subject shows it. */
  kept_until: string | null;
}

export type MessageRow = Selectable<MessageTable>;

export const messageColumns = columnsOf(Message);
