import type { ProcedureName } from "@roster/contract";
import type { Operation } from "./twins.ts";

export type Fields = Record<string, unknown>;
export type Act = Operation["act"];

/** Facts about the directory: names of ids and secrets (see names.ts), with their owners. */
export interface Known {
  users: string[];
  emails: Fields[];
  phones: Fields[];
  connections: Fields[];
  organizations: string[];
  /** With their organizations. */
  workspaces: Fields[];
  invitations: string[];
  waiting: string[];
  keys: string[];
  members: Fields[];
  workspaceMembers: Fields[];
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

export const nothing = (): Known => ({
  users: [],
  emails: [],
  phones: [],
  connections: [],
  organizations: [],
  workspaces: [],
  invitations: [],
  waiting: [],
  keys: [],
  members: [],
  workspaceMembers: [],
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

/** The tokens in a link, by name. */
export const tokensIn = (link: unknown) => /<token [^>]+>/.exec(String(link)) ?? [];
