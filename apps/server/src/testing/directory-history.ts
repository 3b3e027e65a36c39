import type { History } from "./directory-clients.ts";
import { type Act, addressModel, personModel } from "./directory-model.ts";
import { findUnexplained, type Operation, type Unexplained } from "./linearizability.ts";

type Found = Unexplained<unknown, Act> | undefined;

/** Looks for an order of all calls about an address. */
export function explainAddress({ operations, knowledge }: History, address: string): Found {
  const { facts } = knowledge;
  const invited = knowledge.invitations.get(address) ?? [];
  const isInvited = (given: string) => invited.some(({ token }) => token === given);

  /** The user whom a call gave the address. */
  const usersGiven = ({ procedure, input, outcome }: Act): string[] => {
    if (!outcome.ok) return [];
    if (procedure === "createUser") return input.email_address === address ? [outcome.data.id] : [];
    if (procedure === "addEmail") return input.email === address ? [input.user_id] : [];
    return procedure === "acceptInvitation" && isInvited(input.token) ? [outcome.data.user_id] : [];
  };
  const users = new Set(operations.flatMap(({ act }) => usersGiven(act)));

  const isAbout = ({ procedure, input }: Act) => {
    switch (procedure) {
      case "createUser":
        return input.email_address === address;
      case "fetchUserByEmail":
      case "addEmail":
      case "inviteUser":
        return input.email === address;
      case "updateEmail":
      case "deleteEmail":
        return facts.addressOf(input) === address;
      case "acceptInvitation":
        return isInvited(input.token);
      case "revokeInvitation":
        return invited.some(({ id }) => id === input.invitation_id);
      case "deleteUser":
      case "fetchUserDetails":
        return users.has(input.user_id);
      default:
        return false;
    }
  };
  return findUnexplained(
    addressModel(address, facts),
    operations.filter(({ act }) => isAbout(act)),
  );
}

/** Looks for an order of all calls about the users with an external id. */
export function explainPerson({ operations, knowledge: { facts, personOf } }: History, person: string): Found {
  const isAbout = ({ procedure, input, outcome }: Act) => {
    if (procedure === "createUser" || procedure === "fetchUserByExternalId") return input.external_id === person;
    if (procedure === "fetchUserByEmail") return outcome.ok && personOf.get(outcome.data.id) === person;
    return "user_id" in input && personOf.get(input.user_id) === person;
  };
  return findUnexplained(
    personModel(facts),
    operations.filter(({ act }) => isAbout(act)),
  );
}

export function describeCall({ client, called, returned, act: { procedure, input, outcome } }: Operation<Act>) {
  const end = outcome.ok ? JSON.stringify(outcome.data) : outcome.code;
  const when = `${called.toFixed(1)} to ${returned.toFixed(1)} ms`;
  return `${when}, client ${client}: ${procedure} ${JSON.stringify(input)} -> ${end}`;
}

/** The last calls of the longest order, and those of which none can be the next. */
export const describeUnexplained = ({ order, state, next }: Unexplained<unknown, Act>) =>
  [
    ...order.slice(-20).map(describeCall),
    `Now the state is ${JSON.stringify(state)}, and none of these fits:`,
    ...next.map(describeCall),
  ].join("\n");
