import type { Services } from "../calls/call.ts";
import type { Db } from "../database/database.ts";
import { existing, Refusal } from "../errors.ts";
import { findMessage, isEnded } from "./message.queries.ts";
import type { MessageKind, Preview } from "./message-kind.ts";

/** Stands in a preview for the token or code, which is made only when the message is sent. */
const HIDDEN = "••••••";

/** What a message says: a sent one as when it was sent, another as if it went out now. */
export const createPreviews =
  (kinds: readonly MessageKind[], { settings, clock }: Pick<Services, "settings" | "clock">) =>
  async (db: Db, id: string): Promise<Preview> => {
    const message = existing(await findMessage(db, id), "message_not_found");
    const kind = kinds.find(({ name }) => name === message.kind);
    const template = kind?.templates.find((one) => one.template === message.template); // another server may know it
    const showing = { message, now: message.sent_at ?? clock().toISOString(), settings };
    const subject = isEnded(message) ? undefined : await template?.find({ ...showing, db });
    if (!kind || !template || subject === undefined) throw new Refusal("message_subject_gone");
    return kind.finish(template.write(showing, subject, HIDDEN), settings);
  };
