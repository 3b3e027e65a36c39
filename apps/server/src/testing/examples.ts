import { type Contract, contract, type Input, type ProcedureName } from "@roster/contract";
import { apiKeyExamples } from "../api-keys/api-key.examples.ts";
import { auditExamples } from "../audit/audit.examples.ts";
import { emailExamples } from "../emails/email.examples.ts";
import { invitationExamples } from "../invitations/invitation.examples.ts";
import { memberExamples } from "../members/member.examples.ts";
import { organizationExamples } from "../organizations/organization.examples.ts";
import { messageExamples } from "../outbox/message.examples.ts";
import { passwordExamples } from "../passwords/password.examples.ts";
import { personalDataExamples } from "../personal-data/personal-data.examples.ts";
import { phoneExamples } from "../phones/phone.examples.ts";
import { socialConnectionExamples } from "../social-connections/social-connection.examples.ts";
import { statisticsExamples } from "../statistics/statistics.examples.ts";
import { userExamples } from "../users/user.examples.ts";
import { verificationExamples } from "../verifications/verification.examples.ts";
import { waitlistExamples } from "../waitlist/waitlist.examples.ts";
import { workspaceExamples } from "../workspaces/workspace.examples.ts";
import type { Examples, MutationExample, MutationName } from "./example.ts";
import type { TestRoster } from "./roster.ts";
import type { World } from "./world.ts";

/** Does not compile when a procedure of the contract lacks examples. */
export const examples: Examples<Contract> = {
  ...userExamples,
  ...passwordExamples,
  ...emailExamples,
  ...phoneExamples,
  ...verificationExamples,
  ...socialConnectionExamples,
  ...organizationExamples,
  ...workspaceExamples,
  ...memberExamples,
  ...invitationExamples,
  ...waitlistExamples,
  ...messageExamples,
  ...personalDataExamples,
  ...apiKeyExamples,
  ...auditExamples,
  ...statisticsExamples,
};

/** The names of all procedures, and of the mutations among them. */
export const procedureNames = Object.keys(contract) as ProcedureName[]; // the contract's keys are its procedures' names
export const mutationNames = procedureNames.filter((name): name is MutationName => contract[name].kind === "mutation");

export const mutationExamples: { [M in MutationName]: MutationExample<M> } = examples;

/** The samples of procedures. A test makes them before it compares anything, because they may add records. */
export async function samplesOf(world: World, directory: TestRoster, names: readonly ProcedureName[]) {
  const samples: [name: ProcedureName, input: Input<ProcedureName>][] = [];
  for (const name of names) samples.push([name, await examples[name].sample(world, directory)]);
  return samples;
}
