import type { ProcedureName } from "@roster/contract";
import type { Operation } from "./twins.ts";

export type Fields = Record<string, unknown>;
export type Act = Operation["act"];

/** Of what is known of the directory: names of ids (see names.ts) and of secrets, with what they belong to. */
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
  /** What users can be found by. */
  addresses: unknown[];
  externalIds: unknown[];
  /** Inputs of verifyPassword that were right once. */
  passwords: Fields[];
  /** Inputs of verifyEmail and verifyPhone with the code that was sent. */
  emailCodes: Fields[];
  phoneCodes: Fields[];
  /** Lists that can be continued. */
  lists: { act: Act; input: Fields }[];
  /** What is to be done before a code has run out. */
  soon: { act: ProcedureName; input: Fields }[];
  /** What was written, to be looked for. */
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

type Answer = { ok: boolean; data?: unknown };

/** Notes what an answer tells of the directory. */
export function learn(known: Known, { act, input }: Operation, answer: Answer | Fields[]) {
  if (Array.isArray(answer)) {
    for (const { carries, template } of answer) {
      known[template === "invitation" ? "tokens" : "passwordTokens"].push(...tokensIn(carries));
    }
    return;
  }
  if (!answer.ok) return;
  const data = (answer.data ?? {}) as Fields; // an object, where there is something to say
  const given = input as Fields; // it was taken
  const { user_id } = given;
  const notes: Partial<Record<Act, () => unknown>> = {
    createUser: () => {
      known.users.push(String(data.id));
      if (data.email) known.addresses.push(data.email);
      if (data.external_id) known.externalIds.push(data.external_id);
      if (given.password) known.passwords.push({ user_id: data.id, password: given.password });
    },
    updatePassword: () => known.passwords.push({ user_id, password: given.new_password }),
    addEmail: () => known.emails.push({ user_id, email_id: data.id }),
    addPhone: () => known.phones.push({ user_id, phone_id: data.id }),
    linkSocialConnection: () => known.connections.push({ user_id, connection_id: data.id }),
    createOrganization: () => known.organizations.push(String(data.id)),
    createWorkspace: () => known.workspaces.push({ workspace_id: data.id, organization_id: data.organization_id }),
    addOrganizationMember: () => known.members.push({ organization_id: given.organization_id, user_id }),
    addWorkspaceMember: () => known.workspaceMembers.push({ workspace_id: given.workspace_id, user_id }),
    createApiKey: () => known.keys.push(String(data.id)),
    acceptInvitation: () => known.users.push(String(data.user_id)),
    approveWaitlistUser: () => known.users.push(String(data.id)),
    sendEmailVerification: () => sent(known, "email", { user_id, email_id: given.email_id, code: data.code }),
    sendPhoneVerification: () => sent(known, "phone", { user_id, phone_id: given.phone_id, code: data.code }),
    inviteUser: () => invited(known, data),
    resendInvitation: () => invited(known, data),
    inviteUsers: () =>
      rowsOf(data.results).forEach(({ invitation }) => invitation && invited(known, invitation as Fields)),
    fetchWaitlist: () => known.waiting.push(...rowsOf(data.data).map(({ id }) => String(id))),
    fetchUserDetails: () => {
      known.emails.push(...rowsOf(data.emails).map(({ id }) => ({ user_id, email_id: id })));
      known.phones.push(...rowsOf(data.phones).map(({ id }) => ({ user_id, phone_id: id })));
    },
  };
  notes[act]?.();
  if (typeof data.next_cursor === "string") {
    const { page: _, ...rest } = given;
    known.lists.push({ act, input: { ...rest, cursor: data.next_cursor } });
  }
  for (const [name, value] of Object.entries(given)) {
    if (/name|email|phone|external_id|slug/.test(name) && typeof value === "string") known.texts.push(value);
  }
}

function sent(known: Known, kind: "email" | "phone", input: Fields) {
  if (!input.code) return;
  known[`${kind}Codes`].push(input);
  known.soon.push({ act: kind === "email" ? "verifyEmail" : "verifyPhone", input });
}

const rowsOf = (rows: unknown) => (Array.isArray(rows) ? (rows as Fields[]) : []); // what lists answer

const tokensIn = (link: unknown) => /<token [^>]+>/.exec(String(link)) ?? [];

function invited(known: Known, { id, accept_url }: Fields) {
  known.invitations.push(String(id));
  known.tokens.push(...tokensIn(accept_url));
}
