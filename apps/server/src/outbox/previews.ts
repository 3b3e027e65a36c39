import type { Db } from "../database/database.ts";
import { existing } from "../errors.ts";
import { findMessage, isEnded } from "./message.queries.ts";
import type { MessageKind, Preview } from "./message-kind.ts";

/** What a message says: a sent one as when it was sent, another as if it went out now. */
export const createPreviews =
  (kinds: readonly MessageKind[], clock: () => Date) =>
  async (db: Db, id: string): Promise<Preview> => {
    const message = existing(await findMessage(db, id), "message_not_found");
    const kind = kinds.find(({ name }) => name === message.kind);
    const now = message.sent_at ?? clock().toISOString();
    const preview = isEnded(message) ? undefined : await kind?.preview?.({ db, message, now });
    return existing(preview, "message_subject_gone");
  };
