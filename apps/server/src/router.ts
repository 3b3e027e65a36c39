import { type Contract, contract, type Input, type Output, type ProcedureName } from "@roster/contract";
import { apiKeys } from "./api-keys/api-key.router.ts";
import { audit } from "./audit/audit.router.ts";
import { admitting } from "./calls/admission.ts";
import {
  type Call,
  CheckedJson,
  type Context,
  type Handlers,
  type Mutate,
  type Prepared,
  type Read,
} from "./calls/call.ts";
import { changing } from "./calls/changes.ts";
import { reading } from "./calls/reads.ts";
import { emails } from "./emails/email.router.ts";
import { describeRefusal, type Failure, Refusal } from "./errors.ts";
import { invitations } from "./invitations/invitation.router.ts";
import { members } from "./members/member.router.ts";
import { organizations } from "./organizations/organization.router.ts";
import { messages } from "./outbox/message.router.ts";
import { passwords } from "./passwords/password.router.ts";
import { personalData } from "./personal-data/personal-data.router.ts";
import { phones } from "./phones/phone.router.ts";
import { socialConnections } from "./social-connections/social-connection.router.ts";
import { statistics } from "./statistics/statistics.router.ts";
import { users } from "./users/user.router.ts";
import { verifications } from "./verifications/verification.router.ts";
import { waitlist } from "./waitlist/waitlist.router.ts";
import { workspaces } from "./workspaces/workspace.router.ts";

/** Does not compile when a procedure of the contract lacks a handler, or its handler has another type. */
export const handlers: Handlers<Contract> = {
  ...users,
  ...passwords,
  ...emails,
  ...phones,
  ...verifications,
  ...socialConnections,
  ...organizations,
  ...workspaces,
  ...members,
  ...invitations,
  ...waitlist,
  ...messages,
  ...personalData,
  ...apiKeys,
  ...audit,
  ...statistics,
};

/** Answers a call with values, or with JSON that was checked already. Throws refusals only. */
export type Implementation<P extends ProcedureName> = (call: Call) => Promise<Output<P> | CheckedJson<Output<P>>>;

const build = <P extends ProcedureName>(name: P): Implementation<P> =>
  admitting(
    name,
    contract[name].kind === "query"
      ? reading(name, handlers[name] as Read<P>) // TypeScript does not narrow Handler<P> by the entry's kind
      : changing(name, handlers[name] as Mutate<P> | Prepared<P>), // TypeScript does not narrow Handler<P> by the entry's kind
  );

export const procedureNames = Object.keys(contract) as ProcedureName[]; // the contract's keys are its procedures' names

/** Each procedure with its admission, handler and checks. */
export const implementation = Object.fromEntries(procedureNames.map((name) => [name, build(name)])) as unknown as {
  [P in ProcedureName]: Implementation<P>;
}; // `build` gives each name its own type, which Object.fromEntries forgets

export const dataOf = <T>(answer: T | CheckedJson<T>): T =>
  answer instanceof CheckedJson ? JSON.parse(answer.text) : answer;

/** Undefined for a void answer. */
export const jsonOf = (answer: unknown): string | undefined =>
  answer instanceof CheckedJson ? answer.text : JSON.stringify(answer);

/** The result of a call as data, for callers in the same process. */
export type CallResult<P extends ProcedureName> = { ok: true; data: Output<P> } | { ok: false; failure: Failure };

/** Calls a procedure in this process. Throws refusals only. */
export const perform = async <P extends ProcedureName>(ctx: Context, procedure: P, input: Input<P>) =>
  dataOf(await implementation[procedure]({ ctx, batchIndex: 0, getRawInput: async () => input }));

export async function call<P extends ProcedureName>(
  ctx: Context,
  procedure: P,
  input: Input<P>,
): Promise<CallResult<P>> {
  try {
    return { ok: true, data: await perform(ctx, procedure, input) };
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    return { ok: false, failure: describeRefusal(thrown, ctx.requestId) };
  }
}
