import type { Settings } from "../config.ts";
import type { MessageRow } from "./message.table.ts";
import type { Composed, Composing, MessageKind, MessageType, Unwanted } from "./message-kind.ts";

/** The services of templates. */
export interface Writing {
  settings: Settings;
  /** Hashes a secret that is short enough to guess, such as a code. */
  hash(secret: string): Promise<string>;
}

/** One type of message of a kind. The slice that queues it defines it. */
export interface Template<Written extends { secret?: string }, Prepared = unknown> extends MessageType {
  template: string;
  /** Slow work, such as hashing, before the transaction. */
  prepare?(message: MessageRow, writing: Writing): Promise<Prepared>;
  /** Checks that the message is still needed, and writes it. Makes the link or code in it, which is its `secret`. */
  compose(composing: Composing & Pick<Writing, "settings">, prepared: Prepared): Promise<Written | Unwanted>;
}

/** The part of a kind that its templates implement. */
export function templated<Written extends { secret?: string }>(
  templates: readonly Template<Written>[],
  writing: Writing,
): Required<Pick<MessageKind<Written>, "lanes" | "prepare" | "compose">> {
  const templateOf = (message: MessageRow) => {
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

/** The secret and, for a link, the token in it. */
function partsOf(secret: string | undefined) {
  if (secret === undefined) return [];
  const token = URL.parse(secret)?.searchParams.get("token");
  return token ? [secret, token] : [secret];
}
