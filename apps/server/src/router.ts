import { type Contract, contract, type ProcedureName } from "@roster/contract";
import { initTRPC } from "@trpc/server";
import { apiKeys } from "./api-keys/api-key.router.ts";
import { audit } from "./audit/audit.router.ts";
import { type Context, currentRequestId } from "./context.ts";
import { emails } from "./emails/email.router.ts";
import { describeFailure } from "./errors.ts";
import { invitations } from "./invitations/invitation.router.ts";
import { organizations } from "./organizations/organization.router.ts";
import { passwords } from "./passwords/password.router.ts";
import { phones } from "./phones/phone.router.ts";
import { type Call, type Handlers, type Implementation, implement } from "./procedures.ts";
import { socialConnections } from "./social-connections/social-connection.router.ts";
import { users } from "./users/user.router.ts";
import { verifications } from "./verifications/verification.router.ts";
import { waitlist } from "./waitlist/waitlist.router.ts";
import { workspaces } from "./workspaces/workspace.router.ts";

/** Does not compile while a procedure of the contract has no handler, or one that answers something else. */
const handlers: Handlers<Contract> = {
  ...users,
  ...passwords,
  ...emails,
  ...phones,
  ...verifications,
  ...socialConnections,
  ...organizations,
  ...workspaces,
  ...invitations,
  ...waitlist,
  ...apiKeys,
  ...audit,
};

type Implementations = { [P in ProcedureName]: Implementation<P> };

const names = Object.keys(contract) as ProcedureName[]; // the contract's keys are its procedures' names

const build = <P extends ProcedureName>(name: P) => implement<P>(name, handlers[name]);

/** What each procedure does with a call. */
export const implementation = Object.fromEntries(
  names.map((name) => [name, build(name)]),
) as unknown as Implementations; // as built

const t = initTRPC.context<Context>().create({
  errorFormatter({ shape, error, ctx, path }) {
    const { message, data } = describeFailure(error, ctx?.requestId ?? currentRequestId.getStore() ?? "");
    const { code, httpStatus } = shape.data;
    return { ...shape, message, data: { code, httpStatus, ...(path !== undefined && { path }), ...data } };
  },
});

/** A procedure of tRPC, which leaves the input to be read after the caller is known. */
function procedure(name: ProcedureName) {
  const call = t.procedure.use(({ ctx, batchIndex, getRawInput, next }) =>
    next({ ctx: { call: { ctx, batchIndex, getRawInput } } }),
  );
  const run = ({ ctx }: { ctx: { call: Call } }): Promise<unknown> => implementation[name].data(ctx.call);
  return contract[name].kind === "query" ? call.query(run) : call.mutation(run);
}

/** To clients it has the contract's type `RosterRouter`; that each procedure keeps it is what `handlers` proves. */
export const appRouter = t.router(Object.fromEntries(names.map((name) => [name, procedure(name)])));
