import { type Contract, contract, type ProcedureName } from "@roster/contract";
import { apiKeys } from "./api-keys/api-key.router.ts";
import { audit } from "./audit/audit.router.ts";
import { emails } from "./emails/email.router.ts";
import { invitations } from "./invitations/invitation.router.ts";
import { organizations } from "./organizations/organization.router.ts";
import { passwords } from "./passwords/password.router.ts";
import { phones } from "./phones/phone.router.ts";
import { createCallerFactory, type Handlers, procedure, router } from "./procedures.ts";
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

const names = Object.keys(contract) as ProcedureName[]; // the contract's keys are its procedures' names

const build = <P extends ProcedureName>(name: P) => procedure<P>(name, handlers[name]);

/** To clients it has the contract's type `RosterRouter`; that each procedure keeps it is what `handlers` proves. */
export const appRouter = router(Object.fromEntries(names.map((name) => [name, build(name)])));

export const createCaller = createCallerFactory(appRouter);
