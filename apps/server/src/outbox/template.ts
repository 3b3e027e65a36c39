import type { Settings } from "../config.ts";
import { isStillQueued } from "./message.queries.ts";
import type { MessageRow } from "./message.table.ts";
import type { Composed, Composing, MessageKind, MessageType, Preview, Previewing, Unwanted } from "./message-kind.ts";

export interface Writing {
  settings: Settings;
  /** Hashes a secret that is short enough to guess, such as a code. */
  hash(secret: string): Promise<string>;
}

/** The argument of templates as they write. */
export type Showing = Pick<Composing, "message" | "now"> & Pick<Writing, "settings">;

/** The argument of templates as a message is sent. */
export type Templating = Composing & Showing;

/** One type of message of a kind. The slice that queues it defines it. */
export interface Template<Written, Subject = unknown, Prepared = unknown> extends MessageType {
  template: string;
  /** Slow work, such as hashing, before the transaction. */
  prepare?(message: MessageRow, writing: Writing): Promise<Prepared>;
  /** Looks whether the message is still wanted as it is sent, and locks what could end that. Answers its subject, or why not. */
  look(templating: Templating, prepared: Prepared): Promise<NoInfer<Subject> | Unwanted>;
  secret?(templating: Templating, subject: Subject, prepared: Prepared): Promise<string> | string;
  /** Finds its subject for a preview, wanted or not. */
  find(previewing: Previewing): Promise<Subject | undefined>;
  write(showing: Showing, subject: Subject, secret: string): Written;
}

/** Stands in a preview for the token or code, which is made only when the message is sent. */
const HIDDEN = "••••••";

/** A message as it is sent. */
export interface Finished extends Preview {
  /** The link or code in it, for the recipient's eyes only. */
  secret?: string | undefined;
}

/** The part of a kind that its templates implement. */
export function templated<Written, Draft extends Finished>(
  templates: readonly Template<Written>[],
  writing: Writing,
  finish: (written: Written) => Draft,
): Required<Pick<MessageKind<Draft>, "lanes" | "prepare" | "compose" | "preview">> {
  const { settings } = writing;
  const find = (message: MessageRow) => templates.find(({ template }) => template === message.template);
  const templateOf = (message: MessageRow) => {
    const found = find(message);
    if (!found) throw new Error(`there is no template ${message.template}`);
    return found;
  };
  return {
    lanes: [...Map.groupBy(templates, ({ lane }) => lane)].map(([name, inLane]) => ({
      name,
      templates: inLane.map(({ template }) => template),
    })),
    prepare: async (message) => templateOf(message).prepare?.(message, writing),
    async compose(composing, prepared): Promise<Composed<Draft> | Unwanted> {
      const template = templateOf(composing.message);
      const templating = { ...composing, settings };
      const subject = await template.look(templating, prepared);
      if (isUnwanted(subject)) return subject;
      // Under the locks, because a link that is made after its subject has ended would still work.
      if (!(await isStillQueued(composing.tx, composing.message))) return { unwanted: "It was cancelled meanwhile." };
      const secret = await template.secret?.(templating, subject, prepared);
      const draft = finish(template.write(templating, subject, secret ?? ""));
      return { draft, secrets: [draft.secret, secret].filter((part) => part !== undefined) }; // the whole link first
    },
    async preview(previewing) {
      const template = find(previewing.message); // another server may know it
      const subject = await template?.find(previewing);
      if (!template || subject === undefined) return undefined;
      return finish(template.write({ ...previewing, settings }, subject, HIDDEN));
    },
  };
}

const isUnwanted = (subject: unknown): subject is Unwanted =>
  typeof subject === "object" && subject !== null && "unwanted" in subject;
