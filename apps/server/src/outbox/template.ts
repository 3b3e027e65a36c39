import type { Settings } from "../config.ts";
import type { ClaimedMessage } from "./message.queries.ts";
import type { Composed, Composing, MessageKind, MessageType, Unwanted } from "./message-kind.ts";

/** What templates are written with. */
export interface Writing {
  settings: Settings;
  /** Hashes a secret that somebody could guess. */
  hash(secret: string): Promise<string>;
}

/** One sort of message of a kind that has several. The slice that queues it says how it is written. */
export interface Template<Written extends { secret?: string }, Prepared = unknown> extends MessageType {
  template: string;
  /** Slow work, such as hashing, before the transaction. */
  prepare?(message: ClaimedMessage, writing: Writing): Promise<Prepared>;
  /** Looks whether the message is still wanted, and writes it. A link or code in it is made here, and is its `secret`. */
  compose(composing: Composing & Pick<Writing, "settings">, prepared: Prepared): Promise<Written | Unwanted>;
}

/** The part of a kind that its templates do. */
export function templated<Written extends { secret?: string }>(
  templates: readonly Template<Written>[],
  writing: Writing,
): Required<Pick<MessageKind<Written>, "lanes" | "prepare" | "compose">> {
  const templateOf = (message: ClaimedMessage) => {
    const found = templates.find(({ template }) => template === message.template);
    if (!found) throw new Error(`there is no template ${message.template}`);
    return found;
  };
  return {
    lanes: [...Map.groupBy(templates, ({ lane }) => lane)].map(([name, inLane]) => ({
      name,
      templates: inLane.map(({ template }) => template),
    })),
    prepare: async (message) => templateOf(message).prepare?.(message, writing),
    async compose(composing, prepared): Promise<Composed<Written> | Unwanted> {
      const { settings } = writing;
      const written = await templateOf(composing.message).compose({ ...composing, settings }, prepared);
      return "unwanted" in written ? written : { draft: written, secrets: partsOf(written.secret) };
    },
  };
}

/** A link is as secret as the token in it. */
function partsOf(secret: string | undefined) {
  if (secret === undefined) return [];
  const token = URL.parse(secret)?.searchParams.get("token");
  return token ? [secret, token] : [secret];
}
