import { type Scope, scopes } from "@roster/contract/scopes";

type Noun = Scope extends `${infer N}:${string}` ? N : never;

/** What scopes are about. */
const nouns: Record<Noun, string> = {
  users: "Users",
  organizations: "Organizations",
  invitations: "Invitations",
  waitlist: "Waitlist",
  messages: "Messages",
  audit: "Audit log",
  api_keys: "API keys",
};

/** What each scope lets a key do: in a word, and what that amounts to. */
const scopeWords: Record<Scope, readonly [may: string, consequence: string]> = {
  "users:read": ["Read", "Sees every user, with private metadata."],
  "users:write": [
    "Write",
    "Creates, changes and deletes users, vouches for addresses and numbers, links accounts at providers.",
  ],
  "users:password": ["Set passwords", "Can open any account, by setting its password."],
  "users:verify": ["Check passwords", "Signs people in with their password, and mails them a link to set one."],
  "invitations:read": ["Read", "Sees who is invited."],
  "invitations:write": ["Write", "Invites people, resends and revokes invitations."],
  "waitlist:read": ["Read", "Sees who waits."],
  "waitlist:write": ["Write", "Approves and rejects people who wait."],
  "organizations:read": ["Read", "Sees organizations, workspaces and their members."],
  "organizations:write": ["Write", "Creates, changes and deletes organizations and workspaces, and their members."],
  "messages:read": ["Read", "Sees the messages that are sent, without links and codes."],
  "messages:write": ["Write", "Sends failed messages again, and cancels those that wait."],
  "api_keys:manage": ["Manage", "Creates, renames, rotates and revokes keys that may do no more than itself."],
  "audit:read": ["Read", "Sees who changed what, and the statistics."],
};

interface ScopeGroup {
  title: string;
  scopes: { scope: Scope; may: string; consequence: string }[];
}

/** Scopes by what they are about. */
export const groupsOf = (some: readonly Scope[]): ScopeGroup[] =>
  Object.entries(nouns)
    .map(([noun, title]) => ({
      title,
      scopes: some
        .filter((scope) => scope.startsWith(`${noun}:`))
        .map((scope) => ({ scope, may: scopeWords[scope][0], consequence: scopeWords[scope][1] })),
    }))
    .filter((group) => group.scopes.length > 0);

export const readOnly = (some: readonly Scope[]) => some.filter((scope) => scope.endsWith(":read"));

const areSame = (some: readonly Scope[], others: readonly Scope[]) =>
  some.length === others.length && some.every((scope) => others.includes(scope));

/** The scopes of a key in a few words. */
export function summaryOf(some: readonly Scope[]) {
  if (areSame(some, scopes)) return "Everything";
  if (areSame(some, readOnly(scopes))) return "Read everything";
  return groupsOf(some)
    .map(({ title, scopes: own }) => `${title}: ${own.map(({ may }) => may.toLowerCase()).join(", ")}`)
    .join("; ");
}
