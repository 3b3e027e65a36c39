import type { Settings } from "../config.ts";
import { isStillQueued } from "./message.queries.ts";
import type { MessageRow } from "./message.table.ts";
import type { Composed, Composing, MessageKind, MessageType, Unwanted } from "./message-kind.ts";

/** The services of templates. */
export interface Writing {
  settings: Settings;
  /** Hashes a secret that is short enough to guess, such as a code. */
  hash(secret: string): Promise<string>;
}

/** The argument of templates. */
export type Templating = Composing & Pick<Writing, "settings">;

/** One type of message of a kind. The slice that queues it defines it. */
export interface Template<Written extends { secret?: string }, Subject = unknown, Prepared = unknown>
  extends MessageType {
  template: string;
  /** Slow work, such as hashing, before the transaction. */
  prepare?(message: MessageRow, writing: Writing): Promise<Prepared>;
  /** Looks whether the message is still wanted as it is sent, and locks what could end that. Answers its subject, or why not. */
  look(templating: Templating, prepared: Prepared): Promise<Subject>;
  /** Writes it. Makes the link or code in it, which is its `secret`. */
  compose(templating: Templating, subject: Exclude<Subject, Unwanted>, prepared: Prepared): Promise<Written> | Written;
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
      const template = templateOf(composing.message);
      const templating = { ...composing, settings: writing.settings };
      const subject = await template.look(templating, prepared);
      if (isUnwanted(subject)) return subject;
      // Under the locks, because a link that is made after its subject has ended would still work.
      if (!(await isStillQueued(composing.tx, composing.message))) return { unwanted: "It was cancelled meanwhile." };
      const written = await template.compose(templating, subject, prepared);
      return { draft: written, secrets: partsOf(written.secret) };
    },
  };
}

const isUnwanted = (subject: unknown): subject is Unwanted =>
  typeof subject === "object" && subject !== null && "unwanted" in subject;

/** The secret and, for a link, the token in it. */
function partsOf(secret: string | undefined) {
  if (secret === undefined) return [];
  const token = URL.parse(secret)?.searchParams.get("token");
  return token ? [secret, token] : [secret];
}
