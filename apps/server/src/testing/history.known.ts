import { type IdKind, idPrefixes, type ProcedureName } from "@roster/contract";
import type { Operation } from "./twins.ts";

export type Fields = Record<string, unknown>;
export type Act = Operation["act"];

/** Facts about the directory: names of ids and secrets (see names.ts), with their owners. */
export interface Known {
  succeeded: Set<ProcedureName>;
  /** Records that answers had, by the kind of their ids: each with its `id` and the ids around it, such as its user's. */
  records: Record<IdKind, Fields[]>;
  /** Tokens of links to accept an invitation, and to set a password. */
  tokens: string[];
  passwordTokens: string[];
  /** Identifiers of users. */
  addresses: unknown[];
  externalIds: unknown[];
  /** Inputs of verifyPassword that were right once. */
  passwords: Fields[];
  /** Inputs of verifyEmail and verifyPhone with the code that was sent. */
  emailCodes: Fields[];
  phoneCodes: Fields[];
  /** Lists that can be continued. */
  lists: { act: Act; input: Fields }[];
  /** Calls to make before a code expires. */
  soon: { act: ProcedureName; input: Fields }[];
  /** Texts that were written, for searches. */
  texts: string[];
}

const kinds = Object.keys(idPrefixes) as IdKind[]; // the keys of a constant

export const nothing = (): Known => ({
  succeeded: new Set(),
  records: Object.fromEntries(kinds.map((kind) => [kind, []])) as unknown as Known["records"], // each kind has its list
  tokens: [],
  passwordTokens: [],
  addresses: [],
  externalIds: [],
  passwords: [],
  emailCodes: [],
  phoneCodes: [],
  lists: [],
  soon: [],
  texts: [],
});

/** The kind of an id, by its name. */
const kindOf = (value: unknown) => {
  const prefix = /^<([a-z]+) [\d.]+>$/.exec(String(value))?.[1];
  return kinds.find((kind) => idPrefixes[kind] === prefix);
};

const idsAmong = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([name, value]) => name.endsWith("_id") && kindOf(value)));

/** Stores the records in an answer, each with the ids in it and around it. `around` is the input at first. */
export function learnRecords(known: Known, answer: unknown, around: Fields): void {
  if (typeof answer !== "object" || answer === null) return;
  const fields = answer as Fields; // those of an array are its items
  const ids = { ...idsAmong(around), ...idsAmong(fields) };
  const kind = kindOf(fields.id);
  if (kind && !known.records[kind].some(({ id }) => id === fields.id))
    known.records[kind].push({ ...ids, id: fields.id });
  for (const part of Object.values(fields)) learnRecords(known, part, ids);
}

/** The tokens in a link, by name. */
export const tokensIn = (link: unknown) => /<token [^>]+>/.exec(String(link)) ?? [];
